import numpy as np
import pytest

from reports.simulation.figures import Figure, Goal, Table, of_rounds
from reports.simulation.judging import Round, Told, Truth


@pytest.mark.parametrize(
    ("goal", "value", "holds"),
    [
        (Goal(0.87, 0.94), 0.87, True),
        (Goal(0.87, 0.94), 0.94, True),
        (Goal(0.87, 0.94), 0.869, False),
        (Goal(0.87, 0.94), 0.941, False),
        (Goal(least=0.88), 0.5, False),
        (Goal(most=65), 66, False),
        (Goal(most=0), 0, True),
    ],
)
def test_a_goal_includes_its_ends(goal, value, holds):
    assert goal.holds(value) is holds


def test_each_line_says_its_goal_and_its_verdict():
    table = Table(
        "Title",
        (
            Figure("good", 0.9, Goal(0.87, 0.94)),
            Figure("bad", 66.4, Goal(most=65), digits=0),
            Figure("rare", None, Goal(least=0.99)),
            Figure("bare", -0.5, digits=2),
        ),
    )
    assert [line.split() for line in table.lines()] == [
        ["Title"],
        ["good", ".900", ".870", "to", ".940", "ok"],
        ["bad", "66", "<=", "65", "OUT"],
        ["rare", "too", "few", ">=", ".990", "-"],
        ["bare", "-.50"],
        [],
    ]
    assert [figure.is_out for figure in table.figures] == [False, True, False, False]


def round_of(told_chance=0.7, label="meets", share=0.8):
    return Round(
        passed=np.array([True, False]),
        passed_as_whole=np.array([True, True]),
        told=Told(
            np.full((2, 1), 0.5),
            np.full((2, 1), 0.9),
            np.full((2, 1), label),
            np.full(2, told_chance),
        ),
        truth=Truth(
            np.array([True, True]), np.full((2, 1), share), np.array([0.7]), np.full(2, 0.7)
        ),
    )


def figures(*rounds):
    return {figure.name: figure for table in of_rounds(rounds) for figure in table.figures}


def test_the_rounds_are_taken_together_for_decisions():
    found = figures(round_of(), round_of())
    assert found["accuracy, 65 items"].value == 1
    assert found["accuracy, 50 items"].value == 0.5


def test_the_goals_become_stricter_with_the_attempts():
    found = figures(*[round_of()] * 4)
    met = [found[f'after {n}: wrong "meets"'].goal for n in COUNTS]
    near = [found[f"after {n}: Brier above the floor"].goal for n in COUNTS]
    assert met == [Goal(most=0.10), None, None, Goal(most=0.06)]
    assert near == [Goal(most=0.035), None, Goal(most=0.02), Goal(most=0.02)]


COUNTS = ["1 attempt", "2 attempts", "3 attempts", "4 attempts"]


def test_what_is_wrong_is_out():
    wrong = figures(round_of(told_chance=0.9, share=0.6), *[round_of()] * 3)
    assert {name for name, figure in wrong.items() if figure.is_out} == {
        "after 1 attempt: 90 % interval holds the truth",
        *(f"after {n}: 90 % interval holds the truth" for n in COUNTS),
        'after 1 attempt: wrong "meets"',
        "after 1 attempt: ECE",
        "after 1 attempt: Brier above the floor",
    }
