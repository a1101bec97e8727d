from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from attempts import lifecycle
from attempts.errors import (
    AttemptClosed,
    AttemptPaused,
    ExtraTimeNeedsPractice,
    NoMockExam,
    NotEnoughQuestions,
    NotPractice,
)
from attempts.models import Attempt, Item, Result
from attempts.states import FINISHED, TRANSITIONS, AttemptState
from questions.models import Exam
from tests import factories
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)


def test_start_draws_the_questions(alice):
    assert factories.attempt(of=alice).items.count() == 8


def test_start_freezes_ratings_layouts_and_the_pass_mark(alice):
    attempt = factories.attempt(of=alice, pass_mark=700)
    item = attempt.items.select_related("version").first()
    assert (attempt.pass_mark, item.rating_u) == (700, 7000)
    assert len(item.layout["options"]) == len(item.version.body["options"])


def test_start_twice_resumes(alice):
    exam = factories.exam()
    first = factories.attempt(of=alice, exam=exam, now=NOON)
    again, created = lifecycle.start(exam, alice, mode="practice", now=NOON + MINUTE)
    assert (again.pk, again.deadline, again.mode, created) == (first.pk, first.deadline, "exam", 0)


def test_start_after_time_ran_out_begins_anew(alice):
    exam = factories.exam(minutes=10)
    first = factories.attempt(of=alice, exam=exam, now=NOON)
    second = factories.attempt(of=alice, exam=exam, now=NOON + 11 * MINUTE)
    first.refresh_from_db()
    assert (first.state, second.is_open, second.number) == (AttemptState.EXPIRED, True, 2)


@pytest.mark.parametrize(
    ("extra_time", "minutes"),
    [("none", 60), ("plus_30_min", 90), ("times_1_25", 75), ("times_1_5", 90), ("times_2", 120)],
)
def test_extra_time_moves_the_deadline(alice, extra_time, minutes):
    attempt = factories.attempt(of=alice, mode="practice", extra_time=extra_time, now=NOON)
    assert attempt.deadline == NOON + minutes * MINUTE


def test_extra_time_is_not_chosen_in_an_exam(alice):
    with pytest.raises(ExtraTimeNeedsPractice, match="extra_time"):
        factories.attempt(of=alice, extra_time="times_2")


def test_start_of_a_topic_list_is_refused(alice):
    with pytest.raises(NoMockExam):
        factories.attempt(of=alice, offers_mock_exam=False)


def test_start_with_too_small_a_bank_writes_nothing(alice):
    exam = factories.exam(scored=7, pilot=1)
    Exam.objects.filter(pk=exam.pk).update(scored_count=20)
    exam.refresh_from_db()
    with pytest.raises(NotEnoughQuestions, match="needs 21 questions; the bank has 8"):
        factories.attempt(of=alice, exam=exam)
    assert (Attempt.objects.count(), Item.objects.count()) == (0, 0)


