import pytest
from django.db import IntegrityError, connection, transaction

from exam_platform.triggers import never_changes


@pytest.fixture
def diary(db):
    """A table with one row, and the operation that shall keep it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE diary (day text)")
        cursor.execute("INSERT INTO diary VALUES ('Monday')")
    return never_changes("diary", name="page", refusal="a page never changes")


def do(operation) -> None:
    """Not as a context: SQLite's will not be entered inside a test's transaction."""
    operation(None, connection.SchemaEditorClass(connection, atomic=False))


def write(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES = ["UPDATE diary SET day = 'Sunday'", "DELETE FROM diary"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_is_neither_changed_nor_deleted(diary, change):
    do(diary.code)
    with pytest.raises(IntegrityError, match="a page never changes"):
        write(change)
    write("INSERT INTO diary VALUES ('Tuesday')")


@pytest.mark.parametrize("change", CHANGES)
def test_backwards_takes_the_guard_away(diary, change):
    do(diary.code)
    do(diary.reverse_code)
    write(change)
