import logging
import socket
import time
import uuid

import pytest
from celery import current_app
from django.core.cache import cache

from exam_platform.celery import app
from reports import nudge as nudging
from reports.nudge import nudge


@pytest.fixture
def broker(monkeypatch):
    """Points the app to another broker, for the test only."""

    def use(url: str) -> None:
        # The write address first: until it is set it reads as the other, and would be put back so.
        monkeypatch.setattr(app.conf, "broker_write_url", url)
        monkeypatch.setattr(app.conf, "broker_url", url)

    return use


@pytest.fixture
def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        yield listener.getsockname()[1]


@pytest.fixture
def silent_port():
    """Takes connections and never says a word: a broker that hangs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_the_message_names_the_task_and_nothing_but_the_id(db, broker):
    broker("memory://")
    attempt_id = uuid.uuid4()
    with current_app.connection_for_read() as connection:
        queue = connection.SimpleQueue(app.conf.task_default_queue)
        queue.clear()
        nudge(attempt_id)
        message = queue.get(timeout=2)
        message.ack()
    assert message.headers["task"] == nudging.TASK
    args, kwargs, _ = message.payload
    assert (args, kwargs) == ([str(attempt_id)], {})


def test_one_attempt_is_not_announced_twice_in_a_moment(db, monkeypatch):
    sent = []
    monkeypatch.setattr(nudging, "_send", sent.append)
    attempt_id = uuid.uuid4()
    nudge(attempt_id)
    nudge(attempt_id)
    assert sent == [attempt_id]
    cache.delete(f"report-nudge-{attempt_id}")
    nudge(attempt_id)
    assert sent == [attempt_id, attempt_id]


def test_a_broker_that_is_away_costs_a_log_line(db, broker, free_port, caplog):
    broker(f"redis://127.0.0.1:{free_port}/0")
    with caplog.at_level(logging.WARNING, logger="reports.nudge"):
        nudge(uuid.uuid4())
    assert "left to the sweep" in caplog.text


@pytest.mark.parametrize("port", ["free_port", "silent_port"])
def test_a_broker_that_is_away_or_hangs_is_not_waited_for(db, broker, port, request):
    broker(f"redis://127.0.0.1:{request.getfixturevalue(port)}/0")
    began = time.monotonic()
    nudge(uuid.uuid4())
    assert time.monotonic() - began < 3


def test_the_task_of_that_name_exists():
    app.loader.import_default_modules()
    assert nudging.TASK in app.tasks
