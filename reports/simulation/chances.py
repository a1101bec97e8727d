"""What luck makes of an ability on a given form, worked out and not thrown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from attempts.scoring import UNIT, cut_units, scaled_score
from reports.mastery import Floats
from reports.simulation.population import Questions


@dataclass(frozen=True, slots=True)
class Form:
    """The questions that count, and the ratings they are scored by; None is unrated."""

    questions: Questions
    ratings: Sequence[int | None]

    @classmethod
    def of(cls, questions: Questions) -> "Form":
        return cls(questions, [int(each) for each in questions.rating_u])

    @property
    def cut_u(self) -> int:
        cut = cut_units(self.ratings)
        if cut is None:
            raise ValueError("A form has at least two questions.")
        return cut


def raw_scores(p: Floats) -> Floats:
    """P(raw = 0 ... n) for P(right) of n questions: (N, n) -> (N, n + 1)."""
    count, n = p.shape
    found = np.zeros((count, n + 1))
    found[:, 0] = 1.0
    for place in range(n):
        right = p[:, [place]]
        found[:, 1:] = found[:, 1:] * (1 - right) + found[:, :-1] * right
        found[:, 0] *= 1 - right[:, 0]
    return found


def pass_chance(abilities: Floats, forms: Sequence[Form]) -> Floats:
    """P(pass) (N) on one of these forms, whichever it may be, at abilities (N, T)."""
    found = np.zeros(len(abilities))
    for form in forms:
        raw = raw_scores(form.questions.p_right(abilities))
        found += raw[:, -(-form.cut_u // UNIT) :].sum(axis=1)
    return found / len(forms)


def expected_score(abilities: Floats, form: Form, pass_mark: int) -> Floats:
    """The mean scaled score (N) on this form at abilities (N, T)."""
    n = len(form.questions)
    scale = [scaled_score(raw, n, form.cut_u, pass_mark) for raw in range(n + 1)]
    mean: Floats = raw_scores(form.questions.p_right(abilities)) @ np.array(scale, dtype=float)
    return mean
