import logging
from datetime import timedelta

import pytest
from django.db import OperationalError

from attempts.models import Attempt
from reports import outbox, weakness
from reports.models import Report, ReportFailure, awaiting_report, given_up
from tests import factories
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)
DRAFT = weakness.draft
SECRET = "the answer was B"


@pytest.fixture
def attempt(alice):
    return factories.finished(of=alice, right=3, now=NOON)


@pytest.fixture
def tried(monkeypatch) -> list[Attempt]:
    """The attempts whose reports were tried, each in vain."""
    seen: list[Attempt] = []

    def failing(attempt, *, now):
        seen.append(attempt)
        raise ValueError(SECRET)

    monkeypatch.setattr(weakness, "draft", failing)
    return seen


def sweep(*minutes: float) -> None:
    for each in minutes:
        outbox.deliver_missing(now=NOON + each * MINUTE)


def test_the_sweep_writes_all_that_are_missing(alice, bob):
    factories.finished(of=alice, right=3, now=NOON)
    factories.finished(of=bob, right=2, now=NOON)
    assert outbox.deliver_missing(now=NOON) == 2
    assert outbox.deliver_missing(now=NOON) == 0
    assert not awaiting_report().exists()


def test_one_broken_attempt_does_not_stop_the_sweep(attempt, bob, monkeypatch):
    fine = factories.finished(of=bob, right=2, now=NOON)

    def sometimes(each, *, now):
        if each == attempt:
            raise ValueError("no")
        return DRAFT(each, now=now)

    monkeypatch.setattr(weakness, "draft", sometimes)
    assert outbox.deliver_missing(now=NOON) == 1
    assert list(awaiting_report()) == [attempt]
    assert Report.objects.get().attempt == fine


def test_three_tries_with_growing_pauses_and_then_no_more(attempt, tried):
    for minute, tries in [(0, 1), (0.9, 1), (1, 2), (5.9, 2), (6, 3), (60, 3), (9999, 3)]:
        sweep(minute)
        assert len(tried) == tries, minute
    assert not awaiting_report().exists()


def test_what_is_kept_of_a_failure_holds_none_of_its_words(attempt, tried):
    sweep(0, 1, 6)
    failure = given_up().get()
    told = (failure.attempt, failure.tries, failure.error, failure.failed_at)
    assert told == (attempt, 3, "ValueError", NOON + 6 * MINUTE)
    assert SECRET not in str(ReportFailure.objects.values().get())


def test_operators_get_one_line_of_alert(attempt, tried, caplog):
    sweep(0, 1, 6, 60)
    alerts = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert [each.getMessage() for each in alerts] == [
        f"gave up the report on attempt {attempt.pk} after 3 tries: ValueError"
    ]


def test_a_report_that_is_made_after_all_leaves_no_failure(attempt, tried, monkeypatch):
    sweep(0)
    monkeypatch.setattr(weakness, "draft", DRAFT)
    sweep(1)
    assert Report.objects.get().attempt == attempt
    assert not ReportFailure.objects.exists()


def test_what_was_given_up_is_tried_again_when_an_operator_says_so(attempt, tried, monkeypatch):
    sweep(0, 1, 6)
    monkeypatch.setattr(weakness, "draft", DRAFT)
    assert outbox.forget_failures() == 1
    sweep(7)
    assert Report.objects.get().attempt == attempt


def test_a_message_does_not_shorten_the_pause(attempt, tried):
    for seconds in (0, 1, 2, 59):
        again = Attempt.objects.select_related("report_failure").get(pk=attempt.pk)
        outbox.deliver(again, now=NOON + timedelta(seconds=seconds))
    assert len(tried) == 1


def test_a_database_that_is_away_is_no_fault_of_the_report(attempt, monkeypatch):
    def away(attempt, *, now):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(weakness, "draft", away)
    with pytest.raises(OperationalError):
        sweep(0)
    assert not ReportFailure.objects.exists()


@pytest.mark.parametrize("number", [2, 6])
def test_an_idle_sweep_costs_one_query_however_much_was_given_up(
    db, number, tried, django_assert_num_queries
):
    for _ in range(number):
        factories.finished(right=1, now=NOON)
    sweep(0, 1, 6)
    with django_assert_num_queries(1):
        sweep(60)
