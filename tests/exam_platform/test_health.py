import shutil
import socket
import time
from collections import namedtuple

import pytest
from django.core.cache import cache
from django.db import OperationalError

from exam_platform import health
from exam_platform.celery import last_run_key
from reports.models import ReportFailure
from tests import factories
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
Space = namedtuple("Space", "total used free")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(health, "_remembered", {})
    monkeypatch.setattr(health, "_migrated", set())


def test_live_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"status": "live"}


def test_ready_when_everything_is_there(client):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready"}


def test_ready_is_remembered_for_two_seconds(client, django_assert_num_queries):
    client.get("/health/ready")
    with django_assert_num_queries(0):
        client.get("/health/ready")


def away(*args, **kwargs):
    raise OperationalError("connection refused")


def test_a_database_that_takes_no_write_is_unready_and_strangers_are_not_told_why(
    client, monkeypatch
):
    monkeypatch.setattr(health.cache, "set", away)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unready"}


def test_a_write_that_did_not_arrive_is_unready(monkeypatch):
    monkeypatch.setattr(health.cache, "set", lambda *args, **kwargs: None)
    assert health.checks()["database"] == "takes no writes"


def test_a_full_disk_is_unready(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Space(100 * 2**30, 0, 2**29))
    assert client.get("/health/ready").status_code == 503
    assert health.checks()["disk"] == "512 MiB left"


def test_a_tenth_of_a_small_disk_or_a_gibibyte_of_a_large_one_is_enough(monkeypatch):
    for space in (Space(2**30, 0, 2**27), Space(2**41, 0, 2**30)):
        monkeypatch.setattr(shutil, "disk_usage", lambda folder, space=space: space)
        assert health.disk() == health.OK


def test_redis_away_is_degraded_and_still_200(client, settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{probe.getsockname()[1]}/0"
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded"}


def test_a_migration_that_is_not_applied_is_unready(monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: ["one"])
    assert health.status_of(health.checks()) == "unready"


def test_deep_tells_staff_what_is_wrong_and_how_old_each_sweep_is(as_dave):
    cache.set(last_run_key("attempts.tasks.settle_overdue_attempts"), time.time() - 7)
    told = as_dave.get("/health/deep").json()
    assert told["checks"]["database"] == "ok"
    ages = told["seconds_since_last_run"]
    assert 7 <= ages["attempts.tasks.settle_overdue_attempts"] < 60
    assert ages["reports.tasks.write_missing_reports"] is None


def test_deep_counts_what_waits_for_an_operator(as_dave):
    attempt = factories.finished()
    assert as_dave.get("/health/deep").json()["for_an_operator"] == {"reports_given_up": 0}
    ReportFailure.objects.create(attempt=attempt, tries=3, error="KeyError", failed_at=NOON)
    assert as_dave.get("/health/deep").json()["for_an_operator"] == {"reports_given_up": 1}


def test_deep_is_for_staff(client, as_alice, as_carol):
    assert client.get("/health/deep").status_code == 401
    assert as_alice.get("/health/deep").status_code == 403
    assert as_carol.get("/health/deep").status_code == 403
