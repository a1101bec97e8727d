"""One candidate's ability in every task of an exam, in logits above the pass level. Pure.

The model is a Rasch model with known difficulties:

    P(right) = logistic(logit(pi) + ability[task])

where `pi` is P(right | a candidate who only just deserves to pass), so that an ability of 0 is the
pass level in every task, domain and exam. Abilities of one candidate hang together: all share a
general part, tasks of one domain share another. What the candidate showed in one task therefore
says something about the others, and an estimate that rests on little evidence leans on the rest.

Shapes: T tasks, N answers. `task_domain` has T entries, the domain index of each task. A profile is
(m, V): the means (T) and the covariance (T, T) of the abilities.

Sources: Haberman 2008 and Sinharay 2010 (ETS) on why scores of parts must borrow strength from the
whole; Laplace approximation of the posterior (within .05 logit of 200,000 importance samples).
"""

from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Status = Literal["meets", "needs work", "not enough evidence"]

PRIOR_MEAN = -0.1
PRIOR_SIGMA = (1.0, 0.45, 0.25)  # standard deviation: all tasks, of a domain, of a task
WEEKLY_SIGMA = (0.20, 0.20, 0.08)  # how far each of the three may wander in a week
WEEKLY_GROWTH = 0.05
SURE = 0.80  # a label needs this probability of being right
ENOUGH = 8  # and this many answers
Z_90 = 1.645  # half the width of a 90 % interval, in standard deviations

_MOST_STEPS = 100
_TOLERANCE = 1e-9


def prior_cov(
    task_domain: ArrayLike,
    all_tasks: float = PRIOR_SIGMA[0],
    same_domain: float = PRIOR_SIGMA[1],
    same_task: float = PRIOR_SIGMA[2],
) -> Floats:
    """Covariance (T, T) of the abilities before anything was answered, in square logits."""
    domain = np.asarray(task_domain, dtype=np.intp)
    together = domain[:, None] == domain[None, :]
    own = np.eye(len(domain))
    return _floats(all_tasks**2 + same_domain**2 * together + same_task**2 * own)


def fit_profile(
    task: ArrayLike,
    x: ArrayLike,
    pi: ArrayLike,
    K: ArrayLike,  # noqa: N803 the name it has in the formula
    mu: ArrayLike,
    w: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """The profile (m, V) after N answers, from what was believed before: N(mu, K).

    `task` (N) is the task index of each answer, `x` (N) 1 if right and 0 if wrong, `pi` (N) is
    strictly between 0 and 1, `w` (N) the weight of each answer as evidence (1 when not given).
    `mu` is one number or T of them. Newton's method; mode and inverse Hessian stand for the two.
    """
    index, right, easiness = np.asarray(task, dtype=np.intp), _floats(x), logit(pi)
    weight = np.ones_like(right) if w is None else _floats(w)
    precision = np.linalg.inv(_floats(K))
    believed = np.full(len(precision), 0.0) + _floats(mu)
    m, hessian = believed.copy(), precision
    for _ in range(_MOST_STEPS):
        p = logistic(easiness + m[index])
        hessian = precision + np.diag(_per_task(index, weight * p * (1 - p), len(m)))
        slope = _per_task(index, weight * (right - p), len(m)) - precision @ (m - believed)
        step = np.clip(np.linalg.solve(hessian, slope), -2, 2)
        m += step
        if np.abs(step).max() < _TOLERANCE:
            break
    return m, _floats(np.linalg.inv(hessian))


def time_step(
    m: ArrayLike,
    V: ArrayLike,  # noqa: N803 the name it has in the formula
    weeks: float,
    task_domain: ArrayLike,
) -> tuple[Floats, Floats]:
    """The profile after `weeks` without evidence: a little higher, and much less certain.

    Growth stops after 4 weeks, uncertainty after 12.
    """
    passed = min(max(weeks, 0.0), 12.0)
    later = _floats(m) + WEEKLY_GROWTH * min(passed, 4.0)
    wander = passed * prior_cov(task_domain, *WEEKLY_SIGMA)
    return later, _floats(V) + wander


def combine(m: Floats, V: Floats, weight: ArrayLike) -> tuple[float, float]:  # noqa: N803
    """Mean and standard deviation (logits) of the weighted mean of abilities. `weight` (T)."""
    share = _floats(weight)
    share = share / share.sum()
    return float(share @ m), float(np.sqrt(share @ V @ share))


def task_weights(domain_weight: ArrayLike, task_domain: ArrayLike) -> Floats:
    """Each domain's weight spread evenly over its tasks (T); sums to 1."""
    domain = np.asarray(task_domain, dtype=np.intp)
    weight = _floats(domain_weight)[domain] / np.bincount(domain)[domain]
    return _floats(weight / weight.sum())


def share_right(pi: ArrayLike, ability: float, weight: ArrayLike | None = None) -> float:
    """Expected share (0 to 1) of a pool of questions answered right at this ability."""
    p = logistic(logit(pi) + ability)
    share = np.ones_like(p) if weight is None else _floats(weight)
    return float(share @ p / share.sum())


def shares(
    pi: ArrayLike, mean: float, sd: float, weight: ArrayLike | None = None
) -> tuple[float, float, float]:
    """`share_right` at the mean and at both ends of the 90 % interval: (mean, low, high)."""
    low, high = mean - Z_90 * sd, mean + Z_90 * sd
    return (
        share_right(pi, mean, weight),
        share_right(pi, low, weight),
        share_right(pi, high, weight),
    )


def probability_above(mean: float, sd: float) -> float:
    """P(ability is at or above the pass level)."""
    return NormalDist().cdf(mean / sd)


def status(mean: float, sd: float, n_items: float) -> Status:
    """What may be said of a domain or task from `n_items` weighted answers."""
    if n_items < ENOUGH:
        return "not enough evidence"
    above = probability_above(mean, sd)
    if above >= SURE:
        return "meets"
    return "needs work" if above <= 1 - SURE else "not enough evidence"


def logit(p: ArrayLike) -> Floats:
    share = _floats(p)
    return _floats(np.log(share / (1 - share)))


def logistic(value: Floats) -> Floats:
    return _floats(1 / (1 + np.exp(-value)))


def _per_task(index: NDArray[np.intp], value: Floats, tasks: int) -> Floats:
    """Sum of `value` (N) over the answers of each task (T)."""
    return _floats(np.bincount(index, weights=value, minlength=tasks))


def _floats(value: ArrayLike) -> Floats:
    return np.asarray(value, dtype=np.float64)
