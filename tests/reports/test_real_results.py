from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from reports.models import RealResult
from reports.real_results import latest_day, real_results_of, report_result, withdraw_result
from tests import factories
from tests.conftest import NOON

DAY = date(2026, 2, 20)


@pytest.fixture
def exam(db):
    return factories.blueprint()


def tell(candidate, exam, **more):
    options = {"taken_on": DAY, "passed": True, "now": NOON} | more
    return report_result(candidate, exam, **options)


def test_a_result_is_kept_with_the_time_it_was_told(alice, exam):
    tell(alice, exam, scaled=745)
    kept = RealResult.objects.get()
    assert (kept.candidate, kept.exam, kept.taken_on, kept.passed) == (alice, exam, DAY, True)
    assert (kept.scaled, kept.reported_at) == (745, NOON)


def test_the_same_day_again_puts_it_right(alice, exam):
    tell(alice, exam, scaled=745)
    tell(alice, exam, passed=False)
    kept = RealResult.objects.get()
    assert (kept.passed, kept.scaled) == (False, None)


def test_another_day_is_another_result_and_the_newest_comes_first(alice, exam):
    tell(alice, exam, passed=False)
    tell(alice, exam, taken_on=date(2026, 3, 1))
    assert [each.taken_on.day for each in real_results_of(alice, exam)] == [1, 20]


def test_withdrawing_forgets_one_day_of_one_candidate(alice, bob, exam):
    for candidate in (alice, bob):
        tell(candidate, exam)
    tell(alice, exam, taken_on=date(2026, 3, 1))
    withdraw_result(alice, exam, taken_on=DAY)
    withdraw_result(alice, exam, taken_on=DAY)
    assert [each.taken_on.day for each in real_results_of(alice, exam)] == [1]
    assert real_results_of(bob, exam).exists()


@pytest.mark.parametrize("scaled", [99, 1001])
def test_a_score_off_the_scale_is_refused_by_the_database(alice, exam, scaled):
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(alice, exam, scaled=scaled)


def test_the_latest_day_is_the_one_that_has_begun_somewhere():
    assert latest_day(datetime(2026, 3, 2, 9, 59, tzinfo=UTC)) == date(2026, 3, 2)
    assert latest_day(datetime(2026, 3, 2, 10, 0, tzinfo=UTC)) == date(2026, 3, 3)
