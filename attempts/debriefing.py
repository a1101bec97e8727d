"""What a candidate may see once an attempt is over: the key, every rationale, what was given.

Every function here takes the attempt and refuses one that still runs, so that no door can forget.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from attempts.errors import AttemptOpen
from attempts.models import Attempt, Item
from attempts.overview import answer_text
from attempts.presentation import OpenItem
from attempts.results import is_right
from attempts.states import Mode
from questions.item_types import ITEM_TYPES
from questions.item_types.contract import letters_of
from questions.markup import stored_html
from questions.models import QuestionVersion

SHOWN: dict[str, Callable[["AnsweredItem"], bool]] = {
    "wrong": lambda item: item.is_correct is False,
    "all": lambda item: True,
    "flagged": lambda item: item.flagged,
}


@dataclass(frozen=True, slots=True)
class AnsweredOption:
    """`place` is where the option belongs in an ordering question, `given_place` where it stood."""

    letter: str
    html: str
    because_html: str
    chosen: bool
    correct: bool
    place: int | None
    given_place: int | None


@dataclass(frozen=True, slots=True)
class AnsweredPrompt:
    """`chosen` and `correct` are letters; `chosen` is empty where nothing was matched."""

    number: str
    html: str
    because_html: str
    chosen: str
    correct: str

    @property
    def is_right(self) -> bool:
        return self.chosen == self.correct


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    position: int
    gist: str
    task: str
    task_title: str
    domain: int
    type: str
    type_label: str
    select: int
    stem_html: str
    case_title: str
    case_html: str
    options: tuple[AnsweredOption, ...]
    prompts: tuple[AnsweredPrompt, ...]
    answer: dict[str, Any] | None
    answer_text: str
    key: dict[str, Any] | None
    is_correct: bool | None  # None where the question is void
    correction: str  # why its key was corrected or the question voided, if it was
    is_scored: bool
    was_seen: bool
    flagged: bool
    note: str
    seconds: int
    decides: str
    takeaway: str
    references: tuple[dict[str, str], ...]

    @property
    def time_spent(self) -> str:
        return f"{self.seconds // 60}:{self.seconds % 60:02}"


def answered_items(attempt: Attempt) -> list[AnsweredItem]:
    """Every item of a finished attempt with its key; raises `AttemptOpen` for a running one."""
    if attempt.is_open:
        raise AttemptOpen("The attempt still runs. Answers can be reviewed when it is over.")
    return [_answered_item(item) for item in _with_versions(attempt.items.all())]


def solution(attempt: Attempt, item: Item) -> AnsweredItem:
    """One item with its key, revealed in practice; raises `AttemptOpen` for any other."""
    if attempt.mode != Mode.PRACTICE or item.revealed_at is None:
        raise AttemptOpen("The answer to this question has not been shown yet.")
    return _answered_item(item)


def with_solutions(attempt: Attempt, shown: Sequence[OpenItem]) -> list[OpenItem]:
    """The shown items, with the solution of each that was revealed in practice."""
    if attempt.mode != Mode.PRACTICE or not any(each.is_revealed for each in shown):
        return list(shown)
    rows = _with_versions(attempt.items.exclude(revealed_at=None))
    solved = {item.position: solution(attempt, item) for item in rows}
    return [replace(each, solution=solved.get(each.position)) for each in shown]


def _with_versions(items: QuerySet[Item]) -> QuerySet[Item]:
    rows = items.select_related("version__question__case_study", "task__domain")
    return rows.prefetch_related("version__corrections")


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk through some of the answered items: which, where one stands, what comes before, after.

    `item` is None where the filter leaves nothing to show.
    """

    show: str
    counts: dict[str, int]
    items: tuple[AnsweredItem, ...]
    item: AnsweredItem | None
    previous: int | None
    next: int | None


def walk_of(items: Sequence[AnsweredItem], *, show: str, position: int | None) -> Walk:
    """The items that `show` (a key of SHOWN; anything else means all) lets through."""
    show = show if show in SHOWN else "all"
    shown = [item for item in items if SHOWN[show](item)]
    places = [item.position for item in shown]
    at = position if position is not None else next(iter(places), None)
    return Walk(
        show=show,
        counts={name: sum(map(fits, items)) for name, fits in SHOWN.items()},
        items=tuple(shown),
        item=next((item for item in items if item.position == at), None),
        previous=max((place for place in places if at and place < at), default=None),
        next=min((place for place in places if at and place > at), default=None),
    )


def _answered_item(item: Item) -> AnsweredItem:
    version, case = item.version, item.version.question.case_study
    rules = ITEM_TYPES[version.type]
    return AnsweredItem(
        position=item.position,
        gist=version.gist,
        task=item.task.number,
        task_title=item.task.title,
        domain=item.task.domain.number,
        type=version.type,
        type_label=version.get_type_display(),
        select=rules.select(version.body),
        stem_html=stored_html(version.rendered["stem"]),
        case_title=case.title if case else "",
        case_html=stored_html(case.text_html) if case else "",
        options=_options(item),
        prompts=_prompts(item),
        answer=item.wire_answer,
        answer_text=answer_text(item),
        key=rules.wire(item.layout, key) if (key := _key(version)) else None,
        is_correct=is_right(item, item.answer),
        is_scored=item.is_scored,
        was_seen=item.first_seen_at is not None,
        flagged=item.flagged,
        note=item.note,
        seconds=item.seconds,
        **_said_afterwards(version),
    )


def _said_afterwards(version: QuestionVersion) -> dict[str, Any]:
    correction = version.correction
    return {
        "correction": correction.reason if correction else "",
        "decides": version.decides,
        "takeaway": version.takeaway,
        "references": tuple(version.references),
    }


def _options(item: Item) -> tuple[AnsweredOption, ...]:
    version, given = item.version, item.answer or {}
    key = _key(version)
    chosen, correct = _named(given), _named(key)
    return tuple(
        AnsweredOption(
            letter=letter,
            html=stored_html(version.rendered["options"][each]),
            because_html=stored_html(version.rendered["because"].get(each, "")),
            chosen=each in chosen,
            correct=each in correct,
            place=_place(key, each),
            given_place=_place(given, each),
        )
        for each, letter in letters_of(item.layout).items()
    )


def _prompts(item: Item) -> tuple[AnsweredPrompt, ...]:
    version, letters = item.version, letters_of(item.layout)
    given = (item.answer or {}).get("pairs", {})
    matches = _key(version).get("pairs", {})
    return tuple(
        AnsweredPrompt(
            number=str(number),
            html=stored_html(version.rendered["prompts"][each]),
            because_html=stored_html(version.rendered["prompt_because"][each]),
            chosen=letters.get(given.get(each, ""), ""),
            correct=letters.get(matches.get(each, ""), ""),
        )
        for number, each in enumerate(item.layout["prompts"], start=1)
    )


def _key(version: QuestionVersion) -> dict[str, Any]:
    """The stored answer that is right; empty where none is."""
    return {} if version.is_void else ITEM_TYPES[version.type].key(version.judged_body)


def _named(answer: dict[str, Any]) -> set[str]:
    """The option ids that an answer names, whatever its type."""
    pairs = answer.get("pairs", {})
    return {*answer.get("selected", []), *answer.get("order", []), *pairs.values()}


def _place(answer: dict[str, Any], option: str) -> int | None:
    """1-based place in an ordering answer; None where it has none."""
    order = answer.get("order", [])
    return order.index(option) + 1 if option in order else None
