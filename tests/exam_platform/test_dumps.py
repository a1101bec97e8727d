import io
from contextlib import suppress

import pytest
from django.db import connection

from accounts.models import User
from exam_platform import dumps

pytestmark = pytest.mark.django_db(transaction=True)


def dumped() -> io.BytesIO:
    made = io.BytesIO()
    with dumps.snapshot(connection) as dump:
        dump(made)
    made.seek(0)
    return made


def test_what_was_dumped_can_be_loaded_again(alice, bob):
    dump = dumped()
    alice.delete()
    bob.display_name = "Robert"
    bob.save()
    dumps.load(connection, dump)
    assert set(User.objects.values_list("display_name", flat=True)) == {"Alice", "Bob"}


def test_loading_nonsense_changes_nothing_and_says_who_refused(alice):
    with pytest.raises(dumps.ToolFailed, match=r"^(pg_restore|SQLite): "):
        dumps.load(connection, io.BytesIO(b"nonsense " * 100_000))
    assert User.objects.get() == alice


def test_a_snapshot_lets_go_of_the_database_after_a_fault(alice):
    with suppress(ZeroDivisionError), dumps.snapshot(connection):
        raise ZeroDivisionError
    alice.display_name = "Alicia"
    alice.save()
    assert not connection.in_atomic_block


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine with nothing on PATH, and PostgreSQL kept below `bare`."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(dumps, "INSTALLED", tmp_path)
    return tmp_path


def test_a_missing_tool_is_named(bare):
    with pytest.raises(dumps.ToolFailed, match="pg_dump is not installed"):
        dumps.tool_named("pg_dump")


def test_the_newest_tool_is_taken(bare):
    for version in ("9", "17", "15"):
        path = bare / version / "bin" / "pg_dump"
        path.parent.mkdir(parents=True)
        path.touch()
    assert dumps.tool_named("pg_dump") == bare / "17" / "bin" / "pg_dump"
