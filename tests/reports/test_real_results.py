from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

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


# --- The page


def page_of(exam) -> str:
    return reverse("reports:real_results", args=[exam.code])


TOLD = {"taken_on": "2026-02-20", "outcome": "passed", "scaled": "745"}


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def attempt(alice):
    return factories.finished(of=alice, right=5, wrong=2, now=NOON)


def test_a_real_result_is_told_corrected_and_withdrawn(as_alice, attempt):
    where = page_of(attempt.exam)
    assert "Nothing yet." in text(as_alice.get(where))
    assert as_alice.post(where, TOLD).url == where
    page = text(as_alice.get(where))
    assert "<b>20 February 2026</b>: passed" in page
    assert "745" in page
    filled = text(as_alice.get(f"{where}?day=2026-02-20"))
    assert 'value="2026-02-20"' in filled
    assert '<option value="passed" selected>' in filled
    as_alice.post(where, TOLD | {"outcome": "failed", "scaled": ""})
    assert "<b>20 February 2026</b>: not passed" in text(as_alice.get(where))
    gone = as_alice.post(f"{where}withdrawal/", {"taken_on": "2026-02-20"})
    assert gone.url == where
    assert "Nothing yet." in text(as_alice.get(where))


def test_a_result_that_cannot_be_is_not_kept_and_the_field_is_named(as_alice, attempt):
    where = page_of(attempt.exam)
    refused = as_alice.post(where, TOLD | {"scaled": "1001"})
    assert refused.status_code == 422
    assert '<a href="#id_scaled">' in text(refused)
    assert as_alice.post(where, {}).status_code == 422
    assert not RealResult.objects.exists()


def test_a_real_result_is_nobody_elses(as_alice, as_bob, attempt):
    where = page_of(attempt.exam)
    as_alice.post(where, TOLD)
    for page in (as_bob.get(where), as_bob.get(f"{where}?day=2026-02-20")):
        assert "Nothing yet." in text(page)
        assert "2026-02-20" not in text(page)
    as_bob.post(f"{where}withdrawal/", {"taken_on": "2026-02-20"})
    as_bob.post(f"{where}withdrawal/", {"taken_on": "nonsense"})
    assert RealResult.objects.get().candidate.email == "alice@example.org"


@pytest.mark.parametrize("times", [1, 12])
def test_the_page_of_real_results_takes_as_many_queries_for_one_as_for_twelve(
    as_alice, attempt, times, django_assert_max_num_queries
):
    where = page_of(attempt.exam)
    for day in range(1, times + 1):
        as_alice.post(where, TOLD | {"taken_on": f"2025-01-{day:02}"})
    with django_assert_max_num_queries(4):
        as_alice.get(where)
