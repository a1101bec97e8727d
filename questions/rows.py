"""Options and prompts as the editor's form carries them: parallel lists of fields. Pure.

Buttons add, remove and move rows. They post the whole form, so nothing typed is lost and no
script is needed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from string import ascii_lowercase, ascii_uppercase
from typing import Any

MOST_OPTIONS, MOST_PROMPTS = 9, 7
MOST_CHARACTERS = {"text": 600, "because": 1_000, "misconception": 60}
PLACES = {str(place) for place in range(1, MOST_OPTIONS + 1)}

GetList = Callable[[str], Sequence[str]]
Problem = tuple[str, str]  # the id of the field in the page, and what is wrong


@dataclass(frozen=True, slots=True)
class Row:
    """One option or prompt. `place` is its place in the right order, `match` an option's id."""

    id: str
    letter: str = ""
    text: str = ""
    because: str = ""
    misconception: str = ""
    correct: bool = False
    place: str = ""
    match: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    options: list[Row] = field(default_factory=list)
    prompts: list[Row] = field(default_factory=list)

    @classmethod
    def blank(cls) -> "Rows":
        return cls(_lettered([Row(each) for each in "abcd"]), _numbered([Row(n) for n in "123"]))

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> "Rows":
        order = [str(each) for each in body.get("order") or []]
        places = {each: str(at) for at, each in enumerate(order, start=1)}
        options = [_row(each, place=places.get(each["id"], "")) for each in body.get("options", [])]
        prompts = [_row(each) for each in body.get("prompts", [])]
        return cls(_lettered(options), _numbered(prompts))

    @classmethod
    def of_post(cls, getlist: GetList) -> "Rows":
        correct = set(getlist("correct"))
        posted = _columns(getlist, "option", MOST_OPTIONS)
        options = [replace(row, correct=row.id in correct, match="") for row in posted]
        return cls(_lettered(options), _numbered(_columns(getlist, "prompt", MOST_PROMPTS)))

    def with_prompts(self) -> "Rows":
        """Something to type in, when a question has just become one of matching."""
        return self if self.prompts else Rows(self.options, Rows.blank().prompts)

    def after(self, action: str) -> "Rows":
        """These rows after a button: option:add, option:remove:b, prompt:up:2 and so on."""
        part, _, rest = action.partition(":")
        verb, _, id = rest.partition(":")
        rows = self.options if part == "option" else self.prompts
        most = MOST_OPTIONS if part == "option" else MOST_PROMPTS
        changed = _changed(rows, verb, id, fresh=_fresh(rows, part), most=most)
        if part == "option":
            return Rows(_lettered(changed), self.prompts)
        return Rows(self.options, _numbered(changed))

    def body(self, type: str) -> dict[str, Any]:
        """What the item type keeps of these rows."""
        if type == "matching":
            prompts = [_entry(row, match=row.match) for row in self.prompts]
            return {"prompts": prompts, "options": [_entry(row) for row in self.options]}
        if type == "ordering":
            placed = sorted((row for row in self.options if row.place), key=lambda row: row.place)
            options = [_entry(row) for row in self.options]
            return {"options": options, "order": [row.id for row in placed]}
        options = [_entry(row, correct=row.correct) for row in self.options]
        if type == "multiple_response":
            return {"options": options, "select": sum(row.correct for row in self.options)}
        return {"options": options}

    def problems(self, type: str) -> list[Problem]:
        """What cannot be kept as it is. What is merely unfinished can."""
        found = [
            (f"{part}-{row.id}-{what}", f"{name} {row.letter}: at most {most} characters.")
            for part, name, rows in self._parts()
            for row in rows
            for what, most in MOST_CHARACTERS.items()
            if len(getattr(row, what)) > most
        ]
        return found + (_doubled_places(self.options) if type == "ordering" else [])

    def _parts(self) -> list[tuple[str, str, list[Row]]]:
        return [("option", "Option", self.options), ("prompt", "Prompt", self.prompts)]


def _columns(getlist: GetList, part: str, most: int) -> list[Row]:
    """Rows from lists of equal fields: the third option_text is of the third option."""
    names = ("id", "text", "because", "misconception", "place", "match")
    columns = [[_plain(each) for each in getlist(f"{part}_{name}")[:most]] for name in names]
    found = [
        Row(_id(id), "", text, because, misconception, place=_place(place), match=_id(match))
        for id, text, because, misconception, place, match in zip_longest(*columns, fillvalue="")
    ]
    return [row for row in found if row.id]


def _plain(text: str) -> str:
    """A browser ends lines with two characters; no database keeps a NUL."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _changed(rows: list[Row], verb: str, id: str, *, fresh: str, most: int) -> list[Row]:
    ids = [row.id for row in rows]
    if verb == "add":
        return [*rows, Row(fresh)] if len(rows) < most else rows
    if id not in ids:
        return rows
    at = ids.index(id)
    if verb == "remove":
        return rows[:at] + rows[at + 1 :]
    to = at - 1 if verb == "up" else at + 1
    if verb in {"up", "down"} and 0 <= to < len(rows):
        rows = list(rows)
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def _doubled_places(options: list[Row]) -> list[Problem]:
    first: dict[str, Row] = {}
    return [
        (f"option-{row.id}-place", f"Option {row.letter}: place {row.place} is taken.")
        for row in options
        if row.place and first.setdefault(row.place, row) is not row
    ]


def _row(entry: Mapping[str, Any], *, place: str = "") -> Row:
    names = ("id", "text", "because", "misconception", "match")
    texts = {name: str(entry.get(name) or "") for name in names}
    return Row(**texts, correct=entry.get("correct") is True, place=place)


def _entry(row: Row, **more: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": row.id, "text": row.text.strip(), **more}
    if because := row.because.strip():
        entry["because"] = because
    if misconception := row.misconception.strip():
        entry["misconception"] = misconception
    return entry


def _id(text: str) -> str:
    """An id as we gave it out; anything else is no row of ours."""
    return text if len(text) <= 10 and text.isascii() and text.isalnum() else ""


def _place(text: str) -> str:
    return text if text in PLACES else ""


def _fresh(rows: list[Row], part: str) -> str:
    taken = {row.id for row in rows}
    pool = ascii_lowercase if part == "option" else [str(n) for n in range(1, 20)]
    return next(each for each in pool if each not in taken)


def _lettered(rows: list[Row]) -> list[Row]:
    return [replace(row, letter=ascii_uppercase[at]) for at, row in enumerate(rows)]


def _numbered(rows: list[Row]) -> list[Row]:
    return [replace(row, letter=str(at)) for at, row in enumerate(rows, start=1)]
