"""From stored answers to a stored Result. The only code that writes Results and marks items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q

from attempts.errors import AttemptClosed, AttemptOpen
from attempts.models import Attempt, Item, Result, ResultChange
from attempts.scoring import (
    UNIT,
    Mark,
    by_domain,
    competency,
    cut_units,
    rest_scores,
    score,
    wilson,
)
from attempts.states import Outcome
from questions.item_types import ITEM_TYPES, Answer
from questions.models import Correction, Domain

# By hand: `bulk_update` takes 12 ms to make the SQL for a form of 65, and this has none to make.
KEEP_MARKS = "UPDATE attempts_item SET is_correct = %s, rest_adj = %s WHERE id = %s"


def result_of(attempt: Attempt, *, now: datetime) -> Result:
    """The Result of a finished attempt, recorded now if that was missed.

    Raises `AttemptOpen` while it runs and `AttemptClosed` when it was voided.
    """
    if attempt.is_open:
        raise AttemptOpen("The attempt still runs. Its result is there when it is over.")
    if not attempt.is_finished:
        raise AttemptClosed("This attempt was voided. It has no result.")
    record_once(attempt, now=now)
    return Result.objects.get(attempt=attempt)


@dataclass(frozen=True, slots=True)
class Late:
    """Answers that came after time: how many questions they concern, and the score with them."""

    questions: int
    scaled: int


def late_answers(attempt: Attempt) -> Late | None:
    """What came too late to count, newest for each question; None when nothing did."""
    events = attempt.answer_events.filter(outcome=Outcome.LATE)
    late = {event.item_id: event.answer for event in events}
    if not late:
        return None
    items = judged_items(attempt)
    for item in items:
        item.is_correct = is_right(item, late.get(item.pk, item.answer))
    return Late(len(late), score(marks_of(items), pass_mark=attempt.pass_mark).scaled)


def record_once(attempt: Attempt, *, now: datetime) -> None:
    """Score a finished attempt unless that has been done. Safe to call again, and at once.

    It takes every correction that its questions had until now.
    """
    scored = Result.objects.filter(attempt=attempt)
    if not scored.exists():
        with attempt.locked():
            if not scored.exists():
                known = Correction.objects.in_force().filter(version__items__attempt=attempt)
                record(attempt, now=now, taking=list(known))


def record(attempt: Attempt, *, now: datetime, taking: Sequence[Correction] = ()) -> Result:
    """Score a finished attempt: a function of its items and of the corrections it has taken.

    Those in `taking` it takes now; each is noted with what it changed. Replaces an earlier Result.
    To be called with the attempt locked.
    """
    before = Result.objects.filter(attempt=attempt).first() if taking else None
    items = judged_items(attempt, taking=taking)
    _keep_marks(items)
    marks = marks_of(items)
    outcome = score(marks, pass_mark=attempt.pass_mark)
    result, _ = Result.objects.update_or_create(
        attempt=attempt,
        defaults={
            "raw": outcome.raw,
            "scored": outcome.scored,
            "cut_u": outcome.cut_u,
            "pass_mark": attempt.pass_mark,
            "scaled": outcome.scaled,
            "passed": outcome.passed,
            "low": outcome.low,
            "high": outcome.high,
            "is_provisional": outcome.is_provisional,
            "domains": domain_table(list(attempt.exam.domains.all()), marks),
            "scored_at": now,
        },
    )
    for correction in taking:
        _note(correction, before, result, now=now)
    return result


def _keep_marks(items: Sequence[Item]) -> None:
    """Store of each item whether it is right, nothing where it is void, and how the rest went."""
    rest = rest_scores(
        [bool(item.is_correct) for item in items],
        [item.rating_u for item in items],
        [item.is_scored and item.is_correct is not None for item in items],
    )
    rows = [(item.is_correct, r, item.pk) for item, r in zip(items, rest, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(KEEP_MARKS, rows)


def judged_items(attempt: Attempt, *, taking: Sequence[Correction] = ()) -> list[Item]:
    """The attempt's items, marked anew by the keys as corrected for this attempt; not stored."""
    taken = Q(pk__in=ResultChange.objects.filter(attempt=attempt).values("correction"))
    corrections = Correction.objects.filter(taken | Q(pk__in=[each.pk for each in taking]))
    items = attempt.items.select_related("version", "task__domain")
    judged = list(items.prefetch_related(Prefetch("version__corrections", corrections)))
    for item in judged:
        item.is_correct = is_right(item, item.answer)
    return judged


def is_right(item: Item, answer: Answer | None) -> bool | None:
    """Whether an answer to this item is right; None where the question is void."""
    version = item.version
    if version.is_void:
        return None
    return ITEM_TYPES[version.type].is_correct(version.judged_body, answer)


def _note(correction: Correction, before: Result | None, after: Result, *, now: datetime) -> None:
    """Keep what a correction made of a result, and the result as it was."""
    ResultChange.objects.create(
        attempt=after.attempt,
        correction=correction,
        before=snapshot(before) if before else None,
        scaled_before=before.scaled if before else None,
        scaled_after=after.scaled,
        passed_before=before.passed if before else None,
        passed_after=after.passed,
        changed_at=now,
    )
    if before:
        detail = {"correction": correction.pk, "scaled": [before.scaled, after.scaled]}
        after.attempt.events.create(
            kind="rescored", actor=correction.made_by, happened_at=now, detail=detail
        )


SNAPSHOT = (
    *("raw", "scored", "cut_u", "pass_mark", "scaled", "passed", "low", "high"),
    *("is_provisional", "domains"),
)


def snapshot(result: Result) -> dict[str, Any]:
    """A result as it is now, for keeping."""
    told = {name: getattr(result, name) for name in SNAPSHOT}
    return told | {"scored_at": result.scored_at.isoformat()}


def record_missing(*, now: datetime) -> int:
    """Score what was ended but never scored, say because the server died in between."""
    waiting = list(Attempt.objects.awaiting_result().select_related("exam"))
    for attempt in waiting:
        record_once(attempt, now=now)
    return len(waiting)


def marks_of(items: Sequence[Item]) -> list[Mark]:
    """One mark for each item that counts."""
    return [
        Mark(item.task.domain.number, item.rating_u, correct=bool(item.is_correct))
        for item in items
        if item.is_scored and item.is_correct is not None
    ]


def domain_table(domains: Sequence[Domain], marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """One row for each domain: right of scored, with its interval and what that allows to say."""
    grouped = by_domain(marks)
    return [_domain_row(domain, grouped.get(domain.number, [])) for domain in domains]


def _domain_row(domain: Domain, marks: Sequence[Mark]) -> dict[str, Any]:
    correct, scored = sum(mark.correct for mark in marks), len(marks)
    low, high = wilson(correct, scored)
    cut_u = cut_units([mark.rating_u for mark in marks])
    return {
        "number": domain.number,
        "title": domain.title,
        "weight": domain.weight,
        "correct": correct,
        "scored": scored,
        "low": round(low, 4),
        "high": round(high, 4),
        "label": competency(low, high, cut_u / scored / UNIT) if cut_u else "not enough evidence",
    }
