from datetime import timedelta

from attempts import tasks
from attempts.models import Attempt
from tests import factories
from tests.conftest import NOON


def test_the_sweep_closes_the_overdue_and_may_run_twice(alice):
    factories.attempt(of=alice, now=NOON - timedelta(days=1))
    assert [tasks.settle_overdue_attempts(), tasks.settle_overdue_attempts()] == [1, 0]
    assert Attempt.objects.scored().count() == 1


def test_missing_results_are_recorded_once(alice):
    factories.finished(of=alice).result.delete()
    assert [tasks.record_missing_results(), tasks.record_missing_results()] == [1, 0]
