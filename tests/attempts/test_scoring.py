"""The vectors of the scoring method, and what must hold for every input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attempts.scoring import (
    Mark,
    competency,
    cut_units,
    largest_remainder,
    rest_scores,
    scaled_score,
    scaled_sem,
    score,
    sem_raw,
    wilson,
)


@pytest.mark.parametrize(
    ("n", "cut_u", "pass_mark", "raws", "scores"),
    [
        (
            65,
            461500,
            720,
            [0, 1, 16, 45, 46, 47, 48, 53, 64, 65],
            [100, 113, 314, 704, 717, 732, 747, 821, 985, 1000],
        ),
        (
            50,
            354000,
            720,
            [0, 1, 12, 34, 35, 36, 37, 42, 49, 50],
            [100, 117, 310, 695, 712, 731, 750, 846, 980, 1000],
        ),
        (
            50,
            362500,
            750,
            [0, 12, 35, 36, 37, 38, 42, 49, 50],
            [100, 315, 727, 745, 763, 781, 854, 981, 1000],
        ),
        (50, 360000, 720, [35, 36, 37], [702, 720, 740]),
        (20, 141000, 720, [13, 14, 15, 16], [671, 715, 762, 810]),
    ],
)
def test_scaled_score_vectors(n, cut_u, pass_mark, raws, scores):
    assert [scaled_score(raw, n, cut_u, pass_mark) for raw in raws] == scores


def test_a_raw_score_at_the_cut_passes_although_floats_would_not():
    cut_u = cut_units([5500] * 20 + [8000] * 30)
    assert cut_u == 350000
    assert scaled_score(35, 50, cut_u, 720) == 720
    assert sum([0.55] * 20 + [0.80] * 30) > 35  # the negative control


@pytest.mark.parametrize(
    ("ratings", "cut_u"),
    [
        ([7000, 8000, None, 6500, None], 35834),
        ([None] * 4, 28000),
        ([5000], None),
        ([], None),
        ([1, 1, 1], 10000),
        ([9999, 9999, 9999], 20000),
    ],
)
def test_cut_units_vectors(ratings, cut_u):
    assert cut_units(ratings, 7000) == cut_u


def test_error_of_measurement_vectors():
    assert sem_raw(46, 65) == pytest.approx(3.695436, abs=5e-7)
    assert scaled_sem(46, 65, 461500, 720) == pytest.approx(49.646166, abs=5e-7)
    assert scaled_sem(47, 65, 461500, 720) == pytest.approx(54.005982, abs=5e-7)


@pytest.mark.parametrize(
    ("weights", "total", "counts"),
    [
        ([28, 26, 22, 24], 65, [18, 17, 14, 16]),
        ([28, 26, 22, 24], 50, [14, 13, 11, 12]),
        ([28, 26, 22, 24], 15, [4, 4, 3, 4]),
        ([28, 26, 22, 24], 30, [8, 8, 7, 7]),
        ([28, 26, 22, 24], 20, [6, 5, 4, 5]),
        ([20, 24, 36, 20], 65, [13, 16, 23, 13]),
        ([20, 24, 36, 20], 50, [10, 12, 18, 10]),
        ([20, 24, 36, 20], 15, [3, 4, 5, 3]),
        ([20, 24, 36, 20], 30, [6, 7, 11, 6]),
        ([20, 24, 36, 20], 20, [4, 5, 7, 4]),
        ([1, 1, 1], 2, [1, 1, 0]),
    ],
)
def test_largest_remainder_vectors(weights, total, counts):
    assert largest_remainder(weights, total) == counts


def test_wilson_vector():
    assert wilson(11, 18) == pytest.approx((0.419770, 0.773414), abs=5e-7)


def test_wilson_of_nothing_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


@st.composite
def forms(draw):
    n = draw(st.integers(2, 200))
    cut_u = draw(st.integers(10_000, (n - 1) * 10_000))
    return n, cut_u, draw(st.integers(101, 999))


@given(forms())
def test_the_scale_has_its_ends_and_rises(form):
    n, cut_u, pass_mark = form
    scores = [scaled_score(raw, n, cut_u, pass_mark) for raw in range(n + 1)]
    assert (scores[0], scores[-1]) == (100, 1000)
    assert scores == sorted(scores)


@given(forms(), st.data())
def test_passing_is_reaching_the_cut_in_whole_items(form, data):
    n, cut_u, pass_mark = form
    raw = data.draw(st.integers(0, n))
    assert (scaled_score(raw, n, cut_u, pass_mark) >= pass_mark) == (raw >= -(-cut_u // 10_000))


@given(st.lists(st.integers(1, 100), min_size=1, max_size=9), st.integers(0, 200))
def test_largest_remainder_gives_everything_away_and_stays_near_the_share(weights, total):
    counts = largest_remainder(weights, total)
    assert sum(counts) == total
    assert all(abs(n - w * total / sum(weights)) < 1 for n, w in zip(counts, weights, strict=True))


def marks(right, wrong, rating_u=7000):
    return [Mark(1, rating_u, correct=True)] * right + [Mark(1, rating_u, correct=False)] * wrong


def test_score_brings_its_range_and_says_when_ratings_are_missing():
    known = score(marks(37, 13), pass_mark=720)
    assert (known.raw, known.scored, known.cut_u, known.passed) == (37, 50, 350000, True)
    assert known.low < known.scaled < known.high
    assert not known.is_provisional
    assert score(marks(37, 2) + marks(0, 11, None), pass_mark=720).is_provisional


def test_the_range_stays_on_the_scale():
    worst, best = score(marks(0, 50), pass_mark=720), score(marks(50, 0), pass_mark=720)
    assert (worst.low, best.high) == (100, 1000)


def test_one_item_has_no_score():
    with pytest.raises(ValueError, match="two scored items"):
        score(marks(1, 0), pass_mark=720)


@pytest.mark.parametrize(
    ("low", "high", "label"),
    [(0.7, 0.9, "meets"), (0.5, 0.69, "needs work"), (0.5, 0.9, "not enough evidence")],
)
def test_competency_needs_the_whole_interval_on_one_side(low, high, label):
    assert competency(low, high, 0.7) == label


def test_the_rest_score_is_the_mean_gap_on_the_other_items():
    found = rest_scores([True, False, True], [7000, 6000, 5000], [True] * 3)
    gaps = [0.3, -0.6, 0.5]
    assert found == pytest.approx([(sum(gaps) - gap) / 2 for gap in gaps])


def test_a_pilot_is_compared_with_all_that_counts_and_moves_nobody_else():
    found = rest_scores([True, False, True], [7000, 6000, None], [True, True, False])
    assert found == pytest.approx([-0.6, 0.3, (0.3 - 0.6) / 2])


def test_a_missing_rating_counts_as_the_mean_of_the_others():
    assert rest_scores([True, True], [None, 6000], [True] * 2) == pytest.approx([0.4, 0.4])


def test_a_lone_item_has_no_rest():
    assert rest_scores([True], [7000], [True]) == [None]
