"""The vectors are those of the design's scoring page, to six digits."""

import numpy as np
import pytest

from reports import readiness
from reports.mastery import fit_profile, prior_cov
from reports.readiness import (
    Basis,
    chance_from_scores,
    fit_intercept,
    kind_of,
    pass_probability,
    percent,
    say,
    shifted,
)
from tests.reports.test_mastery import TASK_DOMAIN, full_form, six

N_ITEMS = np.repeat([14, 13, 11, 12], 3) / 3
ENOUGH = Basis(answers=118, attempts=2)


@pytest.fixture
def profile():
    return fit_profile(*full_form(), prior_cov(TASK_DOMAIN), -0.1, np.ones(65))


def test_a_full_form_gives_the_published_probability(profile):
    assert pass_probability(*profile, N_ITEMS, 0.7) == six((0.255361, 0.007196, 0.676781))


def test_the_prior_alone_knows_next_to_nothing():
    p, low, high = pass_probability([-0.1] * 12, prior_cov(TASK_DOMAIN), N_ITEMS, 0.7)
    assert (p, low, high) == six((0.464118, 0.000001, 0.999980))


def test_the_pool_of_a_task_may_have_a_rating_of_its_own(profile):
    same = pass_probability(*profile, N_ITEMS, np.full(12, 0.7))
    assert same == pass_probability(*profile, N_ITEMS, 0.7)
    assert pass_probability(*profile, N_ITEMS, np.linspace(0.6, 0.8, 12)) != same


@pytest.mark.parametrize(("attempts", "p"), [(1, 0.660464), (3, 0.688271)])
def test_without_a_profile_the_scores_give_the_published_probability(attempts, p):
    assert chance_from_scores(752, 51, attempts) == six(p)


def test_better_candidates_have_better_chances_and_the_band_holds_them(profile):
    m, v = profile
    chances = [pass_probability(m + step, v, N_ITEMS, 0.7) for step in (-2, -1, 0, 1, 2)]
    assert chances == sorted(chances)
    assert all(0 <= low < high <= 1 for _, low, high in chances)
    assert chances[2][1] < chances[2][0] < chances[2][2]


def test_the_number_that_is_said_lies_in_its_range_even_where_nearly_all_is_doubt():
    said = say((0.08, 0.001, 0.04), ENOUGH)
    assert (said.percent, said.low, said.high) == (10, 5, 10)
    said = say((0.92, 0.96, 0.999), ENOUGH)
    assert (said.percent, said.low, said.high) == (90, 90, 95)


def test_more_doubt_draws_the_probability_to_the_middle_and_widens_the_band(profile):
    m, v = profile
    sure, unsure = (pass_probability(m, k * v, N_ITEMS, 0.7) for k in (1, 4))
    assert sure[0] < unsure[0] < 0.5
    assert unsure[2] - unsure[1] > sure[2] - sure[1]


@pytest.mark.parametrize(
    ("basis", "kind"),
    [
        (Basis(49, 3), "nothing"),
        (Basis(50, 1), "words"),
        (Basis(500, 1), "words"),
        (Basis(109, 2), "words"),
        (Basis(110, 2), "number"),
        (Basis(300, 4, ("Storage",)), "nothing"),
    ],
)
def test_what_may_be_said_depends_on_the_evidence(basis, kind):
    assert kind_of(basis) == kind
    said = say((0.5, 0.2, 0.8), basis)
    assert said.kind == kind
    assert (said.percent is not None) == (kind == "number")
    assert (said.low is None) == (said.high is None) == (kind == "nothing")


