from datetime import timedelta

import pytest

from attempts import rescoring
from attempts.errors import AnswerLate
from attempts.results import late_answers
from reports.habits import RIGHT_TO_WRONG, WRONG_TO_RIGHT, WRONG_TO_WRONG, habits
from tests import factories
from tests.conftest import NOON
from tests.factories import give, right_answer, wrong_answer

DAY = timedelta(days=1)


@pytest.fixture
def running(alice):
    return factories.attempt(
        of=alice, now=NOON, types=("multiple_choice",), scored=40, pilot=0, minutes=120
    )


def items_of(attempt):
    return list(attempt.items.select_related("version"))


def end(attempt):
    return factories.handed_in(attempt, now=NOON)


def found(attempt):
    return habits(attempt, list(attempt.items.all()))


def ways(attempt) -> dict[str, tuple]:
    return {change.label: change.positions for change in found(attempt).changes if change.positions}


def other_wrong_answer(item) -> dict:
    taken = {*wrong_answer(item)["selected"], *right_answer(item)["selected"]}
    return {"selected": [next(letter for letter in "ABCD" if letter not in taken)]}


def test_each_way_an_answer_can_go(running):
    first, second, third, fourth = items_of(running)[:4]
    for item, before, after in (
        (first, wrong_answer, right_answer),
        (second, right_answer, wrong_answer),
        (third, wrong_answer, other_wrong_answer),
        (fourth, right_answer, right_answer),
    ):
        give(item, before(item), now=NOON)
        give(item, after(item), now=NOON)
    end(running)
    assert ways(running) == {WRONG_TO_RIGHT: (1,), RIGHT_TO_WRONG: (2,), WRONG_TO_WRONG: (3,)}
    assert "3 questions: 1 became right and 1 became wrong" in found(running).change_reading


def test_what_came_back_to_the_first_answer_is_no_change(running):
    item = items_of(running)[0]
    for answer in (right_answer(item), wrong_answer(item), right_answer(item)):
        give(item, answer, now=NOON)
    end(running)
    assert ways(running) == {}
    assert "You changed no answer" in found(running).change_reading


def test_an_answer_taken_away_became_wrong(running):
    item = items_of(running)[0]
    give(item, right_answer(item), now=NOON)
    give(item, None, now=NOON)
    end(running)
    assert ways(running) == {RIGHT_TO_WRONG: (1,)}


def test_what_was_given_on_the_way_to_a_whole_answer_is_no_change(alice):
    attempt = factories.attempt(of=alice, now=NOON, types=("multiple_response",))
    item = items_of(attempt)[0]
    whole = right_answer(item)
    give(item, {"selected": whole["selected"][:1]}, now=NOON)
    give(item, whole, now=NOON)
    end(attempt)
    assert ways(attempt) == {}


def test_a_late_answer_changes_nothing(alice):
    attempt = factories.attempt(of=alice, now=NOON, types=("multiple_choice",))
    item = items_of(attempt)[0]
    give(item, wrong_answer(item), now=NOON)
    with pytest.raises(AnswerLate):
        give(item, right_answer(item), now=NOON + DAY)
    attempt.refresh_from_db()
    assert late_answers(attempt).questions == 1
    assert ways(attempt) == {}


def test_all_changes_take_two_queries(running, django_assert_num_queries):
    for item in items_of(running):
        give(item, wrong_answer(item), now=NOON)
        give(item, right_answer(item), now=NOON)
    end(running)
    items = list(running.items.all())
    with django_assert_num_queries(2):  # the answers, and the corrections of what they answered
        assert habits(running, items).changed == 40


def test_new_questions_and_known_ones_are_counted_apart(alice):
    exam = factories.exam(scored=12, pilot=0)  # and a bank of as many questions
    factories.finished(of=alice, exam=exam, right=3, now=NOON)
    again = factories.finished(of=alice, exam=exam, right=6, wrong=6, now=NOON)
    new, known = found(again).novelty
    assert (new.answers, known.answers, known.correct) == (0, 12, 6)
    assert known.bar is not None
    assert new.bar is None


def test_where_everything_was_new_it_is_said(alice):
    attempt = factories.finished(of=alice, right=3, now=NOON)
    assert found(attempt).novelty_reading == "You had met none of these questions before."


def test_a_question_never_reached_is_neither_right_nor_wrong(running):
    for item in items_of(running)[:5]:
        give(item, right_answer(item), now=NOON)
    end(running)
    assert [row.answers for row in found(running).novelty] == [5, 0]


def test_certainty_is_told_against_what_was_right(running):
    for item in items_of(running)[:12]:
        give(item, right_answer(item) if item.position <= 8 else wrong_answer(item), now=NOON)
    running.items.filter(position__in=(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).update(sure="sure")
    running.items.filter(position__in=(11, 12, 13)).update(sure="guess")
    end(running)
    sure, think, guess = found(running).certainty
    assert [(row.label, row.correct, row.answers) for row in (sure, think, guess)] == [
        ("Sure", 8, 10),
        ("Think so", 0, 0),
        ("Guess", 0, 2),  # 13 was left without an answer
    ]
    assert sure.likely == "54 to 93%"
    assert "8 of 10 right, likely range 54 to 93%" in sure.sentence
    assert (guess.likely, guess.bar) == ("", None)
    told = found(running).certainty_reading
    assert "12 questions. Of 10 you were sure of, 2 went wrong" in told


def test_who_never_said_how_sure_is_told_nothing(running):
    give(items_of(running)[0], None, now=NOON)
    end(running)
    assert found(running).certainty == ()


def judged_anew(attempt, item, key, by):
    """The key of this question becomes `key`, or with None it is void; the attempt takes that."""
    made = rescoring.decide(item.version, key, reason="It was wrong.", by=by, now=NOON + DAY)
    rescoring.rescore(attempt, made, now=NOON + DAY)


def test_a_change_is_told_by_the_key_as_corrected(running, carol):
    item = items_of(running)[0]
    give(item, right_answer(item), now=NOON)
    give(item, wrong_answer(item), now=NOON)
    end(running)
    assert ways(running) == {RIGHT_TO_WRONG: (1,)}
    item.refresh_from_db()
    judged_anew(running, item, item.answer, carol)
    assert ways(running) == {WRONG_TO_RIGHT: (1,)}


def test_a_void_question_says_nothing(running, carol):
    item = items_of(running)[0]
    give(item, right_answer(item), now=NOON)
    give(item, wrong_answer(item), now=NOON)
    running.items.filter(pk=item.pk).update(sure="sure")
    end(running)
    before = found(running)
    judged_anew(running, item, None, carol)
    after = found(running)
    assert (before.changed, after.changed) == (1, 0)
    assert (before.novelty[0].answers, after.novelty[0].answers) == (1, 0)
    assert (before.certainty[0].answers, after.certainty) == (1, ())
