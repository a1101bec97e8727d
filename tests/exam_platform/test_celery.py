import time

import pytest
from django.conf import settings
from django.core.cache import cache

from exam_platform.celery import app, last_run_key


@app.task(name="tests.noted")
def noted() -> None:
    """Does nothing, and is noted to have done so."""


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
