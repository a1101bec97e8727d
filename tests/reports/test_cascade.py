import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection

from attempts import rescoring
from attempts.models import Attempt, Result, ResultChange
from reports import cascade, weakness
from reports.models import Report, awaiting_report
from reports.tasks import rescore_attempts, rescore_missed
from tests import factories
from tests.conftest import NOON

WEEK = timedelta(weeks=1)
TYPES = ("multiple_choice",)
needs_row_locks = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="needs PostgreSQL")


def exam(**options):
    return factories.exam(scored=8, pilot=0, spare=8, types=TYPES, **options)


def sit(alice, of, *, weeks=0):
    attempt = factories.finished(of=alice, exam=of, right=8, now=NOON + weeks * WEEK)
    weakness.write(attempt, now=NOON + weeks * WEEK)
    return attempt


def void(attempt, by):
    item = attempt.items.select_related("version__question")[0]
    return rescoring.decide(item.version, None, reason="No answer.", by=by, now=NOON + 9 * WEEK)


def answered(attempt):
    return Report.objects.get(attempt=attempt).overall["answered"]


def test_the_reports_that_rest_on_it_are_made_anew(alice, bob, carol):
    same, other = exam(), exam()
    first, second = sit(alice, same), sit(alice, same, weeks=1)
    kept = {sit(alice, other).pk, sit(bob, other).pk}
    assert (answered(first), answered(second)) == (8, 16)
    void(first, carol)
    assert cascade.rescore_some(now=NOON) == 1
    assert set(Report.objects.values_list("attempt", flat=True)) == kept
    assert set(awaiting_report()) == {first, second}
    for attempt in (first, second):
        weakness.write(attempt, now=NOON)
    assert (answered(first), answered(second)) == (7, 15)


def test_the_earlier_report_stays(alice, carol):
    of = exam()
    first, second = sit(alice, of), sit(alice, of, weeks=1)
    void(second, carol)
    cascade.rescore_some(now=NOON)
    assert list(Report.objects.values_list("attempt", flat=True)) == [first.pk]


def test_one_failure_stops_no_other(alice, bob, carol, monkeypatch):
    of = factories.exam(scored=8, pilot=0, types=TYPES)
    broken, sound = sit(alice, of), sit(bob, of)
    made = void(broken, carol)
    rescore = rescoring.rescore

    def failing(attempt, *args, **options):
        if attempt == broken:
            raise ZeroDivisionError
        return rescore(attempt, *args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(rescoring, "rescore", failing)
        assert cascade.rescore_some(now=NOON) == 1
    assert ResultChange.objects.get().attempt == sound
    assert Report.objects.filter(attempt=broken).exists()
    assert cascade.rescore_some(now=NOON) == 1
    assert rescoring.progress(made).is_over


def test_who_dies_between_result_and_report_leaves_neither(alice, carol, monkeypatch):
    attempt = sit(alice, exam())
    void(attempt, carol)
    before = list(Result.objects.values()), list(Report.objects.values())
    with monkeypatch.context() as patched:
        patched.setattr(weakness, "forget", lambda _: 1 / 0)
        assert cascade.rescore_some(now=NOON) == 0
    assert (list(Result.objects.values()), list(Report.objects.values())) == before
    assert not ResultChange.objects.exists()
    assert rescore_missed() == 1


def test_the_task_goes_on_until_nothing_is_left(carol, monkeypatch):
    of = factories.exam(scored=8, pilot=0, types=TYPES)
    attempts = [factories.finished(exam=of, right=8, now=NOON) for _ in range(5)]
    made = void(attempts[0], carol)
    monkeypatch.setattr(cascade, "BATCH", 2)
    monkeypatch.setattr(rescore_attempts, "delay", rescore_attempts)
    rescore_attempts()
    assert rescoring.progress(made).done == 5


def test_an_idle_sweep_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        rescore_missed()


def rescored_while_its_report_is_written(alice, carol, monkeypatch):
    attempt = factories.finished(of=alice, exam=exam(), right=8, now=NOON)
    made, draft = void(attempt, carol), weakness.draft
    other = threading.Thread(target=in_a_thread, args=(attempt.pk, made))

    def slow_draft(*args, **options):
        drafted = draft(*args, **options)
        other.start()
        other.join(0.5)
        return drafted

    monkeypatch.setattr(weakness, "draft", slow_draft)
    with suppress(Report.DoesNotExist):  # the other may have been that quick
        weakness.write(attempt, now=NOON)
    other.join()
    assert ResultChange.objects.filter(attempt=attempt).exists()


def in_a_thread(attempt, correction):
    try:
        cascade._rescore(Attempt.objects.get(pk=attempt), correction, now=NOON)
    finally:
        connection.close()


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_who_scores_anew_waits_for_the_report_and_makes_it_missing(alice, carol, monkeypatch):
    rescored_while_its_report_is_written(alice, carol, monkeypatch)
    assert not Report.objects.exists()


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_the_negative_control_without_the_lock_an_old_report_stays(alice, carol, monkeypatch):
    monkeypatch.setattr(weakness, "hold", lambda _: None)
    rescored_while_its_report_is_written(alice, carol, monkeypatch)
    assert Report.objects.get().overall["answered"] == 8
