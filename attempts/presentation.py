"""What a candidate may see of a running attempt. Templates and serializers get these, never models.

No class here has a field for the key, a rationale or a statistic, so nothing downstream can leak
them. Options bear the letters of their place on this attempt, and these say nothing either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from attempts.models import Attempt, Item
from questions.item_types import ITEM_TYPES
from questions.item_types.contract import letters_of
from questions.markup import stored_html


@dataclass(frozen=True, slots=True)
class OpenOption:
    """`id` is the letter on this attempt; `html` is safe."""

    id: str
    html: str
    chosen: bool
    struck: bool


@dataclass(frozen=True, slots=True)
class OpenPrompt:
    """`id` is the number on this attempt; `chosen` the letter matched to it, or nothing."""

    id: str
    html: str
    chosen: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A scenario beside its questions; `id` counts the scenarios of this attempt from 1."""

    id: int
    title: str
    html: str
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One question as the candidate meets it. `answer` is in the wire form, `rev` its revision.

    For an ordering question `ordered` holds the options placed so far and `unplaced` the rest.
    `solution` comes from `attempts.debriefing`, by way of the door, once revealed in practice.
    """

    position: int
    of: int
    type: str
    gist: str
    select: int
    stem_html: str
    options: tuple[OpenOption, ...]
    prompts: tuple[OpenPrompt, ...]
    case_study: OpenCase | None
    answer: dict[str, Any] | None
    rev: int
    flagged: bool
    note: str
    sure: str
    highlights: tuple[tuple[int, int], ...]
    is_revealed: bool
    progress: str
    chosen_count: int
    solution: object | None = None

    @property
    def previous(self) -> int | None:
        return self.position - 1 if self.position > 1 else None

    @property
    def next(self) -> int | None:
        return self.position + 1 if self.position < self.of else None

    @property
    def ordered(self) -> tuple[OpenOption, ...]:
        by_letter = {option.id: option for option in self.options}
        return tuple(by_letter[letter] for letter in (self.answer or {}).get("order", []))

    @property
    def unplaced(self) -> tuple[OpenOption, ...]:
        return tuple(option for option in self.options if not option.chosen)


def items_of(attempt: Attempt) -> list[Item]:
    """All items with what showing them needs, in one query."""
    return list(attempt.items.to_show())


def paper(items: Sequence[Item]) -> list[OpenItem]:
    """Every item of an attempt, in order."""
    cases = _cases(items)
    return [_open_item(item, of=len(items), case=cases.get(item.position)) for item in items]


def open_item(items: Sequence[Item], position: int) -> OpenItem:
    """One item of an attempt's `items`, which are in order and without gaps."""
    item = items[position - 1]
    return _open_item(item, of=len(items), case=_cases(items).get(position))


def progress(item: Item) -> str:
    """How far the candidate got with an item: answered, incomplete, seen or new."""
    if item.answer is None:
        return "seen" if item.first_seen_at else "new"
    is_complete = ITEM_TYPES[item.version.type].is_complete(item.version.body, item.answer)
    return "answered" if is_complete else "incomplete"


def _cases(items: Sequence[Item]) -> dict[int, OpenCase]:
    """Position -> the scenario beside it, and which part of it this is."""
    parts: dict[int, list[Item]] = {}
    for item in items:
        if item.version.question.case_study_id:
            parts.setdefault(item.version.question.case_study_id, []).append(item)
    return {
        item.position: OpenCase(
            id=number,
            title=item.version.question.case_study.title,
            html=stored_html(item.version.question.case_study.text_html),
            part=part,
            parts=len(of_case),
        )
        for number, of_case in enumerate(parts.values(), start=1)
        for part, item in enumerate(of_case, start=1)
        if item.version.question.case_study
    }


def _open_item(item: Item, *, of: int, case: OpenCase | None) -> OpenItem:
    version, wire = item.version, item.wire_answer
    return OpenItem(
        position=item.position,
        of=of,
        type=version.type,
        gist=version.gist,
        select=ITEM_TYPES[version.type].select(version.body),
        stem_html=stored_html(version.rendered["stem"]),
        options=_options(item, wire),
        prompts=_prompts(item, wire),
        case_study=case,
        answer=wire,
        rev=item.rev,
        flagged=item.flagged,
        note=item.note,
        sure=item.sure,
        highlights=tuple((start, end) for start, end in item.highlights),
        is_revealed=item.revealed_at is not None,
        progress=progress(item),
        chosen_count=given_count(wire),
    )


def _options(item: Item, wire: dict[str, Any] | None) -> tuple[OpenOption, ...]:
    chosen = (wire or {}).get("selected") or (wire or {}).get("order") or []
    return tuple(
        OpenOption(
            id=letter,
            html=stored_html(item.version.rendered["options"][each]),
            chosen=letter in chosen,
            struck=each in item.struck,
        )
        for each, letter in letters_of(item.layout).items()
    )


def _prompts(item: Item, wire: dict[str, Any] | None) -> tuple[OpenPrompt, ...]:
    pairs = (wire or {}).get("pairs", {})
    return tuple(
        OpenPrompt(
            id=str(number),
            html=stored_html(item.version.rendered["prompts"][each]),
            chosen=pairs.get(str(number), ""),
        )
        for number, each in enumerate(item.layout["prompts"], start=1)
    )


def given_count(wire: dict[str, Any] | None) -> int:
    """How many options or pairs an answer has."""
    return sum(len(given) for given in (wire or {}).values())
