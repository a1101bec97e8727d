"""The event log against the items: replaying the one must give the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from attempts import answering, results
from attempts.models import Attempt
from attempts.scoring import score
from attempts.states import Outcome


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an attempt is not what its log says; in words."""

    attempt: str
    words: str

    def __str__(self) -> str:
        return f"{self.attempt}: {self.words}"


def differences(attempt: Attempt) -> Iterator[Difference]:
    """Gaps in the log, items that are not what the log makes them, a score that is not theirs."""
    name, numbers = str(attempt.pk), []
    replayed: dict[int, tuple[Any, int]] = {}
    for event in attempt.answer_events.all():
        numbers.append(event.number)
        if event.outcome == Outcome.ACCEPTED:
            replayed[event.item_id] = (event.answer, event.rev)
    if numbers != list(range(1, len(numbers) + 1)):
        yield Difference(name, "the events are not numbered 1, 2, 3 ...")
    for item in attempt.items.all():
        answer, rev = replayed.get(item.pk, (None, 0))
        if (item.answer, item.rev) != (answer, rev):
            yield Difference(name, f"question {item.position} is not what its events make it")
    yield from _wrong_score(attempt)


def restore(attempt: Attempt) -> None:
    """Give every item the answer its events make, and a finished attempt the score of these."""
    with attempt.locked():
        accepted = attempt.answer_events.filter(outcome=Outcome.ACCEPTED)
        newest = {event.item_id: event for event in accepted}
        for item in attempt.items.all():
            answering.restore(item, newest.get(item.pk))
        stored = getattr(attempt, "result", None)
        if stored:
            results.record(attempt, now=stored.scored_at)


def _wrong_score(attempt: Attempt) -> Iterator[Difference]:
    stored = getattr(attempt, "result", None)
    if stored is None:
        return
    marks = results.marks_of(results.judged_items(attempt))
    made = score(marks, pass_mark=attempt.pass_mark)
    if (made.raw, made.cut_u, made.scaled) != (stored.raw, stored.cut_u, stored.scaled):
        yield Difference(str(attempt.pk), f"scores {made.scaled}; {stored.scaled} is stored")
