from datetime import timedelta

import pytest

from attempts import lifecycle
from attempts.errors import AnswerLate
from attempts.models import Attempt
from reports import presentation, weakness
from tests import factories
from tests.conftest import NOON


@pytest.fixture
def attempt(alice):
    return factories.finished(of=alice, right=8, wrong=2, now=NOON, scored=12, pilot=4)


def page(attempt):
    attempt = Attempt.objects.select_related("exam").get(pk=attempt.pk)
    return presentation.score_page(attempt, attempt.result)


def facts(attempt) -> dict[str, str]:
    return {fact.label: f"{fact.value} {fact.of}".strip() for fact in page(attempt).facts}


def test_facts_say_what_was_counted(attempt):
    assert facts(attempt) == {
        "Scored questions correct": f"{attempt.result.raw} of 12",
        "Pilot questions, not counted": "4",
        "Time used": "0:01 of 1:00",
        "Answers changed, wrong to right": "0 of 0",
        "Skipped, and not reached": "0 and 6 of 16",
    }


def test_the_score_is_there_before_the_standing(attempt):
    assert page(attempt).standing is None
    assert page(attempt).scaled == attempt.result.scaled
    weakness.write(attempt, now=NOON)
    assert page(attempt).standing is not None


def test_the_ruler_is_told_in_one_sentence(attempt):
    sentence = page(attempt).gauge_sentence
    for number in (attempt.result.scaled, attempt.result.low, attempt.result.high, 720):
        assert str(number) in sentence


def test_a_short_form_is_said_to_be_one(attempt):
    assert any("Only 12 questions count" in note for note in page(attempt).notes)


def test_shortages_are_said(attempt):
    Attempt.objects.filter(pk=attempt.pk).update(shortages=["Domain 1: 4 of 6"])
    assert any("Domain 1: 4 of 6" in note for note in page(attempt).notes)


def test_time_that_ran_out_is_said(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    lifecycle.settle(attempt, now=NOON + timedelta(hours=2))
    assert any("Time ran out" in note for note in page(attempt).notes)
    assert facts(attempt)["Time used"] == "1:00 of 1:00"


def test_late_answers_are_told_with_what_they_would_have_made(alice):
    attempt = factories.attempt(of=alice, now=NOON, types=("multiple_choice",))
    item = attempt.items.select_related("version").filter(is_scored=True).first()
    with pytest.raises(AnswerLate):
        factories.give(item, factories.right_answer(item), now=NOON + timedelta(hours=2))
    attempt.refresh_from_db()
    notes = page(attempt).notes
    assert "1 answer arrived after time: with it your score would be" in " ".join(notes)


def test_time_per_question_is_shown_only_where_it_was_measured(attempt):
    assert page(attempt).time_use is None
    attempt.items.filter(position__lte=8).update(seconds=60)
    attempt.items.filter(position__in=(9, 10)).update(seconds=90)
    use = page(attempt).time_use
    assert use.sentence == (
        "Wrong answers took 1:30 on average. Correct answers took 1:00 on average."
    )
    assert len(use.rows) == 16


def test_the_pace_is_told_for_each_third_and_what_took_too_long(attempt):
    attempt.items.filter(position__lte=5).update(seconds=60)
    attempt.items.filter(position__range=(6, 11)).update(seconds=90)
    attempt.items.filter(position__gte=12).update(seconds=200)
    said = page(attempt).time_use.sentence
    assert "In the first third a question took 1:00, in the second 1:30, then 3:20." in said
    assert "5 questions took more than 3 minutes" in said


def test_answers_changed_are_a_fact(alice):
    attempt = factories.attempt(of=alice, now=NOON, types=("multiple_choice",))
    first, second = attempt.items.select_related("version")[:2]
    for item, before, after in (
        (first, factories.wrong_answer, factories.right_answer),
        (second, factories.right_answer, factories.wrong_answer),
    ):
        factories.give(item, before(item), now=NOON)
        factories.give(item, after(item), now=NOON)
    factories.handed_in(attempt, now=NOON)
    assert facts(attempt)["Answers changed, wrong to right"] == "1 of 2"


def test_progress_ends_with_this_attempt(alice):
    exam = factories.exam()
    first = factories.finished(of=alice, exam=exam, right=3, now=NOON)
    factories.finished(of=alice, exam=exam, right=6, now=NOON + timedelta(days=7))
    assert [row.id for row in page(first).progress.rows] == [first.pk]


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0:00"), (59, "0:59"), (60, "1:00"), (118, "1:58")]
)
def test_time_is_in_hours_and_minutes(minutes, words):
    assert presentation.hours(timedelta(minutes=minutes)) == words
