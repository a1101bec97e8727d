import json
import uuid

import pytest
from django.core.cache import cache

from questions.difficulty import Rating
from reports.models import ItemStatistic, PassIntercept, Report, awaiting_report
from reports.real_results import report_result
from reports.tasks import (
    RUNNING,
    alone,
    analyse_items,
    recalibrate_ratings,
    refit_pass_intercepts,
    write_missing_reports,
    write_report,
)
from tests import factories
from tests.conftest import NOON


def test_a_redelivered_task_writes_one_row_and_the_same_content(alice):
    attempt = factories.finished(of=alice, right=4, wrong=2, now=NOON)
    contents = set()
    for _ in range(5):
        write_report(str(attempt.pk))
        report = Report.objects.values("pk", "domains", "tasks", "overall", "actions").get()
        contents.add(json.dumps(report, sort_keys=True))
    assert len(contents) == 1


def test_a_task_for_an_attempt_that_is_gone_does_nothing(db):
    write_report(str(uuid.uuid4()))
    assert not Report.objects.exists()


def test_a_task_for_a_running_attempt_does_nothing(alice):
    write_report(str(factories.attempt(of=alice).pk))
    assert not Report.objects.exists()


def test_the_sweep_finds_what_no_message_announced(alice, bob):
    factories.finished(of=alice, right=4, now=NOON)
    factories.finished(of=bob, right=4, now=NOON)
    assert write_missing_reports() == 2
    assert not awaiting_report().exists()
    assert write_missing_reports() == 0


def test_an_idle_sweep_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        write_missing_reports()


def test_intercepts_are_refitted_once_however_often_the_task_comes(alice):
    exam = factories.blueprint()
    report_result(alice, exam, taken_on=NOON.date(), passed=True, now=NOON)
    assert refit_pass_intercepts() == 1
    assert refit_pass_intercepts() == 0
    assert PassIntercept.objects.get().n == 0


@pytest.mark.parametrize(
    ("task", "model"), [(analyse_items, ItemStatistic), (recalibrate_ratings, Rating)]
)
def test_a_run_over_all_answers_is_made_once_and_by_one_worker(alice, empty_cache, task, model):
    factories.finished(of=alice, right=4, wrong=2, now=NOON)
    with alone() as is_free:
        assert is_free
        task()
        assert not model.objects.exists()
    task()
    rows = list(model.objects.values())
    assert rows
    task()
    assert list(model.objects.values()) == rows


def test_a_run_that_fails_lets_the_next_one_in(empty_cache):
    with pytest.raises(ZeroDivisionError), alone():
        raise ZeroDivisionError
    assert cache.get(RUNNING) is None