def test_submit_in_time(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    lifecycle.submit(attempt, by=alice, now=NOON + 59 * MINUTE)
    assert (attempt.state, attempt.ended_at) == (AttemptState.SUBMITTED, NOON + 59 * MINUTE)


def test_submit_within_the_grace_ends_at_the_deadline(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    lifecycle.submit(attempt, by=alice, now=NOON + 60 * MINUTE + timedelta(seconds=10))
    assert (attempt.state, attempt.ended_at) == (AttemptState.SUBMITTED, attempt.deadline)


def test_submit_after_the_deadline_is_expiry(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    lifecycle.submit(attempt, by=alice, now=NOON + 61 * MINUTE)
    assert (attempt.state, attempt.ended_at) == (AttemptState.EXPIRED, attempt.deadline)


def test_submit_twice_changes_nothing(alice):
    attempt = factories.finished(of=alice, now=NOON, right=3)
    first = Result.objects.get(attempt=attempt)
    lifecycle.submit(Attempt.objects.get(pk=attempt.pk), by=alice, now=NOON + 5 * MINUTE)
    assert Result.objects.get(attempt=attempt).scored_at == first.scored_at
    assert attempt.events.filter(kind="submitted").count() == 1


def test_sweep_ends_only_the_overdue(alice, bob):
    late = factories.attempt(of=alice, minutes=10, now=NOON)
    going = factories.attempt(of=bob, minutes=30, now=NOON)
    assert lifecycle.settle_overdue(now=NOON + 20 * MINUTE) == 1
    late.refresh_from_db()
    going.refresh_from_db()
    assert (late.state, late.ended_at) == (AttemptState.EXPIRED, late.deadline)
    assert (going.state, hasattr(late, "result")) == (AttemptState.IN_PROGRESS, True)


def test_overdue_is_closed_before_any_sweep(alice):
    attempt = factories.attempt(of=alice, minutes=10, now=NOON)
    with pytest.raises(AttemptClosed):
        lifecycle.ensure_open(attempt, now=NOON + 11 * MINUTE)


def test_a_voided_attempt_stays_voided(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    lifecycle.void(attempt, by=alice, now=NOON)
    with pytest.raises(AttemptClosed):
        lifecycle.submit(attempt, by=alice, now=NOON)


@pytest.mark.parametrize("state", AttemptState)
@pytest.mark.parametrize("to", AttemptState)
def test_only_the_listed_transitions_happen(alice, state, to):
    attempt = factories.attempt(of=alice, now=NOON)
    attempt.state, attempt.ended_at = state, None if state == AttemptState.IN_PROGRESS else NOON
    attempt.save()
    if to in TRANSITIONS[state]:
        lifecycle._move(attempt, to, by=alice, now=NOON)
        assert attempt.state == to
    else:
        with pytest.raises(AttemptClosed):
            lifecycle._move(attempt, to, by=alice, now=NOON)


def test_finished_is_where_nothing_more_can_be_answered():
    assert set(FINISHED) == {
        state for state in TRANSITIONS if TRANSITIONS[state] == {AttemptState.VOIDED}
    }


@pytest.mark.parametrize(
    "change",
    [
        {"deadline": NOON + MINUTE},
        {"first_deadline": NOON - MINUTE},
        {"state": AttemptState.SUBMITTED},
        {"ended_at": NOON},
    ],
)
def test_the_database_refuses_what_cannot_be(alice, change):
    attempt = factories.attempt(of=alice, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**change)


def test_the_database_refuses_a_second_open_attempt(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    attempt.pk, attempt.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.bulk_create([Attempt(**_fields(attempt))])


def _fields(attempt):
    names = [
        "candidate",
        "exam",
        "number",
        "mode",
        "pass_mark",
        "started_at",
        "first_deadline",
        "deadline",
    ]
    return {name: getattr(attempt, name) for name in names}


def practice(alice):
    return factories.attempt(of=alice, mode="practice", now=NOON)


def test_a_paused_clock_stands_still_and_goes_on_with_what_was_left(alice):
    attempt = practice(alice)
    lifecycle.pause(attempt, by=alice, now=NOON + 10 * MINUTE)
    lifecycle.settle_overdue(now=NOON + 600 * MINUTE)
    lifecycle.resume(attempt, by=alice, now=NOON + 600 * MINUTE)
    assert (attempt.is_open, attempt.deadline) == (True, NOON + 650 * MINUTE)


def test_pausing_and_resuming_twice_counts_once(alice):
    attempt = practice(alice)
    for minute in (10, 20):
        lifecycle.pause(attempt, by=alice, now=NOON + minute * MINUTE)
    for minute in (30, 40):
        lifecycle.resume(attempt, by=alice, now=NOON + minute * MINUTE)
    assert attempt.deadline == NOON + 80 * MINUTE
    assert [event.kind for event in attempt.events.all()] == ["started", "paused", "resumed"]


def test_an_exam_is_never_paused(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    with pytest.raises(NotPractice):
        lifecycle.pause(attempt, by=alice, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(paused_at=NOON)


def test_nothing_is_answered_while_paused(alice):
    attempt = practice(alice)
    lifecycle.pause(attempt, by=alice, now=NOON)
    with pytest.raises(AttemptPaused):
        lifecycle.ensure_open(attempt, now=NOON + 600 * MINUTE)


def test_a_paused_attempt_can_be_handed_in(alice):
    attempt = practice(alice)
    lifecycle.pause(attempt, by=alice, now=NOON + 10 * MINUTE)
    lifecycle.submit(attempt, by=alice, now=NOON + 600 * MINUTE)
    assert (attempt.state, attempt.ended_at) == ("submitted", NOON + 10 * MINUTE)
