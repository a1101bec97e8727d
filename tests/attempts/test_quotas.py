import pytest

from attempts.quotas import Balance, Quota

TASK = Quota("Task 3.2", [1, 0, 1, 0], low=2, high=3, penalty=3.0)
SCORE = Balance("The expected raw score", [0.5, 0.5, -0.9], -0.25, 0.25, 4.0, leeway=0.25)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([0, 1], "Task 3.2 has 1 of 2 items"),
        ([0, 2], None),
        ([0, 0, 2, 2], "Task 3.2 has 4 of 3 items"),
    ],
)
def test_a_shortage_is_said_in_words(chosen, words):
    assert TASK.shortage(chosen) == words


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([0], None),
        ([0, 1], "The expected raw score is 1.0 above the usual one"),
        ([2], "The expected raw score is 0.9 below the usual one"),
    ],
)
def test_a_balance_says_how_far_and_which_way(chosen, words):
    assert SCORE.shortage(chosen) == words


def test_a_lack_is_what_even_the_whole_bank_has_too_little_of():
    assert TASK.lack() is None
    assert Quota("Task 1.1", [0, 1], 2, 9, 3.0).lack() == "Task 1.1 has 1 of 2 items"
