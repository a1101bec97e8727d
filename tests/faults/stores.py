"""Private PostgreSQL and Redis, on free ports of the loopback, on folders that go with them."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.faults.processes import Program, free_port, is_listening, until

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def postgresql_folder() -> Path | None:
    """Where initdb and postgres lie: of the newest version installed; None without any."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    found = installed[-1] if installed else shutil.which("initdb")
    return Path(found).parent if found else None


def _version(initdb: Path) -> int:
    return int(initdb.parts[-3])


def owner() -> str:
    """PostgreSQL refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else ""


def reason_without_postgresql() -> str:
    """Why there can be no private PostgreSQL here; empty when there can."""
    if postgresql_folder() is None:
        return "PostgreSQL's initdb is not installed"
    if owner() and not any(each.pw_name == owner() for each in pwd.getpwall()):
        return "run by root, and there is no user postgres to run PostgreSQL as"
    return ""


class Cluster:
    """A PostgreSQL server of our own. `options` are settings beyond the defaults."""

    def __init__(self, folder: Path, **options: str) -> None:
        bin_folder = postgresql_folder()
        assert bin_folder, "ask reason_without_postgresql() first"
        self.bin, self.folder, self.port = bin_folder, folder, free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "200",
            **options,
        }
        told = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.bin / "postgres"), "-D", str(folder / "data"), "-p", str(self.port)]
        self.server = Program(
            "postgres", [*command, *told], environ=dict(os.environ), folder=folder, user=owner()
        )

    def create(self, *options: str) -> None:
        command = [str(self.bin / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres"]
        command += ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", *options]
        done = subprocess.run(
            command,
            cwd="/",
            user=owner() or None,
            extra_groups=[] if owner() else None,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        self.server.start()
        until(self.takes_connections, "PostgreSQL takes connections")

    def takes_connections(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True

    def crash(self) -> None:
        """`pg_ctl stop -m immediate`: no shutdown checkpoint, what was not flushed is gone."""
        self.server.end_with(signal.SIGQUIT)

    def url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def do(self, *statements: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as server:
            for statement in statements:
                server.execute(statement)


@contextmanager
def cluster_in(folder: Path, *for_initdb: str, **options: str) -> Iterator[Cluster]:
    """A running cluster; stopped when the block ends."""
    made = Cluster(folder, **options)
    made.create(*for_initdb)
    made.start()
    try:
        yield made
    finally:
        if made.server.is_running:
            made.server.end_with(signal.SIGQUIT)


@contextmanager
def own_folder(*, size_mib: int = 0) -> Iterator[Path]:
    """A folder for PostgreSQL's user alone: it cannot enter pytest's. May be a small disk."""
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-faults-"))
    try:
        if size_mib:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={size_mib}m", "tmpfs", str(folder)]
            subprocess.run(mount, check=True)
        if owner():
            shutil.chown(folder, owner())
        yield folder
    finally:
        if size_mib:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


class RedisServer:
    """A Redis that writes nothing to disk: killed, it has forgotten everything."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--appendonly", "no", "--dir", str(folder)]
        self.server = Program("redis", command, environ=dict(os.environ), folder=folder)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.server.start()
        until(lambda: is_listening(self.port), "Redis listens")

    def lose_everything(self) -> None:
        """What SHUTDOWN NOSAVE leaves behind: nothing."""
        self.server.end_with(signal.SIGKILL)
