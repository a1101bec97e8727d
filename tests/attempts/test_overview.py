from datetime import timedelta

from attempts import answering, overview, presentation
from tests import factories
from tests.conftest import NOON


def test_the_navigator_counts_and_says_the_state_of_each_item(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    first = attempt.items.select_related("version").first()
    factories.give(first, factories.right_answer(first), now=NOON)
    answering.mark(attempt, 2, flagged=True, now=NOON)
    cells = overview.navigator(presentation.items_of(attempt), current=2)
    assert (cells.answered, cells.unanswered, cells.flagged) == (1, 7, 1)
    assert [cell.label for cell in cells.cells[:3]] == [
        "Question 1, answered",
        "Question 2, seen, no answer, flagged",
        "Question 3, not seen",
    ]
    assert [cell.is_current for cell in cells.cells[:3]] == [False, True, False]


def test_the_view_counts_time_and_pace(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    view = overview.attempt_view(
        attempt, answered=2, total=8, now=NOON + timedelta(minutes=15, seconds=1)
    )
    assert (view.clock, view.minutes_left) == ("0:44:59", 44)
    assert (view.pace_answered, view.pace_used) == (25.0, 25.0)
    assert view.seconds_per_question_left == (44 * 60 + 59) // 6


def test_after_the_deadline_the_clock_stands_at_zero(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    view = overview.attempt_view(attempt, total=8, now=NOON + timedelta(hours=2))
    assert (view.clock, view.pace_used) == ("0:00:00", 100)


def test_review_rows_say_the_answer_in_letters(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    answers = {
        "multiple_choice": ({"selected": ["B"]}, "B"),
        "multiple_response": ({"selected": ["C"]}, "C (1 of 2)"),
        "ordering": ({"order": ["C", "A", "B"]}, "C, A, B"),
        "matching": ({"pairs": {"1": "B", "3": "A"}}, "1 B, 3 A (2 of 3)"),
    }
    wanted = {}
    for item in attempt.items.select_related("version"):
        if item.version.type in answers:
            wire, words = answers.pop(item.version.type)
            factories.give(item, wire, now=NOON)
            wanted[item.position] = words
    rows = overview.review_rows(presentation.items_of(attempt))
    assert {row.position: row.answer_text for row in rows if row.position in wanted} == wanted
    assert {row.answer_text for row in rows if row.position not in wanted} == {"No answer"}
    incomplete = [row for row in rows if overview.SHOWN["incomplete"](row)]
    assert len(incomplete) == 6
