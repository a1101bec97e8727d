import json
import re
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import User
from exam_platform import backups, dumps
from exam_platform.backups import BackupFailed
from tests.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(alice, tmp_path):
    """A backup of a database that has alice in it."""
    made = tmp_path / "one.backup"
    backups.back_up(connection, made, now=NOON)
    return made


def rewritten(file, **changes):
    """The same backup with another manifest."""
    with ZipFile(file) as archive:
        dump, manifest = archive.read(backups.DUMP), json.loads(archive.read(backups.MANIFEST))
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(backups.DUMP, dump)
        archive.writestr(backups.MANIFEST, json.dumps(manifest | changes))
    return manifest


def refused(file, words: str) -> None:
    """Not restored, for this reason, and the database is as it was."""
    User.objects.update(display_name="As it was")
    with pytest.raises(BackupFailed, match=words):
        backups.restore(connection, file)
    assert User.objects.get().display_name == "As it was"


def test_a_backup_says_what_it_holds(file):
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read(backups.MANIFEST))
    assert manifest["vendor"] == connection.vendor
    assert manifest["made_at"] == "2026-03-02 12:00:00 UTC"
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["program"])
    assert manifest["rows"][User._meta.db_table] == 1
    assert "accounts.0001_initial" in manifest["migrations"]


def test_what_came_after_the_backup_is_gone_after_the_restore(file, bob):
    User.objects.update(display_name="Somebody")
    manifest = backups.restore(connection, file)
    assert User.objects.get().display_name == "Alice"
    assert str(manifest).endswith(f"of 2026-03-02 12:00:00 UTC, by version {manifest.program}")


def test_only_its_owner_may_read_a_backup(file):
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_replaces_no_file_and_makes_no_folder(file):
    before = file.read_bytes()
    with pytest.raises(BackupFailed, match="exists already"):
        backups.back_up(connection, file, now=NOON)
    assert file.read_bytes() == before
    with pytest.raises(BackupFailed, match="no folder"):
        backups.back_up(connection, file.parent / "none" / "two.backup", now=NOON)


def test_a_backup_that_is_not_complete_has_no_name(alice, tmp_path, monkeypatch):
    def fails(connection):
        raise dumps.ToolFailed("pg_dump: the disk is full")

    monkeypatch.setattr(dumps, "snapshot", fails)
    with pytest.raises(BackupFailed, match="the disk is full"):
        backups.back_up(connection, tmp_path / "one.backup", now=NOON)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_damaged_backup_is_refused(file, share):
    damaged = bytearray(file.read_bytes())
    place = int(len(damaged) * share)
    damaged[place : place + 8] = bytes(each ^ 0xFF for each in damaged[place : place + 8])
    file.write_bytes(damaged)
    refused(file, "is damaged")


def test_half_a_backup_and_another_file_are_refused(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    refused(file, "is damaged, or no backup")
    file.write_text("Dear diary")
    refused(file, "is damaged, or no backup")


def test_a_dump_that_is_not_the_manifests_is_refused(file):
    rewritten(file, sha256="0" * 64)
    refused(file, "is not what its manifest says")


def test_a_backup_of_a_newer_program_is_refused(file):
    manifest = rewritten(file)
    newer = {"migrations": [*manifest["migrations"], "attempts.0999_room"], "program": "9.0.0"}
    rewritten(file, **newer)
    refused(file, "newer program, version 9.0.0: .* attempts.0999_room")


def test_a_backup_of_the_other_database_is_refused(file):
    rewritten(file, vendor="oracle")
    refused(file, f"a backup of oracle; the database is {connection.vendor}")


def test_a_database_newer_than_the_backup_is_refused(file):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("attempts", "0999_room")
    try:
        refused(file, "newer than the backup, by attempts.0999_room")
    finally:
        recorder.record_unapplied("attempts", "0999_room")


def test_fewer_rows_than_promised_are_told(file):
    manifest = rewritten(file)
    rewritten(file, rows=manifest["rows"] | {User._meta.db_table: 2})
    with pytest.raises(BackupFailed, match="instead of"):
        backups.restore(connection, file)
