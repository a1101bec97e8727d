"""That easy and hard forms differ as they should, and that useless ratings show."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from attempts.drawing import Blueprint
from reports.simulation.figures import Goal
from reports.simulation.forms import drawn_forms, easy_and_hard, shift, unrated
from reports.simulation.population import questions

TASKS = [(101, 11), (102, 11), (103, 12)]
WEIGHT = np.array([0.4, 0.3, 0.3])
WHOLE = Blueprint(total=65, bounds=())
AT_CUT = np.zeros((1, 3))
GOAL = Goal(most=65)


def bank(seed=1, size=1600):
    return questions(size, WEIGHT, np.random.default_rng(seed))


def useless(made):
    """The same ratings, on other questions."""
    mixed = np.random.default_rng(7).permutation(made.rating_u)
    return replace(made, rating_u=mixed)


def shift_of(rated):
    forms = ([], [])
    for seed in (1, 2):
        halves = easy_and_hard(rated(bank(seed)), np.random.default_rng(seed))
        for half, kept in zip(halves, forms, strict=True):
            kept += drawn_forms(half, TASKS, WHOLE, Random(seed), count=6)
    return shift(*forms, AT_CUT, pass_mark=720), forms


def test_the_halves_lie_as_far_apart_as_asked():
    easy, hard = easy_and_hard(bank(), np.random.default_rng(1))
    assert easy.pi.mean() - hard.pi.mean() == pytest.approx(0.15, abs=0.002)
    assert np.bincount(easy.task).tolist() == [320, 240, 240]


def test_ratings_of_a_panel_take_out_most_of_the_difference():
    found, forms = shift_of(lambda made: made)
    assert found > 30
    assert GOAL.holds(found)
    assert shift(*map(unrated, forms), AT_CUT, pass_mark=720) == pytest.approx(136, abs=12)


def test_useless_ratings_are_out_of_the_goal():
    found, _ = shift_of(useless)
    assert not GOAL.holds(found)
    assert found == pytest.approx(136, abs=15)


def test_forms_are_drawn_from_the_bank_and_differ():
    made = bank(size=200)
    one, other = drawn_forms(made, TASKS, WHOLE, Random(1), count=2)
    assert len(one.questions) == 65
    assert one.cut_u == sum(one.ratings) == one.questions.rating_u.sum()
    assert one.questions.pi.tolist() != other.questions.pi.tolist()
