"""What an item type must be able to do. Each type is one module with these functions; all pure.

Three vocabularies meet here. A *body* is what the author wrote, in option ids ("a", "b" ...) that
mean nothing to a candidate. A *layout* is the order in which one attempt shows options and prompts.
A *wire answer* speaks of positions in that layout: letters "A", "B" ... for options and numbers
"1", "2" ... for prompts. A *stored answer* speaks of ids again. So nothing that leaves the server
during an attempt says anything about the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase
from typing import Any, Protocol, TypedDict

Body = Mapping[str, Any]
Answer = dict[str, Any]


class Layout(TypedDict):
    """The ids of options and prompts in the order one attempt shows them."""

    options: list[str]
    prompts: list[str]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a body: where, and what to do about it."""

    place: str
    message: str


class MalformedAnswer(ValueError):
    """A wire answer that this item cannot have. The message names the field and says what to do."""


class ItemRules(Protocol):
    def faults(self, body: Body) -> list[Fault]:
        """Every structural fault; an empty list means that the other functions may be called."""

    def layout(self, body: Body, rng: Random) -> Layout:
        """A shuffled order, the same for the same state of `rng`."""

    def parse(self, body: Body, layout: Layout, wire: object) -> Answer:
        """Stored answer from a wire answer; raises `MalformedAnswer`. May be incomplete."""

    def wire(self, layout: Layout, answer: Answer) -> Answer:
        """Wire answer from a stored answer: the inverse of `parse`."""

    def is_complete(self, body: Body, answer: Answer | None) -> bool:
        """Whether everything the question asks for has been given."""

    def is_correct(self, body: Body, answer: Answer | None) -> bool:
        """All or nothing: everything needed, nothing else. No answer is wrong."""

    def key(self, body: Body) -> Answer:
        """The stored answer that is correct."""

    def rekeyed(self, body: Body, key: Answer) -> dict[str, Any]:
        """The body with another key, a complete stored answer; everything else as it was."""

    def select(self, body: Body) -> int:
        """How many options (or pairs) a complete answer has."""


def letters_of(layout: Layout) -> dict[str, str]:
    """Option id -> the letter it bears on this attempt."""
    return dict(zip(layout["options"], ascii_uppercase, strict=False))


def ids_of(layout: Layout) -> dict[str, str]:
    """Letter -> option id."""
    return dict(zip(ascii_uppercase, layout["options"], strict=False))


def shuffled(body: Body, part: str, rng: Random) -> list[str]:
    """The ids of one part of a body in an order drawn from `rng`."""
    ids = [entry["id"] for entry in body.get(part, [])]
    rng.shuffle(ids)
    return ids


def known_letters(layout: Layout, letters: object, *, field: str) -> list[str]:
    """Option ids for a non-empty list of different letters, or `MalformedAnswer`."""
    ids = ids_of(layout)
    if not isinstance(letters, list) or not all(isinstance(each, str) for each in letters):
        raise MalformedAnswer(f"{field}: give a list of letters.")
    if not letters:
        raise MalformedAnswer(f"{field}: name an option, or send null to clear the answer.")
    if unknown := [letter for letter in letters if letter not in ids]:
        raise MalformedAnswer(f"{field}: {unknown[0][:20]!r} is not an option. Use {span(ids)}.")
    if len(set(letters)) < len(letters):
        raise MalformedAnswer(f"{field}: an option is named twice.")
    return [ids[letter] for letter in letters]


def only_field(wire: object, field: str) -> Any:
    """The value of the one field a wire answer of this type has, or `MalformedAnswer`."""
    if not isinstance(wire, dict) or set(wire) != {field}:
        raise MalformedAnswer(f'answer: give an object with the one field "{field}", or null.')
    return wire[field]


def span(ids: Mapping[str, str]) -> str:
    return f"{min(ids)} to {max(ids)}"


def option_faults(body: Body, part: str, *, least: int, most: int) -> list[Fault]:
    """Faults of a list of options or prompts: its size, its ids, its texts."""
    entries = body.get(part)
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        return [Fault(part, f"Give a list of {least} to {most} {part}.")]
    found = []
    if not least <= len(entries) <= most:
        found.append(Fault(part, f"Give {least} to {most} {part}; there are {len(entries)}."))
    ids = [each.get("id") for each in entries]
    if not all(isinstance(each, str) and each for each in ids):
        found.append(Fault(part, "Every entry needs an id, say a, b, c."))
    elif len(set(ids)) < len(ids):
        found.append(Fault(part, "Two entries have the same id."))
    found += text_faults(entries, part)
    return found


def text_faults(entries: list[dict[str, Any]], part: str) -> list[Fault]:
    texts = [str(each.get("text") or "").strip() for each in entries]
    found = [
        Fault(f"{part}.{each.get('id')}", "Write the text.")
        for each, text in zip(entries, texts, strict=True)
        if not text
    ]
    written = [text.casefold() for text in texts if text]
    if len(set(written)) < len(written):
        found.append(Fault(part, "Two entries have the same text."))
    return found


def because_faults(entries: list[dict[str, Any]], part: str) -> list[Fault]:
    return [
        Fault(f"{part}.{each.get('id')}", "Write the rationale (because).")
        for each in entries
        if not str(each.get("because") or "").strip()
    ]
