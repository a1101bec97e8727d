from datetime import timedelta

import pytest

from reports.progress import Progress, Sat, progress
from tests import factories
from tests.conftest import NOON

WEEK = timedelta(weeks=1)


def sat(scaled, low, high):
    return Sat(None, "Mock exam", "Exam", NOON, scaled, low, high, scaled >= 720, 65, 0, [])


def change(*rows):
    return Progress("EX", "An exam", 720, rows, ()).change


def test_attempts_come_oldest_first(alice):
    exam = factories.exam()
    made = [
        factories.finished(of=alice, exam=exam, right=n, now=NOON + n * WEEK) for n in (1, 3, 5)
    ]
    found = progress(alice.pk, exam)
    assert [row.id for row in found.rows] == [attempt.pk for attempt in made]
    assert len(found.charts) == 2


def test_without_an_attempt_there_is_nothing_to_draw(alice):
    found = progress(alice.pk, factories.exam())
    assert (found.rows, found.charts) == ((), ())


def test_running_attempts_and_other_people_are_left_out(alice, bob):
    exam = factories.exam()
    factories.attempt(of=alice, exam=exam)
    factories.finished(of=bob, exam=exam, right=3, now=NOON)
    assert not progress(alice.pk, exam).rows


@pytest.mark.parametrize(
    ("before", "last", "words"),
    [
        ((700, 640, 760), (735, 675, 795), "Up 35 since the attempt before, within the margin"),
        ((700, 640, 760), (640, 580, 700), "Down 60 since the attempt before, within the margin"),
        ((600, 540, 660), (735, 675, 795), "Up 135 since the attempt before, more than the"),
        ((700, 640, 760), (700, 640, 760), "No change since the attempt before, within"),
    ],
)
def test_a_step_smaller_than_its_margin_is_called_luck(before, last, words):
    assert change(sat(*before), sat(*last)).startswith(words)


def test_one_attempt_has_no_direction():
    assert "One attempt so far" in change(sat(700, 640, 760))


def test_the_chart_is_told_in_one_sentence(alice):
    exam = factories.exam()
    attempt = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    sentence = progress(alice.pk, exam).sentence
    assert str(attempt.result.scaled) in sentence
    assert "1 of 1 reached it" in sentence


def test_an_exam_of_known_questions_is_marked_as_one(alice):
    exam = factories.exam()
    for week in range(2):
        factories.finished(of=alice, exam=exam, right=3, now=NOON + week * WEEK)
    found = progress(alice.pk, exam)
    assert [(row.asked, row.repeats, row.is_repeat) for row in found.rows] == [
        (8, 0, False),
        (8, 8, True),
    ]
    assert [point.is_repeat for point in found.charts[0].points] == [False, True]
    assert "A square marks an exam" in found.repeat_reading


def test_where_all_was_new_nothing_is_said_of_repeats(alice):
    exam = factories.exam()
    factories.finished(of=alice, exam=exam, right=3, now=NOON)
    assert progress(alice.pk, exam).repeat_reading == ""
