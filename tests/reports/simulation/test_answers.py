import pytest

from questions.item_types import ITEM_TYPES
from reports.simulation.answers import ANSWERS, body, given

TYPES = list(ITEM_TYPES)


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("key", [0, 1])
def test_a_body_has_no_fault_and_just_one_right_answer(type, key):
    rules, made = ITEM_TYPES[type], body(type, key=key)
    assert rules.faults(made) == []
    right = [rules.is_correct(made, answer) for answer in ANSWERS[type]]
    assert right == [place == key for place in range(4)]
    assert all(rules.is_complete(made, answer) for answer in ANSWERS[type])


@pytest.mark.parametrize("type", TYPES)
def test_the_roll_picks_the_wrong_answer(type):
    rolls = [0.0, 0.49, 0.5, 0.79, 0.8, 0.99]
    picked = [ANSWERS[type].index(given(type, is_right=False, roll=roll)) for roll in rolls]
    assert picked == [1, 1, 2, 2, 3, 3]
    assert given(type, is_right=True, roll=0.9) == ANSWERS[type][0]
