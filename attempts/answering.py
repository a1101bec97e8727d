"""Saving answers, flags, strike-outs and notes. The only code that writes an item's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from attempts import ledger, lifecycle, timing
from attempts.errors import (
    AnswerLate,
    AnswerMalformed,
    AnswerRevealed,
    AnswerStale,
    NoSuchItem,
    NotPractice,
)
from attempts.models import AnswerEvent, Attempt, Item
from attempts.states import AttemptState, Mode, Outcome
from exam_platform.errors import RuleBroken
from questions.item_types import ITEM_TYPES, Answer, MalformedAnswer
from questions.item_types.contract import ids_of

MOST_SECONDS = 10**6  # spent on one question; what a page claims beyond is not true


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as a client sends it. `answer` is in the wire form, or None to clear.

    (`client_id`, `seq`) names it for ever; `base_rev` is the revision that the client had seen.
    """

    answer: object
    client_id: str
    seq: int
    base_rev: int


def save(attempt: Attempt, position: int, given: Given, *, now: datetime) -> AnswerEvent:
    """Store an answer; the caller may acknowledge it as soon as this returns.

    The same (client_id, seq) again gives the first outcome again. Raises `AnswerMalformed` and
    `AttemptClosed` (nothing stored), `AnswerLate` and `AnswerStale` (stored in the event log only).
    """
    with attempt.locked():
        page = ledger.read(attempt, position, client_id=given.client_id, seq=given.seq)
        if page is None:
            raise _no_such_item(position)
        if page.known:
            event = attempt.answer_events.get(pk=page.known)
        else:
            event = _record(attempt, page.item, given, number=page.last_number + 1, now=now)
    if event.outcome == Outcome.LATE:
        lifecycle.settle(attempt, now=now)
        raise AnswerLate("Time was up. This answer is kept, but it does not count.")
    if event.outcome == Outcome.STALE:
        raise _stale(page.item)
    return event


class Marks(TypedDict, total=False):
    """What a candidate notes about an item; what is left out stays as it is.

    `struck` holds the letters of struck options, `highlights` pairs of character offsets into the
    stem's text, `seconds_more` the time spent since the last call.
    """

    flagged: bool
    struck: Sequence[str]
    note: str
    sure: str
    highlights: Sequence[Sequence[int]]
    seconds_more: int


def mark(attempt: Attempt, position: int, *, now: datetime, **marks: Unpack[Marks]) -> Item:
    """Keep what a candidate notes; with no marks, that the item was looked at.

    Raises `AttemptClosed`, `AttemptPaused` and `AnswerMalformed`.
    """
    with attempt.locked():
        item = _item(attempt, position)
        lifecycle.ensure_open(attempt, now=now)
        said: dict[str, Any] = {**marks, "first_seen_at": item.first_seen_at or now}
        more = said.pop("seconds_more", 0)
        said["seconds"] = min(item.seconds + more, MOST_SECONDS)
        if "struck" in said:
            said["struck"] = _struck_ids(item, said["struck"])
        for name, value in said.items():
            setattr(item, name, value)
        item.save(update_fields=list(said))
    return item


def reveal(attempt: Attempt, position: int, *, now: datetime) -> Item:
    """Show the key of one item, in practice; its answer stands from now on. Twice is fine.

    Raises `NotPractice`, `AttemptClosed`, `AttemptPaused`.
    """
    if attempt.mode != Mode.PRACTICE:
        raise NotPractice("In an exam the answers are shown after the end.")
    with attempt.locked():
        item = _item(attempt, position)
        lifecycle.ensure_open(attempt, now=now)
        item.revealed_at = item.revealed_at or now
        item.first_seen_at = item.first_seen_at or now
        item.save(update_fields=["revealed_at", "first_seen_at"])
    return item


