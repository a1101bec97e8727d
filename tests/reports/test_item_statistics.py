import numpy as np
import pytest

from reports.item_statistics import (
    Moments,
    anchor_shift,
    fit_logits,
    kr20,
    mantel_haenszel,
    misfit,
    point_biserial,
    random_form_reliability,
    rapid_threshold,
    update_online,
    update_rating,
)
from reports.mastery import logistic, logit

X, DELTA = [1, 1, 0, 1, 0], [0, 0.5, -0.2, 1, 0.3]


@pytest.mark.parametrize(
    ("median", "threshold"), [(20, 4), (40, 6), (75, 11.25), (200, 15), (None, 8)]
)
def test_the_threshold_of_a_rapid_guess(median, threshold):
    assert rapid_threshold(median) == pytest.approx(threshold)


def test_the_vector_of_a_rating_update():
    assert update_rating(0.7, X, DELTA) == pytest.approx((0.654663, 0.515441), abs=1e-6)


def test_the_vector_of_the_online_update():
    assert update_online(0.7, X, DELTA) == pytest.approx((0.653778, 0.522708), abs=1e-6)


def test_without_answers_a_rating_stays():
    assert update_rating(0.7, [], []) == pytest.approx((0.7, 0.6))


def test_as_many_right_as_expected_leave_a_rating_where_it_is():
    pi, sd = update_rating(0.7, [1] * 70 + [0] * 30, [0.0] * 100)
    assert pi == pytest.approx(0.7)
    assert sd < 0.25


def test_right_answers_of_strong_candidates_move_a_rating_less():
    weak, _ = update_rating(0.5, [1] * 20, [-1.0] * 20)
    strong, _ = update_rating(0.5, [1] * 20, [2.0] * 20)
    assert weak > strong > 0.5


def test_many_questions_at_once_are_as_one_at_a_time():
    logits, variances = fit_logits([0, 1, 0, 1, 0], X, DELTA, logit([0.7, 0.4]), [0.6, 0.9])
    apart = [
        update_rating(0.7, [1, 0, 0], [0, -0.2, 0.3]),
        update_rating(0.4, [1, 1], [0.5, 1], 0.9),
    ]
    assert logistic(logits) == pytest.approx([pi for pi, _ in apart])
    assert np.sqrt(variances) == pytest.approx([sd for _, sd in apart])


def test_the_vector_of_the_anchor():
    assert anchor_shift([0.8, 0.7, 0.6], 0.65) == pytest.approx(-0.236101, abs=1e-6)


@pytest.mark.parametrize("wanted", [[0.02, 0.03], [0.5], [0.99, 0.95]])
def test_after_the_shift_the_means_agree(wanted):
    found = np.array([0.3, 0.9, 0.6])
    shifted = logistic(logit(found) + anchor_shift(found, wanted))
    assert abs(shifted.mean() - np.mean(wanted)) < 1e-9


def test_misfit_is_in_standard_errors_and_zero_where_nothing_was_answered():
    assert misfit([70, 0], [50, 0], [25, 0]) == pytest.approx([4, 0])


def test_the_vector_of_the_point_biserial():
    r = [0.20, 0.10, 0.05, -0.05, 0, -0.20, -0.10, 0.15]
    moments = Moments.of([1, 1, 1, 0, 1, 0, 0, 1], r)
    assert moments.x / moments.n == 0.625
    assert point_biserial(moments) == pytest.approx((0.840197, 0.131511), abs=1e-6)


@pytest.mark.parametrize(
    ("x", "r"), [([1, 0, 1], [0.1, 0.2, 0.3]), ([1] * 9, range(9)), ([1, 0] * 5, [0.5] * 10)]
)
def test_few_answers_and_answers_all_alike_have_no_correlation(x, r):
    assert point_biserial(Moments.of(x, list(r))) is None


def test_the_vector_of_kr20():
    rows = [[int(x) for x in row] for row in ["1110", "1010", "1111", "0010", "1100", "0000"]]
    assert kr20(rows) == pytest.approx(0.666667, abs=1e-6)


def test_random_forms_are_reliable_when_scores_differ_more_than_they_err():
    assert random_form_reliability([3, 4], [0, 10]) == pytest.approx(1 - 12.5 / 25)


def test_on_equal_forms_the_counterpart_is_close_to_kr20():
    draw = np.random.default_rng(1)
    ability = draw.normal(0, 1, 2000)
    p = logistic(ability[:, None] + logit(draw.uniform(0.5, 0.9, 65)))
    x = (draw.random(p.shape) < p).astype(int)
    raw = x.sum(axis=1)
    sem = np.sqrt(raw * (65 - raw) / 64)
    assert random_form_reliability(sem, raw) == pytest.approx(kr20(x), abs=0.02)


def test_the_vector_of_mantel_haenszel():
    found = mantel_haenszel([(40, 10, 30, 20), (30, 15, 30, 25)])
    assert (found.alpha, found.delta) == pytest.approx((2.066667, -1.705952), abs=1e-6)
    variance = 50 * 50 * 70 * 30 / (100**2 * 99) + 45 * 55 * 60 * 40 / (100**2 * 99)
    assert found.chi_square == pytest.approx((40 - 35 + 30 - 27 - 0.5) ** 2 / variance)


def test_equal_groups_have_no_difference():
    found = mantel_haenszel([(30, 20, 30, 20)])
    assert (found.alpha, found.chi_square) == (1, 0)


def test_groups_that_cannot_be_compared_are_refused():
    with pytest.raises(ValueError, match="no odds ratio"):
        mantel_haenszel([(10, 0, 5, 5)])
