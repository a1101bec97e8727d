import numpy as np
import pytest

from reports.answer_times import Times, at_share, times_of


def test_the_usual_time_is_the_median_and_makes_the_threshold():
    found = times_of([(2, 10), (40, 30), (60, 30)])
    assert (found.timed, found.median_s, found.p95_s) == (70, 50, 60)
    assert found.rapid_below_s == pytest.approx(7.5)
    assert found.rapid_share == pytest.approx(1 / 7)


def test_rapid_guesses_do_not_move_the_usual_time():
    assert times_of([(1, 500), (3, 500), (80, 60)]).median_s == 80


def test_below_fifty_answers_there_is_no_usual_time():
    found = times_of([(3, 1), (7, 1), (60, 48)])
    assert (found.timed, found.median_s, found.rapid_below_s) == (50, None, 8)
    assert found.rapid_share == pytest.approx(2 / 50)
    assert times_of([]) == Times()


@pytest.mark.parametrize("n", [1, 2, 5, 8, 101])
def test_shares_are_those_of_numpy(n):
    values = sorted(np.random.default_rng(n).integers(1, 50, n).tolist())
    histogram = [(value, values.count(value)) for value in sorted(set(values))]
    middle = (at_share(histogram, 0.5) + at_share(histogram, 0.5, above=True)) / 2
    assert middle == np.median(values)
    assert at_share(histogram, 0.95) == np.percentile(values, 95, method="inverted_cdf")