@pytest.mark.parametrize(
    ("p", "shown"),
    [(0, 5), (0.07, 5), (0.076, 10), (0.255361, 25), (0.5, 50), (0.93, 95), (0.999, 95)],
)
def test_a_probability_is_shown_in_steps_of_five_between_5_and_95(p, shown):
    assert percent(p) == shown


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.92, "likely to pass today"),
        (0.90, "likely to pass today"),
        (0.899, "too early to tell"),
        (0.101, "too early to tell"),
        (0.10, "unlikely to pass today"),
    ],
)
def test_after_one_attempt_there_are_words_and_a_range_and_no_number(p, words):
    said = say((p, 0.08, 0.91), Basis(62, 1))
    assert words in said.lead
    assert "likely range of the chance is 10 to 90%." in said.detail
    assert "%" not in said.lead


def test_after_two_attempts_the_number_has_its_band_and_its_condition(profile):
    said = say(pass_probability(*profile, N_ITEMS, 0.7), ENOUGH)
    assert said.lead == "Your chance to pass is about 25%, likely range 5 to 70%."
    assert "if the exam were today and as strict as ours" in said.detail


@pytest.mark.parametrize(
    ("chance", "words"),
    [((0.01, 0.001, 0.04), "range 5% or less."), ((0.99, 0.96, 0.999), "range 95% or more.")],
)
def test_at_the_ends_the_range_has_one_end(chance, words):
    assert words in say(chance, ENOUGH).lead
    assert words.replace("range", "range of the chance is") in say(chance, Basis(62, 1)).detail


def test_what_lacks_is_named():
    assert "takes 50 answers" in say((0.5, 0.2, 0.8), Basis(31, 1)).detail
    assert "there is 1." in say((0.5, 0.2, 0.8), Basis(1, 1)).detail
    said = say((0.5, 0.2, 0.8), Basis(80, 2, ("Storage", "Security")))
    assert "in: Storage; Security." in said.detail


def test_an_intercept_of_nothing_shifts_nothing():
    assert shifted((0.3, 0.1, 0.6), 0.0) == pytest.approx((0.3, 0.1, 0.6))


def test_an_intercept_moves_all_three_by_its_logits():
    assert shifted((0.5, 0.2, 0.8), 1.0) == pytest.approx((0.731059, 0.404609, 0.915776), abs=1e-6)


def test_certainty_stays_a_probability():
    low, high = shifted((0.0, 0.0, 1.0), 3.0)[1:]
    assert 0 < low < high < 1


def test_without_results_the_intercept_is_nothing():
    assert fit_intercept([], []) == 0


def test_one_result_moves_the_intercept_a_little():
    """By hand: a solves 1 - logistic(a) = a / 0.25."""
    a = fit_intercept([0.5], [True])
    assert 1 - 1 / (1 + np.exp(-a)) == pytest.approx(a / 0.25)
    assert fit_intercept([0.5], [False]) == pytest.approx(-a)


def test_the_intercept_is_where_the_posterior_is_highest():
    rng = np.random.default_rng(7)
    p, passed = rng.uniform(0.05, 0.95, 200), rng.random(200) < 0.6

    def log_posterior(a):
        q = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + a)))
        return np.where(passed, np.log(q), np.log(1 - q)).sum() - a * a / (2 * 0.5**2)

    grid = np.linspace(-2, 2, 40_001)
    best = grid[np.argmax([log_posterior(a) for a in grid])]
    assert fit_intercept(list(p), list(passed)) == pytest.approx(best, abs=1e-4)


def test_many_results_find_a_standard_that_is_off():
    """The real exam is half a logit more lenient: 2,000 results bring the intercept there."""
    rng = np.random.default_rng(3)
    p = rng.uniform(0.05, 0.95, 2000)
    truth = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + 0.5)))
    assert fit_intercept(list(p), list(rng.random(2000) < truth)) == pytest.approx(0.5, abs=0.12)


def test_results_against_all_odds_do_not_break_the_fit():
    a = fit_intercept([1.0, 0.0, 1e-12], [False, True, True])
    assert np.isfinite(a)


def test_the_method_names_its_constants():
    assert readiness.METHOD == {"shift_sd": 0.2, "intercept_sd": 0.5}
