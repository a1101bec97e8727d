from datetime import timedelta

from reports import weak_spots, weakness
from tests import factories
from tests.conftest import NOON

WEEK = timedelta(weeks=1)


def test_before_the_first_report_there_is_none(alice):
    exam = factories.exam()
    assert weak_spots.latest(alice, exam) is None
    factories.finished(of=alice, exam=exam, now=NOON)
    assert weak_spots.latest(alice, exam) is None


def test_the_newest_report_is_shown(alice):
    exam = factories.exam(spare=2)
    first = factories.finished(of=alice, exam=exam, right=3, now=NOON)
    second = factories.finished(of=alice, exam=exam, right=5, now=NOON + WEEK)
    weakness.write(second, now=NOON + WEEK)
    weakness.write(first, now=NOON + 2 * WEEK)
    assert weak_spots.latest(alice, exam).attempt_id == second.pk


def test_it_is_said_when_a_newer_attempt_is_still_worked_on(alice):
    exam = factories.exam(spare=2)
    weakness.write(factories.finished(of=alice, exam=exam, right=3, now=NOON), now=NOON)
    assert not weak_spots.latest(alice, exam).is_behind
    newer = factories.finished(of=alice, exam=exam, right=5, now=NOON + WEEK)
    assert weak_spots.latest(alice, exam).is_behind
    weakness.write(newer, now=NOON + WEEK)
    assert not weak_spots.latest(alice, exam).is_behind


def test_rows_keep_the_order_of_the_report(alice):
    exam = factories.exam(scored=40, pilot=0, minutes=120)
    attempt = factories.finished(of=alice, exam=exam, right=20, wrong=20, now=NOON)
    report = weakness.write(attempt, now=NOON)
    rows = weak_spots.latest(alice, exam).rows
    assert [row.number for row in rows] == [task["number"] for task in report.tasks]
    gains = [float(row.gain) for row in rows]
    assert gains == sorted(gains, reverse=True)
    assert all(gain >= 0 for gain in gains)


def test_too_few_answers_draw_no_bar(alice):
    exam = factories.exam(scored=8, pilot=0)
    weakness.write(factories.finished(of=alice, exam=exam, right=8, now=NOON), now=NOON)
    for row in weak_spots.latest(alice, exam).rows:
        assert row.bar is None
        assert row.level.words == "Not enough answers yet"


def test_what_was_said_of_passing_stands_there_too(alice):
    exam = factories.exam(scored=8, pilot=0)
    weakness.write(factories.finished(of=alice, exam=exam, right=8, now=NOON), now=NOON)
    assert "there are 8" in weak_spots.latest(alice, exam).outlook.detail
