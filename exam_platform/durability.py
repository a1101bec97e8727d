"""Whether the database keeps what it acknowledged, through a loss of power too.

A commit that is not yet on the disk is an answer that can be lost although the candidate was told
it is saved. So the program looks at a live connection when it starts, and refuses to serve.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

POSTGRESQL = ("fsync", "synchronous_commit", "full_page_writes")
SQLITE_SAFE: dict[str, set[object]] = {
    "synchronous": {2, 3},
    "journal_mode": {"wal", "memory"},
}  # memory: tests only


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Every setting of a live connection that could lose an acknowledged answer."""
    if connection.vendor == "postgresql":
        off = [name for name in POSTGRESQL if _value(connection, f"SHOW {name}") == "off"]
        return [f"{name} is off" for name in off]
    found = {name: _value(connection, f"PRAGMA {name}") for name in SQLITE_SAFE}
    return [f"{name} is {found[name]}" for name in found if found[name] not in SQLITE_SAFE[name]]


def refuse_unsafe(connection: BaseDatabaseWrapper) -> None:
    """Raises ImproperlyConfigured for a fault. A database that is away is readiness's to tell."""
    try:
        found = faults(connection)
    except DatabaseError:
        return
    if found:
        raise ImproperlyConfigured(
            f"The database could lose saved answers: {', '.join(found)}. See docs/saving.md."
        )


def _value(connection: BaseDatabaseWrapper, question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
