"""The truth: questions with their real parameters, and candidates with their real abilities. Pure.

    P(right) = guess + (1 - guess) * logistic(base + slope * ability)

An ability is in logits above a candidate who only just deserves to pass, so `pi`, the true cut
probability of a question, is P(right) at 0. Sizes are those under which the figures of
docs/scoring.md were worked out: a panel's rating correlates .71 with pi and is .12 off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attempts.scoring import UNIT, largest_remainder
from reports.mastery import PRIOR_SIGMA, Floats, logistic, logit, prior_cov

Draw = np.random.Generator
Ints = NDArray[np.intp]

TYPES = ("multiple_choice", "multiple_response", "ordering", "matching")
TYPE_SHARES = (0.77, 0.14, 0.05, 0.04)
GUESS = {"multiple_choice": 0.20, "multiple_response": 0.08, "ordering": 0.02, "matching": 0.02}
SLOPE_SD = 0.35  # of the logarithm
EASE_MEAN, EASE_SD = 0.94, 0.85  # logits of pi: .72 in the middle
RATING_SD, RATING_R = 0.79, 0.71
LEAST_ABOVE_GUESS, MOST_PI = 0.08, 0.97
LEAST_RATING_U, MOST_RATING_U = 500, 9700


@dataclass(frozen=True, slots=True)
class Questions:
    """I questions: the task of each (its index), its type, its truth, and what a panel says."""

    task: Ints
    type: tuple[str, ...]
    pi: Floats
    guess: Floats
    slope: Floats
    rating_u: Ints

    def __len__(self) -> int:
        return len(self.pi)

    def p_right(self, abilities: Floats) -> Floats:
        """P(right) of each question (..., I) at abilities (..., T)."""
        base = logit((self.pi - self.guess) / (1 - self.guess))
        reached = logistic(base + self.slope * abilities[..., self.task])
        right: Floats = self.guess + (1 - self.guess) * reached
        return right

    def at(self, places: Sequence[int] | Ints) -> "Questions":
        chosen = np.asarray(places, dtype=np.intp)
        return Questions(
            self.task[chosen],
            tuple(self.type[place] for place in chosen),
            self.pi[chosen],
            self.guess[chosen],
            self.slope[chosen],
            self.rating_u[chosen],
        )


def questions(size: int, task_weight: Floats, draw: Draw) -> Questions:
    """`size` questions in the exam's proportions, rated by a panel."""
    counts = largest_remainder([round(weight * UNIT) for weight in task_weight], size)
    kinds = tuple(str(each) for each in draw.choice(TYPES, size, p=TYPE_SHARES))
    guess = np.array([GUESS[kind] for kind in kinds])
    ease, noise = draw.normal(size=size), draw.normal(size=size)
    rated = RATING_R * ease + np.sqrt(1 - RATING_R**2) * noise
    pi = logistic(EASE_MEAN + EASE_SD * ease)
    rating_u = np.rint(UNIT * logistic(EASE_MEAN + RATING_SD * rated))
    return Questions(
        task=np.repeat(np.arange(len(counts)), counts),
        type=kinds,
        pi=np.clip(pi, guess + LEAST_ABOVE_GUESS, MOST_PI),
        guess=guess,
        slope=np.exp(draw.normal(0, SLOPE_SD, size)),
        rating_u=np.clip(rating_u, LEAST_RATING_U, MOST_RATING_U).astype(np.intp),
    )


def abilities(count: int, task_domain: Sequence[int], draw: Draw) -> Floats:
    """(count, T): N(0, 1) in general, and a part of .45 for each domain, of .25 for each task."""
    middle = np.zeros(len(task_domain))
    return draw.multivariate_normal(middle, prior_cov(task_domain, *PRIOR_SIGMA), count)


@dataclass(frozen=True, slots=True)
class Standings:
    """What N candidates truly are, for P parts of the exam (domains, or all of it).

    `share` (N, P) is the share of the part's questions answered right, `level` (P) that of a
    candidate who only just deserves to pass.
    """

    share: Floats
    level: Floats

    @property
    def deserves(self) -> NDArray[np.bool_]:
        """(N, P): at the pass level or above."""
        return self.share >= self.level


def standings(bank: Questions, of: Floats, task_weight: Floats, parts: Floats) -> Standings:
    """For abilities (N, T). `parts` (P, T) is 1 where a task belongs to a part, else 0."""
    weights = parts * task_weight
    weights = weights / weights.sum(axis=1, keepdims=True)
    by_task = _by_task(bank.p_right(of), bank.task, len(task_weight))
    just = _by_task(bank.p_right(np.zeros((1, len(task_weight)))), bank.task, len(task_weight))
    return Standings(by_task @ weights.T, (just @ weights.T)[0])


def _by_task(p: Floats, task: Ints, tasks: int) -> Floats:
    """Means (N, T) of P(right) over the questions of each task."""
    return np.stack([p[:, task == each].mean(axis=1) for each in range(tasks)], axis=1)
