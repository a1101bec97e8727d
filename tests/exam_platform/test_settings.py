"""The settings as another process reads them from its environment, and the database they give."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

ASK = """
import django, json, sys
django.setup()
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""
COOKIES = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]


@pytest.fixture
def settings_with(tmp_path):
    def ask(*names: str, **environ: str) -> dict:
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "BASE_URL", "EMAIL_URL"}
        }
        clean |= {
            "REHEARSAL_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "exam_platform.settings",
        }
        answer = subprocess.run(
            [sys.executable, "-c", ASK, *names],
            env=clean | environ,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(answer.stdout)

    return ask


def test_without_any_variable_it_is_sqlite_and_one_process(settings_with, tmp_path):
    found = settings_with("DATABASES", "CELERY_BROKER_URL", "SESSION_ENGINE", "DEBUG", "HTTPS")
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")
    assert found["CELERY_BROKER_URL"].startswith("memory://")
    assert found["SESSION_ENGINE"].endswith(".db")
    assert not found["DEBUG"]


def test_over_plain_http_cookies_have_plain_names(settings_with):
    assert list(settings_with(*COOKIES).values()) == ["sessionid", "csrftoken", False, False]


def test_over_https_cookies_are_tied_to_the_host_and_hsts_lasts_a_year(settings_with):
    found = settings_with(
        *COOKIES,
        *("SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"),
        BASE_URL="https://exams.example.org",
    )
    assert list(found.values())[:4] == ["__Host-sessionid", "__Host-csrftoken", True, True]
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert found["SECURE_SSL_REDIRECT"]
    assert "exams.example.org" in found["ALLOWED_HOSTS"]
    assert "*" not in found["ALLOWED_HOSTS"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://exams.example.org"]


def test_with_postgresql_and_redis_named_it_pools_and_caches(settings_with):
    found = settings_with(
        *("DATABASES", "CELERY_BROKER_URL", "SESSION_ENGINE", "CACHES"),
        DATABASE_URL="postgres://somebody:secret@db:5432/exams",
        REDIS_URL="redis://cache:6379/0",
    )
    database = found["DATABASES"]["default"]
    assert (database["HOST"], database["NAME"]) == ("db", "exams")
    assert database["OPTIONS"]["pool"]["max_size"] > 1
    assert database["CONN_HEALTH_CHECKS"]
    assert not database.get("ATOMIC_REQUESTS")
    assert found["CELERY_BROKER_URL"] == "redis://cache:6379/0"
    assert found["SESSION_ENGINE"].endswith("cached_db")
    assert found["CACHES"]["sessions"]["OPTIONS"]["socket_timeout"] <= 1
    assert "DatabaseCache" in found["CACHES"]["default"]["BACKEND"]


def test_an_address_must_be_verified_only_where_mail_can_be_sent(settings_with):
    name = "ACCOUNT_EMAIL_VERIFICATION"
    assert settings_with(name)[name] == "optional"
    assert settings_with(name, EMAIL_URL="smtp://mail:25")[name] == "mandatory"


def test_deployed_with_https_django_finds_nothing_to_warn_of(tmp_path):
    environ = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    answer = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environ | {"BASE_URL": "https://exams.example.org", "REHEARSAL_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")
def test_sqlite_writes_every_commit_to_the_disk():
    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous",)]
    assert found == [2]  # FULL
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own settings")
def test_postgresql_writes_every_commit_to_the_disk():
    with connection.cursor() as cursor:
        found = {}
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            found[name] = cursor.fetchone()[0]
    assert set(found.values()) == {"on"}
