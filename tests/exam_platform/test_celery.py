import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError

from exam_platform.celery import app, last_run_key


@app.task(name="tests.noted")
def noted() -> None:
    """Does nothing, and is noted to have done so."""


def broker_that_is_away(*args, **kwargs):
    raise OperationalError("Error 111 connecting to 127.0.0.1:6379")


@pytest.mark.django_db(transaction=True)
def test_a_message_that_cannot_be_sent_costs_a_log_line_and_nothing_else(monkeypatch, caplog):
    monkeypatch.setattr(app.tasks["tests.noted"], "delay", broker_that_is_away)
    with transaction.atomic():
        noted.delay_on_commit()
    assert "left to the sweep" in caplog.text


@pytest.mark.django_db
def test_nothing_is_sent_before_the_commit(monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(app.tasks["tests.noted"], "delay", lambda: sent.append("now"))
    with django_capture_on_commit_callbacks(execute=True):
        noted.delay_on_commit()
        assert sent == []
    assert sent == ["now"]


@pytest.mark.django_db
def test_a_task_that_succeeded_leaves_word_of_when():
    noted.apply()
    assert time.time() - cache.get(last_run_key("tests.noted")) < 60


def test_messages_are_json_and_a_lost_worker_gives_its_task_back():
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert not app.conf.task_publish_retry


def test_every_periodic_task_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled
    assert scheduled <= app.tasks.keys()
