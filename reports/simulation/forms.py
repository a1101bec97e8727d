"""Forms of banks that are nowhere written, by the real assembly; easy and hard ones. Pure."""

from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from attempts.drawing import Blueprint, Entry, Offer, draw
from reports.mastery import Floats, logit
from reports.simulation.chances import Form, expected_score
from reports.simulation.population import Draw, Ints, Questions

GAP = 0.15  # between the mean pi of an easy and of a hard bank: .79 and .64
_HALVINGS = 40

Tasks = Sequence[tuple[int, int]]  # for each task its primary key, and that of its domain


def drawn_forms(
    bank: Questions,
    tasks: Tasks,
    blueprint: Blueprint,
    rng: Random,
    *,
    count: int,
    only_scored: bool = False,
) -> list[Form]:
    """`count` forms of a bank whose questions all stand alone."""
    offer = Offer([[entry] for entry in entries_of(bank, tasks)])
    forms = []
    for _ in range(count):
        drawn = draw(blueprint, offer, rng)
        left_out = drawn.pilots if only_scored else set()
        places = [entry.version for unit in drawn.units for entry in unit]
        forms.append(Form.of(bank.at([each for each in places if each not in left_out])))
    return forms


def entries_of(bank: Questions, tasks: Tasks) -> list[Entry]:
    """Versions and questions are named by their places in the bank."""
    return [
        Entry(
            version=place,
            question=place,
            task=tasks[task][0],
            domain=tasks[task][1],
            type=bank.type[place],
            rating_u=int(bank.rating_u[place]),
            case_study=None,
        )
        for place, task in enumerate(bank.task)
    ]


def easy_and_hard(
    bank: Questions, chance: Draw, *, gap: float = GAP
) -> tuple[Questions, Questions]:
    """The bank in halves of every task whose mean pi is `gap` apart."""
    ease, noise = logit(bank.pi), chance.gumbel(size=len(bank))
    low, high = 0.0, 50.0
    for _ in range(_HALVINGS):
        tilt = (low + high) / 2
        is_easy = _upper_half(bank.task, tilt * ease + noise)
        found = bank.pi[is_easy].mean() - bank.pi[~is_easy].mean()
        low, high = (tilt, high) if found < gap else (low, tilt)
    return bank.at(np.flatnonzero(is_easy)), bank.at(np.flatnonzero(~is_easy))


def _upper_half(group: Ints, key: Floats) -> NDArray[np.bool_]:
    """Of every group, the half with the larger keys."""
    is_upper = np.zeros(len(key), dtype=bool)
    for each in np.unique(group):
        members = np.flatnonzero(group == each)
        is_upper[members[np.argsort(key[members])[len(members) // 2 :]]] = True
    return is_upper


def shift(
    easy: Sequence[Form], hard: Sequence[Form], abilities: Floats, *, pass_mark: int
) -> float:
    """Scaled points that the same candidates (N, T) get more on easy forms than on hard ones."""
    means = [
        np.mean([expected_score(abilities, form, pass_mark) for form in forms])
        for forms in (easy, hard)
    ]
    return float(means[0] - means[1])


def unrated(forms: Sequence[Form]) -> list[Form]:
    """The same forms without any rating: one cut for all."""
    return [Form(form.questions, [None] * len(form.questions)) for form in forms]
