"""That honest reports are found honest, and dishonest ones not."""

from dataclasses import replace

import numpy as np
import pytest

from reports import mastery
from reports.simulation.figures import CALIBRATED, COVERED, Goal
from reports.simulation.judging import (
    Told,
    Truth,
    accuracy,
    brier_above_floor,
    brier_floor,
    calibration_error,
    coverage,
    labelled,
    wrongly_below,
    wrongly_met,
)

N, SD = 4000, 0.08
MET = Goal(most=0.10)


def honest():
    """Truths scattered around what is told just as widely as told."""
    luck = np.random.default_rng(1)
    mean = luck.normal(0.7, 0.12, (N, 4))
    share, level = mean + luck.normal(0, SD, (N, 4)), np.full(4, 0.7)
    label = np.array([[mastery.status(gap, SD, 20) for gap in row] for row in mean - level])
    chance = luck.random(N)
    told = Told(mean - 1.645 * SD, mean + 1.645 * SD, label, chance)
    return told, Truth(chance > 0.5, share, level, chance)


def test_decisions_are_right_where_they_agree():
    passed, deserves = np.array([1, 1, 0, 0], bool), np.array([1, 0, 0, 0], bool)
    assert accuracy(passed, deserves) == 0.75


def test_honest_intervals_are_within_the_goal():
    assert COVERED.holds(coverage(*honest()))


def test_half_as_wide_intervals_are_out():
    told, truth = honest()
    middle, half = (told.low + told.high) / 2, (told.high - told.low) / 4
    assert not COVERED.holds(coverage(replace(told, low=middle - half, high=middle + half), truth))


def test_boundless_intervals_are_out():
    told, truth = honest()
    assert not COVERED.holds(coverage(replace(told, low=told.low - 1, high=told.high + 1), truth))


def test_honest_labels_are_within_the_goal():
    told, truth = honest()
    assert MET.holds(wrongly_met(told, truth))
    assert MET.holds(wrongly_below(told, truth))
    assert 0.3 < labelled(told) < 0.9


def test_labels_by_the_mean_alone_are_out():
    told, truth = honest()
    hasty = np.where(told.low + told.high >= 2 * truth.level, "meets", "needs work")
    careless = replace(told, label=hasty)
    assert not MET.holds(wrongly_met(careless, truth))
    assert not MET.holds(wrongly_below(careless, truth))
    assert labelled(careless) == 1


def test_where_nothing_is_said_nothing_is_wrong():
    told, truth = honest()
    silent = replace(told, label=np.full((N, 4), "not enough evidence"))
    assert (wrongly_met(silent, truth), labelled(silent)) == (0, 0)


def test_the_true_chance_has_no_error():
    told, truth = honest()
    assert (calibration_error(told, truth), brier_above_floor(told, truth)) == (0, 0)


@pytest.mark.parametrize("tell", [np.round, lambda p: np.clip(2 * p - 0.5, 0, 1)])
def test_an_overconfident_chance_is_out(tell):
    told, truth = honest()
    sure = replace(told, chance=tell(told.chance))
    assert not CALIBRATED.holds(calibration_error(sure, truth))
    assert brier_above_floor(sure, truth) > 0.02


def test_the_brier_score_is_the_floor_and_what_lies_above():
    told, truth = honest()
    told = replace(told, chance=told.chance**2)
    luck = np.random.default_rng(2)
    thrown = [np.square(told.chance - (luck.random(N) < truth.chance)).mean() for _ in range(200)]
    expected = brier_floor(truth) + brier_above_floor(told, truth)
    assert np.mean(thrown) == pytest.approx(expected, abs=0.002)
