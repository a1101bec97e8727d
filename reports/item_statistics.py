"""One question over many attempts: the arithmetic. Pure: numbers in, numbers out.

The model is that of `reports.mastery`: P(right) = logistic(logit(pi) + delta). `pi` is P(right | a
candidate who only just deserves to pass), `delta` a candidate's ability above that, in logits; `x`
is 1 for right and 0 for wrong. Sources: docs/scoring.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from reports.mastery import Floats, logistic, logit

RAPID_SHARE = 0.15  # of the median time; Wise & Ma 2012: far better than one limit for all
FEWEST_SECONDS, MOST_SECONDS = 4.0, 15.0
UNKNOWN_SECONDS = 8.0
PRIOR_SD = 0.6  # logits: how far a panel's rating is off
MH_SCALE = -2.35  # from a log odds ratio to the delta scale of ETS

_MOST_STEPS = 100
_TOLERANCE = 1e-12


def rapid_threshold(median_s: float | None) -> float:
    """Seconds below which an answer is a rapid guess.

    `median_s` is the median time of engaged answers to the question, in seconds; None while fewer
    than 50 are known. Recall .89 and precision .999 in simulation.
    """
    if median_s is None:
        return UNKNOWN_SECONDS
    return min(max(RAPID_SHARE * median_s, FEWEST_SECONDS), MOST_SECONDS)


# --- Ratings from answers


def update_rating(
    pi0: float, x: ArrayLike, delta: ArrayLike, sd: float = PRIOR_SD
) -> tuple[float, float]:
    """(pi, its standard deviation in logits) after N answers; `pi0` is the rating before them.

    The most probable value under logit(pi) ~ N(logit(pi0), sd squared).
    """
    index = np.zeros(len(np.atleast_1d(np.asarray(x))), dtype=np.intp)
    logits, variances = fit_logits(index, x, delta, logit([pi0]), [sd])
    return float(logistic(logits)[0]), sqrt(variances[0])


def fit_logits(
    item: ArrayLike, x: ArrayLike, delta: ArrayLike, before: ArrayLike, sd: ArrayLike
) -> tuple[Floats, Floats]:
    """Logits of pi and their variances (I) after N answers to I questions, all at once.

    `item` (N) is the place of each answer's question in `before` (I, logits) and `sd` (I). Newton's
    method on the log posterior, which has one maximum.
    """
    place, right, ability = (np.asarray(each) for each in (item, x, delta))
    prior, precision = np.array(before, dtype=float), 1 / np.asarray(sd, dtype=float) ** 2
    logits, information = prior.copy(), precision
    for _ in range(_MOST_STEPS):
        p = logistic(logits[place] + ability)
        information = precision + np.bincount(place, p * (1 - p), len(prior))
        slope = np.bincount(place, right - p, len(prior)) - precision * (logits - prior)
        step = np.clip(slope / information, -2, 2)
        logits += step
        if np.abs(step).max(initial=0.0) < _TOLERANCE:
            break
    return logits, 1 / information


def update_online(
    pi0: float, x: Iterable[float], delta: Iterable[float], sd: float = PRIOR_SD
) -> tuple[float, float]:
    """As `update_rating`, one answer after the other: nearly the same, and needs no history."""
    level, variance = float(logit(pi0)), sd**2
    for right, ability in zip(x, delta, strict=True):
        p = 1 / (1 + exp(-level - ability))
        variance = 1 / (1 / variance + p * (1 - p))
        level += variance * (right - p)
    return 1 / (1 + exp(-level)), sqrt(variance)


def anchor_shift(pi_new: ArrayLike, pi_ref: ArrayLike) -> float:
    """What to add to all logits so that the mean of `pi_new` becomes the mean of `pi_ref`.

    Both speak of the anchor: the questions that a panel rated. The panel says how hard the whole
    is, answers say which question is harder than which; without this the standard drifts.
    """
    levels, wanted = (
        logit(np.atleast_1d(np.asarray(pi_new))),
        float(np.asarray(pi_ref, dtype=float).mean()),
    )
    shift = 0.0
    for _ in range(_MOST_STEPS):
        p = logistic(levels + shift)
        step = float(np.clip((wanted - p.mean()) / (p * (1 - p)).mean(), -1, 1))
        shift += step
        if abs(step) < _TOLERANCE:
            break
    return shift


def misfit(observed: ArrayLike, expected: ArrayLike, variance: ArrayLike) -> Floats:
    """Right answers more (or fewer) than expected, in standard errors; 0 where there are none.

    Each argument is a sum over a question's answers: of x, of P, of P(1 - P).
    """
    gap = np.asarray(observed, dtype=float) - np.asarray(expected, dtype=float)
    spread = np.sqrt(np.asarray(variance, dtype=float))
    standard: Floats = np.divide(gap, spread, out=np.zeros_like(gap), where=spread > 0)
    return standard


# --- Does a question tell strong candidates from weak ones


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over N answers: of x, of the score r on the rest of the form, of r squared, of x r."""

    n: int = 0
    x: float = 0.0
    r: float = 0.0
    rr: float = 0.0
    xr: float = 0.0

    @classmethod
    def of(cls, x: ArrayLike, r: ArrayLike) -> "Moments":
        right, rest = np.asarray(x, dtype=float), np.asarray(r, dtype=float)
        return cls(len(right), right.sum(), rest.sum(), rest @ rest, right @ rest)


