"""gunicorn as production runs it, on a free loopback port, and what it costs the machine."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORKERS, THREADS = 2, 8
GUNICORN = [
    *(sys.executable, "-m", "gunicorn", "--preload", "--worker-class", "gthread"),
    *("--workers", str(WORKERS), "--threads", str(THREADS)),
    *("--worker-tmp-dir", "/dev/shm", "--keep-alive", "75"),  # noqa: S108  # as in deploy/web.sh
]
SECONDS_TO_END = 10.0


@dataclass(frozen=True)
class Server:
    """A gunicorn master and its workers."""

    pid: int
    port: int

    @property
    def pids(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [self.pid, *map(int, children.split())]

    def cpu_seconds(self) -> float:
        """Processor time used by master and workers so far."""
        return sum(cpu_seconds(pid) for pid in self.pids)

    def memory_mb(self) -> float:
        """Proportional set size of master and workers: shared pages are counted once."""
        return sum(_pss_kb(pid) for pid in self.pids) / 1024


def cpu_seconds(pid: int) -> float:
    """What /proc/<pid>/stat says in ticks of 10 ms, in nanoseconds: clock_getcpuclockid(3)."""
    return time.clock_gettime((~pid << 3) | 2)


def environment(settings: str, database_url: str, **more: str) -> dict[str, str]:
    """`settings` and nothing of the caller's own: every run measures the same program."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": database_url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        **more,
    }


def django(env: Mapping[str, str], *command: str) -> str:
    """Run a management command to its end; what it printed. Raises when it fails."""
    done = subprocess.run(  # noqa: S603  # our own commands
        [sys.executable, "-m", "django", *command],
        cwd=ROOT,
        env=dict(env),
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout


def inside(env: Mapping[str, str], module: str, call: str) -> str:
    """Make a call of a module that needs Django set up; what it printed."""
    quiet = {**env, "LOG_LEVEL": "ERROR"}
    return django(quiet, "shell", "-v", "0", "-c", f"from {module} import *; {call}")


@contextmanager
def served(application: str, env: Mapping[str, str], *, log: Path) -> Iterator[Server]:
    """`application` answering on loopback until the block ends; connect at once, it will accept."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener, log.open("w") as output:
        port, bind = listener.getsockname()[1], f"fd://{listener.fileno()}"
        process = subprocess.Popen(  # noqa: S603  # our own program
            [*GUNICORN, "--bind", bind, application],
            cwd=ROOT,
            env=dict(env),
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
        )
    try:
        yield Server(process.pid, port)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _pss_kb(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
