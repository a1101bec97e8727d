import pytest

from attempts.models import Item
from reports.outcomes import OUTCOMES, outcome, questions
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"is_correct": True, "answer": {"selected": ["a"]}}, "right"),
        ({"is_correct": False, "answer": {"selected": ["a"]}}, "wrong"),
        ({"is_correct": False, "first_seen_at": NOON}, "skipped"),
        ({"is_correct": False}, "unreached"),
        ({"is_correct": None, "answer": {"selected": ["a"]}}, "void"),
        ({"is_correct": None}, "void"),
    ],
)
def test_skipped_is_told_from_not_reached(facts, state):
    assert outcome(Item(**facts)) == state
    assert OUTCOMES[state]


def test_one_question_is_not_questions():
    assert (questions(1), questions(2)) == ("1 question", "2 questions")
