"""Starting and ending attempts. The only code that writes `Attempt.state`."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Accommodation, ExtraTime, User
from attempts import assembly, fixing, results, timing
from attempts.errors import (
    AttemptClosed,
    AttemptPaused,
    ExtraTimeNeedsPractice,
    NoMockExam,
    NotPractice,
)
from attempts.fixed_forms import FixedForm
from attempts.models import Attempt
from attempts.states import TRANSITIONS, AttemptState, Mode
from questions.models import Exam


def start(
    exam: Exam,
    candidate: User,
    *,
    mode: Mode,
    extra_time: ExtraTime = ExtraTime.NONE,
    form: str = "",
    now: datetime,
) -> tuple[Attempt, bool]:
    """The candidate's open attempt at this exam, and whether it is a new one.

    A new attempt gets its questions, their order and its deadline here, once and for all; `form`
    names a fixed form to take them from. Raises `NoMockExam`, `ExtraTimeNeedsPractice`,
    `NoSuchForm` or `NotEnoughQuestions`; then nothing is written.
    """
    _ensure_offered(exam, mode=mode, extra_time=extra_time)
    fixed = fixing.form_named(exam, form) if form else None
    for unfinished in Attempt.objects.of(candidate).in_progress().filter(exam=exam):
        settle(unfinished, now=now)
    with transaction.atomic():
        attempt, created = Attempt.objects.in_progress().get_or_create(
            exam=exam,
            candidate=candidate,
            defaults=_beginning(exam, candidate, fixed, mode=mode, extra_time=extra_time, now=now),
        )
        if created:
            assembly.assemble(attempt, now=now)
            attempt.save(update_fields=["shortages"])
            attempt.events.create(kind="started", actor=candidate, happened_at=now)
    return attempt, created


def _ensure_offered(exam: Exam, *, mode: Mode, extra_time: ExtraTime) -> None:
    if not exam.offers_mock_exam:
        raise NoMockExam(f"{exam} offers no mock exam.")
    if mode == Mode.EXAM and extra_time != ExtraTime.NONE:
        raise ExtraTimeNeedsPractice("extra_time: can be chosen in practice mode only.")


def submit(attempt: Attempt, *, by: User, now: datetime) -> None:
    """Hand in. Doing it twice is fine; too late is not refused but becomes expiry."""
    with attempt.locked():
        if attempt.state == AttemptState.VOIDED:
            raise AttemptClosed("This attempt was voided.")
        if attempt.is_open:
            late = timing.is_over(attempt.deadline, now=attempt.clock(now))
            _move(attempt, AttemptState.EXPIRED if late else AttemptState.SUBMITTED, by=by, now=now)
    results.record_once(attempt, now=now)


def expire(attempt: Attempt, *, now: datetime) -> None:
    """End an attempt whose time ran out. It ended at its deadline, whenever this is noticed."""
    with attempt.locked():
        _move(attempt, AttemptState.EXPIRED, by=None, now=now)
    results.record_once(attempt, now=now)


def settle(attempt: Attempt, *, now: datetime) -> None:
    """Write down what the clock has already decided."""
    if attempt.is_open and timing.is_over(attempt.deadline, now=attempt.clock(now)):
        with suppress(AttemptClosed):  # handed in while we looked
            expire(attempt, now=now)


def settle_overdue(*, now: datetime) -> int:
    """A net for attempts nobody looks at. Never the judge: every door settles first."""
    overdue = list(Attempt.objects.overdue(now=now))
    for attempt in overdue:
        settle(attempt, now=now)
    return len(overdue)


def pause(attempt: Attempt, *, by: User, now: datetime) -> None:
    """Stop the clock, in practice; twice is fine. Raises `NotPractice` and `AttemptClosed`."""
    if attempt.mode != Mode.PRACTICE:
        raise NotPractice("An exam cannot be paused.")
    with attempt.locked():
        if attempt.paused_at is None:
            ensure_open(attempt, now=now)
            attempt.paused_at = now
            attempt.save(update_fields=["paused_at"])
            attempt.events.create(kind="paused", actor=by, happened_at=now)


def resume(attempt: Attempt, *, by: User, now: datetime) -> None:
    """Let the clock run again, with the time that was left; twice is fine."""
    with attempt.locked():
        if attempt.paused_at is not None:
            stood = now - attempt.paused_at
            attempt.deadline, attempt.paused_at = attempt.deadline + stood, None
            attempt.save(update_fields=["deadline", "paused_at"])
            detail = {"stood_s": stood.total_seconds()}
            attempt.events.create(kind="resumed", actor=by, happened_at=now, detail=detail)


def extend(
    attempt: Attempt, extra_time: ExtraTime, *, by: User, reason: str, now: datetime
) -> None:
    """Give a running attempt the time it would have had with `extra_time`; never less than it has.

    Effective at once: the next word of the server brings the longer clock.
    """
    with attempt.locked():
        ensure_open(attempt, now=now)
        minutes = attempt.exam.minutes
        more = timing.time_limit(minutes, extra_time=extra_time) - timing.time_limit(
            minutes, extra_time=attempt.extra_time
        )
        if more <= timedelta(0):
            return
        attempt.deadline, attempt.extra_time = attempt.deadline + more, extra_time
        attempt.save(update_fields=["deadline", "extra_time"])
        detail = {"extra_time": extra_time, "reason": reason, "more_s": more.total_seconds()}
        attempt.events.create(kind="extended", actor=by, happened_at=now, detail=detail)


def ensure_open(attempt: Attempt, *, now: datetime) -> None:
    """The clock rules, not the row: an overdue attempt is closed before any sweep has seen it."""
    if not attempt.is_open or timing.is_over(attempt.deadline, now=attempt.clock(now)):
        raise AttemptClosed("This attempt is over. Its answers cannot be changed.")
    ensure_not_paused(attempt)


def ensure_not_paused(attempt: Attempt) -> None:
    """While the clock stands still, the questions are not to be seen."""
    if attempt.paused_at:
        raise AttemptPaused("This attempt is paused. Resume it first.")


def void(attempt: Attempt, *, by: User, now: datetime) -> None:
    """Take an attempt out of the record, say after a fault of ours. It stays readable."""
    with attempt.locked():
        _move(attempt, AttemptState.VOIDED, by=by, now=now)


def _beginning(
    exam: Exam,
    candidate: User,
    form: FixedForm | None,
    *,
    mode: Mode,
    extra_time: ExtraTime,
    now: datetime,
) -> dict[str, Any]:
    """What a new attempt freezes of its exam, of the candidate and of the moment."""
    if extra_time == ExtraTime.NONE:
        extra_time = granted_time(candidate)
    deadline = now + timing.time_limit(exam.minutes, extra_time=extra_time)
    return {
        "form": form,
        "number": _next_number(exam, candidate),
        "mode": mode,
        "extra_time": extra_time,
        "pass_mark": exam.pass_mark,
        "started_at": now,
        "first_deadline": deadline,
        "deadline": deadline,
    }


def granted_time(candidate: User) -> ExtraTime:
    """The extra time this candidate has in every exam."""
    granted = Accommodation.objects.filter(user=candidate).values_list("extra_time", flat=True)
    return ExtraTime(granted.first() or ExtraTime.NONE)


def _next_number(exam: Exam, candidate: User) -> int:
    last = Attempt.objects.of(candidate).filter(exam=exam).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _move(attempt: Attempt, to: AttemptState, *, by: User | None, now: datetime) -> None:
    """One step of TRANSITIONS. Nothing ends later than its deadline."""
    if to not in TRANSITIONS[AttemptState(attempt.state)]:
        raise AttemptClosed(f"An attempt cannot go from {attempt.state} to {to}.")
    attempt.state = to
    attempt.ended_at = attempt.ended_at or min(attempt.clock(now), attempt.deadline)
    attempt.paused_at = None
    attempt.save(update_fields=["state", "ended_at", "paused_at"])
    attempt.events.create(kind=to, actor=by, happened_at=now)
