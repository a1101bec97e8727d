"""Wrong keys are found at the 50th answer; with the usual rule alone there are too many alarms."""

from datetime import timedelta

import pytest

from questions.models import QuestionVersion
from reports.item_flags import Flag
from reports.simulation import nights
from reports.simulation.nights import is_doubted, miskeyed
from reports.simulation.running import BEGIN, Plan, Simulation
from reports.tallies import Tally

LATER = BEGIN + timedelta(days=30)
FOUND, ALARMS = "wrong keys found, whichever it is", "false alarms"
DOUBT = Flag(nights.RULE, 3, "", "")


def usual_rule(evidence):
    """What most programs do: any r_pb below .10 is suspicious."""
    return [DOUBT] if evidence.rpb is not None and evidence.rpb < 0.10 else []


def out_of_goal(simulation, monkeypatch, rule):
    """The figures that this rule would miss, on the same answers."""
    monkeypatch.setattr(nights, "flags_of", rule)
    simulation.nights.alarms.clear()
    simulation.nights.found.clear()
    simulation.nights.pass_by(as_of=LATER)
    return {figure.name for figure in simulation.key_figures() if figure.is_out}


def test_wrong_keys_are_found_and_right_ones_are_not_doubted(db, monkeypatch):
    plan = Plan(candidates=120, attempts=1, seed=3, bank=130, witnesses=0, forms=1)
    simulation = Simulation(plan, lambda words: None)
    simulation.round(1)
    judged, *figures = simulation.key_figures()
    assert judged.value > 100
    assert [figure.name for figure in figures if figure.is_out] == []
    assert out_of_goal(simulation, monkeypatch, lambda evidence: []) == {FOUND}
    assert out_of_goal(simulation, monkeypatch, lambda evidence: [DOUBT]) == {ALARMS}
    assert ALARMS in out_of_goal(simulation, monkeypatch, usual_rule)


@pytest.mark.parametrize(
    ("type", "given", "is_right"),
    [
        ("multiple_choice", {"selected": ["a"]}, False),
        ("multiple_choice", {"selected": ["b"]}, True),
        ("ordering", {"order": ["a", "b", "c"]}, False),
        ("ordering", {"order": ["b", "a", "c"]}, True),
    ],
)
def test_a_wrong_key_marks_the_same_answers_anew(type, given, is_right):
    tally = Tally(1, 4, given, not is_right, 7, 0.1, 0.2)
    wrong, (marked,) = miskeyed(QuestionVersion(type=type), [tally], key=1)
    assert marked == tally._replace(is_correct=is_right)
    assert wrong.body == nights.answers.body(type, key=1)


def test_nothing_is_doubted_before_the_50th_answer(db):
    """However bad it looks."""
    version = QuestionVersion(
        pk=1, type="multiple_choice", body=nights.answers.body("multiple_choice")
    )
    wrong = {"selected": ["b"]}
    told = [Tally(1, fifth, wrong, is_correct=False, n=10, r=1.0, rr=0.1) for fifth in range(5)]
    assert is_doubted(version, told)
    assert not is_doubted(version, [*told[:4], told[4]._replace(n=9)])
