"""A backup: the database as it was at one moment, in one file that is whole or not there.

The file is a zip of the dump and of a manifest, which says what the dump must be. It holds
everything that people have entered, so nobody but its owner may read it.
"""

import hashlib
import json
import os
import tomllib
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BufferedIOBase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from exam_platform import dumps

DUMP, MANIFEST = "database.dump", "manifest.json"
NO_ZIP = (BadZipFile, KeyError, ValueError, TypeError, EOFError, zlib.error)


class BackupFailed(Exception):
    """No backup was made, or none restored; the message says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `rows` counts the rows of each table; migrations are "app.name"."""

    vendor: str
    program: str
    made_at: str
    sha256: str
    migrations: list[str]
    rows: dict[str, int]

    def __str__(self) -> str:
        rows, tables = sum(self.rows.values()), len(self.rows)
        return f"{rows} rows of {tables} tables, of {self.made_at}, by version {self.program}"


def back_up(connection: BaseDatabaseWrapper, path: Path, *, now: datetime) -> Manifest:
    """Write `path`, which must not exist yet. People may go on working. Raises BackupFailed."""
    if path.exists():
        raise BackupFailed(f"{path} exists already; it was left as it is.")
    if not path.parent.is_dir():
        raise BackupFailed(f"There is no folder {path.parent}.")
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        unfinished = Path(folder) / path.name
        try:
            manifest = _write(connection, unfinished, now=now)
        except dumps.ToolFailed as error:
            raise BackupFailed(str(error)) from error
        _sync(unfinished)
        os.replace(unfinished, path)
        _sync(path.parent)
    return manifest


def restore(connection: BaseDatabaseWrapper, path: Path) -> Manifest:
    """Put a backup in place of all that the database holds, then bring it up to this code.

    Raises BackupFailed: a damaged file, or one that is not for this database or this code, and
    nothing was changed.
    """
    with _opened(path) as (manifest, archive):
        _refuse_unfit(manifest, connection)
        try:
            with archive.open(DUMP) as dump:
                dumps.load(connection, dump)
        except dumps.ToolFailed as error:
            raise BackupFailed(str(error)) from error
    connection.close()
    if (found := _rows(manifest.rows)) != manifest.rows:
        raise BackupFailed(f"Restored, but with {found} rows instead of {manifest.rows}.")
    call_command("migrate", interactive=False, verbosity=0)
    return manifest


def _write(connection: BaseDatabaseWrapper, path: Path, *, now: datetime) -> Manifest:
    path.touch(mode=0o600)
    with dumps.snapshot(connection) as dump:
        with (
            ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive,
            archive.open(DUMP, "w", force_zip64=True) as member,
        ):
            dump(member)
        migrations, rows = sorted(_applied(connection)), _rows()
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        manifest = Manifest(
            vendor=connection.vendor,
            program=_version(),
            made_at=f"{now:%Y-%m-%d %H:%M:%S} UTC",
            sha256=_sha256(archive),
            migrations=migrations,
            rows=rows,
        )
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Manifest, ZipFile]]:
    """A file that is what its manifest says, to the last bit."""
    try:
        archive = ZipFile(path)
        manifest = Manifest(**json.loads(archive.read(MANIFEST)))
        is_whole = _sha256(archive) == manifest.sha256
    except NO_ZIP as error:
        raise BackupFailed(f"{path} is damaged, or no backup: {error}") from error
    if not is_whole:
        raise BackupFailed(f"{path} is damaged: its content is not what its manifest says.")
    with archive:
        yield manifest, archive


def _refuse_unfit(manifest: Manifest, connection: BaseDatabaseWrapper) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupFailed(
            f"This is a backup of {manifest.vendor}; the database is {connection.vendor}."
        )
    known = {".".join(key) for key in MigrationLoader(connection).disk_migrations or ()}
    if newer := sorted(set(manifest.migrations) - known):
        raise BackupFailed(
            f"The backup was made by a newer program, version {manifest.program}: "
            f"this one does not know {', '.join(newer)}."
        )
    if newer := sorted(_applied(connection) - set(manifest.migrations)):
        raise BackupFailed(
            f"The database is newer than the backup, by {', '.join(newer)}. "
            "Restore into an empty database."
        )


def _applied(connection: BaseDatabaseWrapper) -> set[str]:
    return {".".join(key) for key in MigrationRecorder(connection).applied_migrations()}


def _rows(only: Collection[str] = ()) -> dict[str, int]:
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {
        table: model._base_manager.count()
        for table, model in sorted(models.items())
        if model._meta.managed and (not only or table in only)
    }


def _sha256(archive: ZipFile) -> str:
    with archive.open(DUMP) as dump:
        return hashlib.file_digest(cast(BufferedIOBase, dump), "sha256").hexdigest()


def _version() -> str:
    told = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(told["project"]["version"])


def _sync(path: Path) -> None:
    """A name is on the disk only when its folder is."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
