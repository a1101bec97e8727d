"""What was told against what is true: arithmetic. Pure: arrays in, figures out.

N candidates, D domains. Where luck can be worked out it is not thrown: truths are probabilities and
expected shares, so that figures rest on as little chance as can be.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.mastery import Floats

Bools = NDArray[np.bool_]
BINS = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What N candidates are told: of D domains the 90 % interval (shares of 1) and the label, and
    the probability of passing; (N, D) and (N)."""

    low: Floats
    high: Floats
    label: NDArray[np.str_]
    chance: Floats


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of them: whether they deserve to pass (N), of each domain the share they get
    right (N, D) and the pass level (D), and the probability of passing (N)."""

    deserves: Bools
    share: Floats
    level: Floats
    chance: Floats


@dataclass(frozen=True, slots=True)
class Round:
    """One attempt of everybody: who passed on the items that count, and on all (N)."""

    passed: Bools
    passed_as_whole: Bools
    told: Told
    truth: Truth


def accuracy(passed: Bools, deserves: Bools) -> float:
    """The share of decisions that are right."""
    return float((passed == deserves).mean())


def coverage(told: Told, truth: Truth) -> float:
    """The share of intervals that hold the truth."""
    return float(((told.low <= truth.share) & (truth.share <= told.high)).mean())


def wrongly_met(told: Told, truth: Truth) -> float:
    """Of all that is said to meet the pass level, the share that does not; 0 if nothing is."""
    return _share(truth.share < truth.level, among=told.label == "meets")


def wrongly_below(told: Told, truth: Truth) -> float:
    """Of all that is said to need work, the share that meets the pass level; 0 if nothing is."""
    return _share(truth.share >= truth.level, among=told.label == "needs work")


def labelled(told: Told) -> float:
    """The share of domains of which something is said."""
    return float((told.label != "not enough evidence").mean())


def calibration_error(told: Told, truth: Truth) -> float:
    """ECE: how far what is told lies from the truth, on average over ten bins of what is told."""
    bins = np.minimum((told.chance * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, told.chance - truth.chance, BINS)
    return float(np.abs(gaps).sum() / len(told.chance))


def brier_above_floor(told: Told, truth: Truth) -> float:
    """Expected Brier score beyond that of somebody who knows every true probability."""
    return float(np.square(told.chance - truth.chance).mean())


def brier_floor(truth: Truth) -> float:
    return float((truth.chance * (1 - truth.chance)).mean())


def _share(found: Bools, *, among: Bools) -> float:
    return float(found[among].mean()) if among.any() else 0.0
