"""All of a database as one stream of bytes, and back again: each database by its own tool."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Dump = Callable[[IO[bytes]], None]
INSTALLED = Path("/usr/lib/postgresql")


class ToolFailed(Exception):
    """A database's own tool is missing or gave up; in its words."""


def snapshot(connection: BaseDatabaseWrapper) -> AbstractContextManager[Dump]:
    """Hold the rows as they are now. Inside, this connection reads these and no newer ones, and
    `dump(out)` writes them all. Nobody has to wait meanwhile, neither to read nor to write."""
    return SNAPSHOTS[connection.vendor](connection)


def load(connection: BaseDatabaseWrapper, dump: IO[bytes]) -> None:
    """Put what was dumped in place of what the database holds, in one transaction.

    Raises ToolFailed, and the database is what it was.
    """
    LOADERS[connection.vendor](connection, dump)


# --- PostgreSQL


@contextmanager
def _postgresql_snapshot(connection: BaseDatabaseWrapper) -> Iterator[Dump]:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
        yield partial(_pg_dump, connection, name)


def _pg_dump(connection: BaseDatabaseWrapper, name: str, out: IO[bytes]) -> None:
    options = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
    options.append(f"--snapshot={name}")
    with _tool(connection, "pg_dump", *options) as tool:
        shutil.copyfileobj(tool.stdout, out)


def _pg_restore(connection: BaseDatabaseWrapper, dump: IO[bytes]) -> None:
    options = ["--single-transaction", "--clean", "--if-exists", "--no-owner", "--no-privileges"]
    options.append(f"--dbname={connection.settings_dict['NAME']}")
    with _tool(connection, "pg_restore", *options) as tool:
        shutil.copyfileobj(dump, tool.stdin)


@contextmanager
def _tool(connection: BaseDatabaseWrapper, name: str, *options: str) -> Iterator[Any]:
    command, pipe = [str(tool_named(name)), *options], subprocess.PIPE
    environ = _environ(connection)
    with TemporaryFile() as words:
        with (
            suppress(BrokenPipeError),  # it gave up before it had read everything, and says why
            subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=words, env=environ) as tool,  # noqa: S603
        ):
            yield tool
        if tool.returncode:
            words.seek(0)
            raise ToolFailed(f"{name}: {words.read().decode(errors='replace').strip()}")


def tool_named(name: str) -> Path:
    """On PATH, or where Debian keeps it: the newest. Raises ToolFailed."""
    if found := shutil.which(name):
        return Path(found)
    versions = sorted(INSTALLED.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise ToolFailed(f"{name} is not installed: it comes with PostgreSQL's client.")
    return versions[-1]


def _environ(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The password goes by the environment: everybody may read a command line."""
    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    names |= {"PGDATABASE": "NAME"}
    return {**os.environ, **{name: str(told[key]) for name, key in names.items() if told[key]}}


# --- SQLite


@contextmanager
def _sqlite_snapshot(connection: BaseDatabaseWrapper) -> Iterator[Dump]:
    """A reading transaction: not Django's, which would take the lock for writing."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master")
            yield partial(_copy_out, connection)
        finally:
            cursor.execute("ROLLBACK")


def _copy_out(connection: BaseDatabaseWrapper, out: IO[bytes]) -> None:
    with _scratch(connection) as path:
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        with path.open("rb") as file:
            shutil.copyfileobj(file, out)


def _copy_in(connection: BaseDatabaseWrapper, dump: IO[bytes]) -> None:
    with _scratch(connection) as path:
        with path.open("wb") as file:
            shutil.copyfileobj(dump, file)
        connection.ensure_connection()
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as copy:
                copy.backup(connection.connection)
        except sqlite3.Error as error:
            raise ToolFailed(f"SQLite: {error}") from error


@contextmanager
def _scratch(connection: BaseDatabaseWrapper) -> Iterator[Path]:
    """A name beside the database, where there is room for another one of its size."""
    beside = Path(connection.settings_dict["NAME"]).absolute().parent
    with TemporaryDirectory(dir=beside, prefix=".copy-") as folder:
        yield Path(folder) / "copy.sqlite3"


SNAPSHOTS = {"postgresql": _postgresql_snapshot, "sqlite": _sqlite_snapshot}
LOADERS = {"postgresql": _pg_restore, "sqlite": _copy_in}
