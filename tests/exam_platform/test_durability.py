import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from exam_platform import durability


def test_the_tests_own_database_is_safe(db):
    assert durability.faults(connection) == []
    durability.refuse_unsafe(connection)


def test_a_database_that_forgets_is_refused(transactional_db):
    sqlite = connection.vendor == "sqlite"
    unsafe, safe = (
        ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL")
        if sqlite
        else ("SET synchronous_commit = off", "SET synchronous_commit = on")
    )
    with connection.cursor() as cursor:
        cursor.execute(unsafe)
        try:
            with pytest.raises(ImproperlyConfigured, match="could lose saved answers: synchronous"):
                durability.refuse_unsafe(connection)
        finally:
            cursor.execute(safe)