def point_biserial(moments: Moments) -> tuple[float, float] | None:
    """(r_pb, its standard error): right or wrong against the rest of the form.

    None where there is nothing to tell: fewer than 4 answers, or all alike.
    """
    n = moments.n
    if n < 4:
        return None
    p, mean = moments.x / n, moments.r / n
    spread = p * (1 - p) * (moments.rr / n - mean**2)
    if spread <= 0:
        return None
    r = min(max((moments.xr / n - p * mean) / sqrt(spread), -1.0), 1.0)
    return r, (1 - r**2) / sqrt(n - 3)


# --- Does a form measure anything


def kr20(rows: ArrayLike) -> float:
    """Reliability (at most 1) of a fixed form. `rows`: candidates x questions, right 1, wrong 0."""
    x = np.asarray(rows, dtype=float)
    k, p = x.shape[1], x.mean(axis=0)
    return float(k / (k - 1) * (1 - (p * (1 - p)).sum() / x.sum(axis=1).var()))


def random_form_reliability(sem: ArrayLike, adjusted: ArrayLike) -> float:
    """The counterpart of KR-20 where everybody gets another form.

    `sem` (N) is the standard error of each candidate's score, `adjusted` (N) that score above the
    cut of the form; same unit. In simulation .858 where KR-20 of one form is .865.
    """
    error = np.square(np.asarray(sem, dtype=float)).mean()
    return float(1 - error / np.asarray(adjusted, dtype=float).var())


# --- Does a question treat two groups alike


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """`alpha`: odds of the first group over those of the second; `delta` the same on ETS's scale.

    `chi_square` has one degree of freedom.
    """

    alpha: float
    delta: float
    chi_square: float


Stratum = tuple[float, float, float, float]


def mantel_haenszel(strata: Iterable[Stratum]) -> MantelHaenszel:
    """Compares two groups among candidates of like ability.

    A stratum is (first group right, wrong, second group right, wrong). Raises ValueError where the
    second group never answers rightly when the first answers wrongly: there is no ratio.
    """
    a, b, c, d = np.array([s for s in strata if sum(s) > 1], dtype=float).reshape(-1, 4).T
    n = a + b + c + d
    for_second = float((b * c / n).sum())
    if for_second == 0:
        raise ValueError("These answers have no odds ratio: one product is zero in every stratum.")
    alpha = float((a * d / n).sum()) / for_second
    expected = (a + b) * (a + c) / n
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
    gap = max(abs(float((a - expected).sum())) - 0.5, 0.0)
    return MantelHaenszel(alpha, MH_SCALE * log(alpha), gap**2 / float(variance.sum()))