def save_page(
    attempt: Attempt, position: int, given: Given, *, now: datetime, **marks: Unpack[Marks]
) -> RuleBroken | None:
    """Store all that a page says about its item; what it merely repeats is no new answer.

    A page always sends everything it shows, so an old page would repeat an old answer: only what
    differs from the revision it was made from was meant. Marks are kept even where the answer is
    refused; the refusal is returned, to be shown on the page. Raises `AnswerLate`, `AttemptClosed`.
    """
    item = _item(attempt, position)
    _struck_ids(item, marks.get("struck", ()))  # refuses the page before any of it is stored
    refusal: RuleBroken | None = None
    try:
        if not attempt.is_open or _parsed(item, given.answer) != _answer_at(item, given.base_rev):
            save(attempt, position, given, now=now)
    except (AnswerMalformed, AnswerRevealed, AnswerStale) as broken:
        refusal = broken
    mark(attempt, position, now=now, **marks)
    return refusal


def _item(attempt: Attempt, position: int) -> Item:
    item = attempt.items.to_answer().filter(position=position).first()
    if item is None:
        raise _no_such_item(position)
    return item


def _no_such_item(position: int) -> NoSuchItem:
    return NoSuchItem(f"This attempt has no question {position}.")


def restore(item: Item, event: AnswerEvent | None) -> None:
    """Give an item the answer that its newest accepted event brought; none without one."""
    item.answer, item.rev = (event.answer, event.rev) if event else (None, 0)
    item.answered_at = event.received_at if event else None
    item.save(update_fields=["answer", "rev", "answered_at"])


def _answer_at(item: Item, rev: int) -> Answer | None:
    """What the stored answer was at an earlier revision."""
    if rev == item.rev:
        return item.answer
    event = item.answer_events.filter(outcome=Outcome.ACCEPTED, rev=rev).first()
    return event.answer if event else None


def _record(
    attempt: Attempt, item: Item, given: Given, *, number: int, now: datetime
) -> AnswerEvent:
    answer = _parsed(item, given.answer)
    outcome = _outcome(attempt, item, given, now=now)
    if outcome == Outcome.ACCEPTED:
        item.answer, item.rev, item.answered_at = answer, item.rev + 1, now
        item.first_seen_at = item.first_seen_at or now
        ledger.store(item)
    event = AnswerEvent(
        attempt=attempt,
        item=item,
        number=number,
        client_id=given.client_id,
        seq=given.seq,
        answer=answer,
        base_rev=given.base_rev,
        rev=item.rev,
        outcome=outcome,
        received_at=now,
        deadline=attempt.deadline,
    )
    ledger.log(event)
    return event


def _outcome(attempt: Attempt, item: Item, given: Given, *, now: datetime) -> Outcome:
    """What becomes of a well-formed answer. A blank of an old page never clears a newer answer."""
    if attempt.state == AttemptState.EXPIRED or timing.is_over(
        attempt.deadline, now=attempt.clock(now)
    ):
        return Outcome.LATE
    lifecycle.ensure_open(attempt, now=now)
    if item.revealed_at:
        raise AnswerRevealed("The answer to this question was shown. Yours stands.")
    return Outcome.ACCEPTED if given.base_rev == item.rev else Outcome.STALE


def _parsed(item: Item, wire: object) -> Answer | None:
    if wire is None:
        return None
    try:
        return ITEM_TYPES[item.version.type].parse(item.version.body, item.layout, wire)
    except MalformedAnswer as fault:
        raise AnswerMalformed(str(fault)) from fault


def _struck_ids(item: Item, letters: Sequence[str]) -> list[str]:
    ids = ids_of(item.layout)
    if unknown := [letter for letter in letters if letter not in ids]:
        raise AnswerMalformed(f"struck: {unknown[0][:20]!r} is not an option.")
    return sorted({ids[letter] for letter in letters})


def _stale(item: Item) -> AnswerStale:
    return AnswerStale(
        "Another tab or device saved a newer answer. That one is kept.",
        extra={"rev": item.rev, "answer": item.wire_answer},
    )
