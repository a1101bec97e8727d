"""The probability of passing the real exam today, and what may be said of it. Pure.

A candidate's profile (see `reports.mastery`) is laid over the exam's blueprint: so many scored
items of each task, each as easy as the task's pool. How many of them will be right is uncertain
for two reasons, which are kept apart: what we do not know about the candidate and about the real
pass standard (`v_know`), and the luck of one exam (`v_exam`). The first makes the band.

Within .053 of a Monte Carlo integration with 4,000 draws, worst single case. On simulated
candidates the expected calibration error is .01 to .03.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from reports.mastery import logistic, logit

Chance = tuple[float, float, float]  # P(pass) and its 80 % band: (p, low, high), 0 to 1
Kind = Literal["nothing", "words", "number"]

SHIFT_SD = 0.20  # logits: doubt that our pass standard is the real exam's
Z_80 = 1.2816  # half the width of an 80 % band, in standard deviations
SCORED, FORM = 50, 65  # items of the real exam that count, and of our form

LEAST_ANSWERS = 50  # below that nothing is said
NUMBER_ANSWERS, NUMBER_ATTEMPTS = 110, 2  # below that there are words and a range, no number
LIKELY, UNLIKELY = 0.90, 0.10
STEP = 5  # percent: nothing finer is said, and nothing below 5 % or above 95 %

INTERCEPT_SD = 0.5  # logits: how far we think the two standards may be apart
CALIBRATED_FROM = 100  # real results
METHOD = {"shift_sd": SHIFT_SD, "intercept_sd": INTERCEPT_SD}

_SURELY = 1e-9  # a probability is kept this far from 0 and 1 where its logit is needed
_TOLERANCE, _MOST_STEPS = 1e-10, 50


@dataclass(frozen=True, slots=True)
class Basis:
    """What a statement rests on: engaged first-sight answers, and in how many attempts.

    `missing` names the domains of the exam in which there is no such answer.
    """

    answers: int
    attempts: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: nothing, words and a range, or a number with its band. Whole percent.

    `percent` is None unless there is a number, `low` and `high` are None when nothing is said.
    """

    kind: Kind
    lead: str
    detail: str
    percent: int | None = None
    low: int | None = None
    high: int | None = None


def pass_probability(
    m: ArrayLike,
    V: ArrayLike,  # noqa: N803 the name it has in the formula
    n_items: ArrayLike,
    pi_bar: ArrayLike,
) -> Chance:
    """P(pass) with its 80 % band, for the profile (m, V): T means and a covariance, in logits.

    `n_items` (T) are the scored items of each task, whole or not; `pi_bar` is their P(right | a
    candidate who only just passes), one number or T of them. No continuity correction: averaged
    over fractional cuts, rounding the cut up already gives it.
    """
    count, easiness = np.asarray(n_items, dtype=np.float64), logit(pi_bar)
    p = logistic(easiness + np.asarray(m, dtype=np.float64))
    margin = float((count * (p - logistic(easiness))).sum())
    slope = count * p * (1 - p)
    v_exam = float(slope.sum())
    v_know = float(slope @ np.asarray(V, dtype=np.float64) @ slope) + (SHIFT_SD * v_exam) ** 2
    middle, reach = margin / sqrt(v_know + v_exam), Z_80 * sqrt(v_know)
    phi = NormalDist().cdf
    return phi(middle), phi((margin - reach) / sqrt(v_exam)), phi((margin + reach) / sqrt(v_exam))


def chance_from_scores(
    mean_scaled: float, sem: float, attempts: int, pass_mark: int = 720
) -> float:
    """P(pass) where there is no profile: from the mean of the scaled scores of `attempts` forms.

    `sem` is the standard error of one form's scaled score; the real exam has fewer scored items
    than a form, hence a larger one.
    """
    spread = sem * sqrt(1 / attempts + FORM / SCORED)
    return NormalDist().cdf((mean_scaled - pass_mark) / spread)


def kind_of(basis: Basis) -> Kind:
    """How much the evidence allows to say."""
    if basis.answers < LEAST_ANSWERS or basis.missing:
        return "nothing"
    is_enough = basis.answers >= NUMBER_ANSWERS and basis.attempts >= NUMBER_ATTEMPTS
    return "number" if is_enough else "words"


def say(chance: Chance, basis: Basis) -> Said:
    """The statement, never finer than the evidence: see `kind_of`.

    The band is one of quantiles and p a mean: where nearly all is doubt, p may lie outside it.
    """
    p, low, high = (percent(each) for each in chance)
    low, high = min(low, p), max(high, p)
    match kind_of(basis):
        case "nothing":
            return Said("nothing", "Too early to say whether you would pass.", _what_lacks(basis))
        case "words":
            detail = f"The likely range of the chance is {_range(low, high)}. {_CONDITION}"
            return Said("words", _in_words(chance[0]), detail, None, low, high)
        case "number":
            lead = f"Your chance to pass is about {p}%, likely range {_range(low, high)}."
            return Said("number", lead, _CONDITION, p, low, high)


_CONDITION = "That is if the exam were today and as strict as ours."


def percent(p: float) -> int:
    """Rounded to 5 % and kept between 5 and 95: nobody's chance is known better than that."""
    return min(max(STEP * int(p * 100 / STEP + 0.5), STEP), 100 - STEP)


def shifted(chance: Chance, intercept: float) -> Chance:
    """The same chance against the real exam, which is `intercept` logits more lenient than ours."""
    p, low, high = (_logistic(_logit(each) + intercept) for each in chance)
    return p, low, high


def fit_intercept(p: Sequence[float], passed: Sequence[bool]) -> float:
    """The intercept a (logits) of P' = logistic(logit P + a) that real results speak for.

    `p` are the probabilities we gave, `passed` what came of them. The most probable a under
    a ~ N(0, 0.5^2), by Newton: 0 without results. In simulation 100 results bring a standard that
    is 0.3 logit off from a calibration error of .11 to .04.
    """
    given = [_logit(each) for each in p]
    a = 0.0
    for _ in range(_MOST_STEPS):
        expected = [_logistic(each + a) for each in given]
        slope = sum(passed) - sum(expected) - a / INTERCEPT_SD**2
        step = slope / (sum(each * (1 - each) for each in expected) + 1 / INTERCEPT_SD**2)
        a += step
        if abs(step) < _TOLERANCE:
            break
    return a


def _range(low: int, high: int) -> str:
    if low == high == STEP:
        return f"{STEP}% or less"
    return f"{low}% or more" if low == high == 100 - STEP else f"{low} to {high}%"


def _in_words(p: float) -> str:
    if p >= LIKELY:
        return "You are likely to pass today."
    return "You are unlikely to pass today." if p <= UNLIKELY else "It is too early to tell."


def _what_lacks(basis: Basis) -> str:
    if basis.answers < LEAST_ANSWERS:
        return (
            f"That takes {LEAST_ANSWERS} answers, given with care, to questions new to you; "
            f"there {'is' if basis.answers == 1 else 'are'} {basis.answers}."
        )
    return f"No question new to you has been answered yet in: {'; '.join(basis.missing)}."


def _logit(p: float) -> float:
    kept = min(max(p, _SURELY), 1 - _SURELY)
    return log(kept / (1 - kept))


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))
