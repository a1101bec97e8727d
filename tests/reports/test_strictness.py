from datetime import date, timedelta

import pytest

from reports import evidence, strictness
from reports.blueprint import Blueprint
from reports.mastery import time_step
from reports.models import PassIntercept, RealResult
from reports.readiness import fit_intercept, pass_probability
from reports.real_results import report_result, withdraw_result
from tests import factories
from tests.conftest import NOON

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
EXAM_DAY = date(2026, 3, 9)  # a week after the attempts
LATER = NOON + 2 * WEEK


@pytest.fixture
def exam(db):
    return factories.exam(scored=52, pilot=0, minutes=120, spare=13, types=("multiple_choice",))


def sat(candidate, exam, *, right=40, wrong=12, now=NOON):
    return factories.finished(of=candidate, exam=exam, right=right, wrong=wrong, now=now)


def tell(candidate, exam, *, passed, on=EXAM_DAY):
    return report_result(candidate, exam, taken_on=on, passed=passed, now=LATER)


def refit(exam):
    return strictness.refit(exam, as_of=LATER.date())


def test_the_intercept_is_fitted_to_what_was_foretold(alice, bob, exam):
    foretold = {}
    for candidate, right in ((alice, 40), (bob, 30)):
        attempt = sat(candidate, exam, right=right, wrong=52 - right)
        sittings = evidence.sittings_up_to(attempt)
        foretold[candidate] = strictness.foretold(Blueprint.of(exam), sittings, EXAM_DAY)
        tell(candidate, exam, passed=True)
    fitted = refit(exam)
    assert fitted.n == 2
    assert fitted.a == pytest.approx(fit_intercept(list(foretold.values()), [True, True]))
    assert fitted.a > 0


def test_what_was_foretold_lets_time_pass_until_the_exam(alice, exam):
    sittings = evidence.sittings_up_to(sat(alice, exam))
    blueprint = Blueprint.of(exam)
    m, v = evidence.profile(sittings, blueprint.tasks, blueprint.task_domain)
    weeks = (NOON.replace(hour=0) + WEEK - sittings[0].ended_at) / WEEK
    m, v = time_step(m, v, weeks, blueprint.task_domain)
    p = pass_probability(m, v, blueprint.scored, blueprint.easiness)[0]
    assert strictness.foretold(blueprint, sittings, EXAM_DAY) == pytest.approx(p)


def test_what_was_sat_on_the_day_or_after_it_foretells_nothing(alice, exam):
    sittings = evidence.sittings_up_to(sat(alice, exam))
    blueprint = Blueprint.of(exam)
    for on in (NOON.date() - DAY, NOON.date()):
        assert strictness.foretold(blueprint, sittings, on) is None
    assert strictness.foretold(blueprint, sittings, NOON.date() + DAY) is not None


def test_a_result_on_thin_evidence_is_not_counted(alice, bob, carol, exam):
    sat(alice, exam)
    sat(bob, exam, right=20, wrong=10)
    for candidate in (alice, bob, carol):
        tell(candidate, exam, passed=False)
    assert refit(exam).n == 1


def test_a_candidate_counts_once_with_the_first_result(alice, exam):
    sat(alice, exam)
    tell(alice, exam, passed=False)
    once = refit(exam)
    for days in range(1, 6):
        tell(alice, exam, passed=True, on=EXAM_DAY + days * DAY)
    again = refit(exam)
    assert (again.n, again.a) == (1, pytest.approx(once.a))
    assert again.a < 0


def test_other_exams_and_later_days_are_left_out(alice, bob, exam):
    other = factories.exam(scored=52, pilot=0, minutes=120, types=("multiple_choice",))
    sat(alice, exam)
    sat(bob, exam)
    sat(bob, other)
    tell(bob, other, passed=True)
    tell(alice, exam, passed=True, on=LATER.date() + DAY)
    assert refit(exam).n == 0


def test_fitting_again_for_the_same_day_changes_nothing(alice, exam):
    sat(alice, exam)
    tell(alice, exam, passed=True)
    first = refit(exam)
    again = refit(exam)
    assert (again.pk, again.a, again.n) == (first.pk, first.a, first.n)
    assert PassIntercept.objects.get().method == {"shift_sd": 0.2, "intercept_sd": 0.5}


def test_an_exam_is_refitted_once_a_week(alice, exam):
    sat(alice, exam)
    factories.blueprint()
    assert strictness.refit_due(now=LATER) == 0
    tell(alice, exam, passed=True)
    assert strictness.refit_due(now=LATER) == 1
    assert strictness.refit_due(now=LATER + 6 * DAY) == 0
    assert strictness.refit_due(now=LATER + 7 * DAY) == 1
    assert PassIntercept.objects.filter(exam=exam).count() == 2


def test_a_result_withdrawn_is_forgotten_at_the_next_refit(alice, exam):
    sat(alice, exam)
    tell(alice, exam, passed=True)
    strictness.refit_due(now=LATER)
    withdraw_result(alice, exam, taken_on=EXAM_DAY)
    strictness.refit_due(now=LATER + WEEK)
    newest = PassIntercept.objects.first()
    assert (newest.n, newest.a) == (0, 0)


def test_an_idle_look_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        strictness.refit_due(now=LATER)


@pytest.mark.parametrize("people", [1, 4])
def test_query_count_is_flat(exam, people, django_assert_num_queries):
    for _ in range(people):
        candidate = factories.user()
        sat(candidate, exam)
        sat(candidate, exam, now=NOON + DAY)
        tell(candidate, exam, passed=True)
    assert RealResult.objects.count() == people
    refit(exam)
    with django_assert_num_queries(11):
        refit(exam)
