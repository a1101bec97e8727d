"""How an attempt was answered: what was new, how sure the candidate was, what was changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from attempts.models import Attempt, Item
from attempts.results import is_right
from attempts.scoring import wilson
from attempts.states import Outcome, Sure
from questions.item_types import ITEM_TYPES
from reports.charts import ShareBar, share_bar
from reports.mastery import ENOUGH
from reports.outcomes import questions, was_reached
from reports.standing import percent

WRONG_TO_RIGHT = "Wrong to right"
RIGHT_TO_WRONG = "Right to wrong"
WRONG_TO_WRONG = "Wrong to wrong"


@dataclass(frozen=True, slots=True)
class ShareRow:
    """Right of a number of answers. Too few of them have no bar and no `likely` range (90 %)."""

    label: str
    correct: int
    answers: int
    likely: str
    bar: ShareBar | None

    @property
    def sentence(self) -> str:
        return f"{self.label}: {self.correct} of {self.answers} right, likely range {self.likely}."


@dataclass(frozen=True, slots=True)
class Change:
    """The questions whose answer went one way, say from wrong to right."""

    label: str
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """`certainty` is empty where the candidate never said how sure they were."""

    changes: tuple[Change, ...]
    novelty: tuple[ShareRow, ...]
    certainty: tuple[ShareRow, ...]

    @property
    def changed(self) -> int:
        return sum(len(change.positions) for change in self.changes)

    @property
    def change_reading(self) -> str:
        if not self.changed:
            return "You changed no answer once it was complete."
        better, worse = len(self.changes[0].positions), len(self.changes[1].positions)
        gained = f"{better} became right and {worse} became wrong"
        return f"You changed the answer to {questions(self.changed)}: {gained}."

    @property
    def novelty_reading(self) -> str:
        if not self.novelty[1].answers:
            return "You had met none of these questions before."
        return "A question met before also tests your memory: trust the new ones more."

    @property
    def certainty_reading(self) -> str:
        sure, _, guess = self.certainty
        wrong = sure.answers - sure.correct
        said = sum(row.answers for row in self.certainty)
        return (
            f"You said how sure you were of {questions(said)}. Of {sure.answers} you were sure of, "
            f"{wrong} went wrong; of {guess.answers} you guessed, {guess.correct} went right."
        )


def habits(attempt: Attempt, items: Sequence[Item]) -> Habits:
    """Of a scored attempt with its items, in two queries more. Void questions say nothing."""
    judged = [item for item in items if item.is_correct is not None]
    return Habits(
        changes=changes(attempt, judged),
        novelty=_novelty([item for item in judged if was_reached(item)]),
        certainty=_certainty([item for item in judged if item.sure and item.answer is not None]),
    )


def changes(attempt: Attempt, items: Sequence[Item]) -> tuple[Change, ...]:
    """From the first complete answer to the one that counted, for each question where they differ.

    What was given on the way, and what came back to the first answer, is no change.
    """
    ways: dict[str, list[int]] = {WRONG_TO_RIGHT: [], RIGHT_TO_WRONG: [], WRONG_TO_WRONG: []}
    first = _first_complete(attempt)
    for item in items:
        if item.pk not in first or item.is_correct is None:
            continue
        answer, was_right = first[item.pk]
        if answer != item.answer and not (was_right and item.is_correct):
            ways[_way(was_right=was_right, is_right=bool(item.is_correct))].append(item.position)
    return tuple(Change(label, tuple(positions)) for label, positions in ways.items())


def _way(*, was_right: bool, is_right: bool) -> str:
    if was_right:
        return RIGHT_TO_WRONG
    return WRONG_TO_RIGHT if is_right else WRONG_TO_WRONG


def _first_complete(attempt: Attempt) -> dict[int, tuple[Any, bool]]:
    """Item -> its first complete answer and whether that was right, where more came after one.

    Right is what the key as corrected since says: so is what the item was marked by.
    """
    events = attempt.answer_events.filter(outcome=Outcome.ACCEPTED, item__rev__gt=1)
    rows = events.select_related("item__version").prefetch_related("item__version__corrections")
    found: dict[int, tuple[Any, bool]] = {}
    columns = ("attempt", "answer", "item__version__type", "item__version__body")
    for event in rows.only(*columns).order_by("number"):
        item, version = event.item, event.item.version
        is_complete = ITEM_TYPES[version.type].is_complete(version.body, event.answer)
        if item.pk not in found and is_complete:
            found[item.pk] = (event.answer, bool(is_right(item, event.answer)))
    return found


def _novelty(items: Iterable[Item]) -> tuple[ShareRow, ...]:
    """The new questions, then those met before. What was seen and skipped is wrong."""
    asked = list(items)
    return (
        _share("New to you", [bool(item.is_correct) for item in asked if item.is_new]),
        _share("Met before", [bool(item.is_correct) for item in asked if not item.is_new]),
    )


def _certainty(items: Sequence[Item]) -> tuple[ShareRow, ...]:
    """Sure, think so, guess."""
    return tuple(
        _share(str(sure.label), [bool(item.is_correct) for item in items if item.sure == sure])
        for sure in (Sure.SURE, Sure.THINK, Sure.GUESS)
        if items
    )


def _share(label: str, marks: Sequence[bool]) -> ShareRow:
    correct, n = sum(marks), len(marks)
    if n < ENOUGH:
        return ShareRow(label, correct, n, likely="", bar=None)
    low, high = wilson(correct, n)
    likely = f"{percent(low)} to {percent(high)}%"
    return ShareRow(label, correct, n, likely, share_bar(correct / n, low, high))
