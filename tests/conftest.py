"""The cast, and the clock.

alice sits exams. bob sits exams too, and must never see alice's. carol teaches and writes
questions. dave runs the place.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db.backends.sqlite3.base import DatabaseOperations as Sqlite
from django.test import Client

from accounts.models import Role, User

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"

# A browser test and its live server share one thread with an event loop in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def published_versions_go_between_tests():
    """SQLite empties tables row by row after a transactional test; the bank would refuse that."""
    emptying = Sqlite.sql_flush

    def without_triggers(self, *args, **kwargs):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drops = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*drops, *emptying(self, *args, **kwargs), *(sql for _, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sqlite, "sql_flush", without_triggers)
        yield


def person(name: str, role: Role = Role.CANDIDATE) -> User:
    return User.objects.create_user(
        f"{name}@example.org", PASSWORD, display_name=name.title(), role=role
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def alice(db):
    return person("alice")


@pytest.fixture
def bob(db):
    return person("bob")


@pytest.fixture
def carol(db):
    return person("carol", Role.INSTRUCTOR)


@pytest.fixture
def dave(db):
    return person("dave", Role.ADMINISTRATOR)


@pytest.fixture
def as_alice(alice):
    return signed_in(alice)


@pytest.fixture
def as_bob(bob):
    return signed_in(bob)


@pytest.fixture
def as_carol(carol):
    return signed_in(carol)


@pytest.fixture
def as_dave(dave):
    return signed_in(dave)


@pytest.fixture
def empty_cache(db):
    """Sign-in limits are counted in the cache; a test of them begins at zero."""
    cache.clear()
