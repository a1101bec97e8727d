"""One key and three distractors."""

from questions.item_types import selection
from questions.item_types.contract import Answer, Body, Fault, Layout
from questions.item_types.selection import is_correct, key, layout, rekeyed, wire

__all__ = [
    "faults",
    "is_complete",
    "is_correct",
    "key",
    "layout",
    "parse",
    "rekeyed",
    "select",
    "wire",
]


def faults(body: Body) -> list[Fault]:
    found = selection.faults(body, least=3, most=5)
    if not found and len(selection.correct_ids(body)) != 1:
        found.append(Fault("options", "Mark exactly one option as correct."))
    return found


def select(body: Body) -> int:
    return 1


def parse(body: Body, layout: Layout, wire: object) -> Answer:
    return selection.parse(layout, wire, select=1)


def is_complete(body: Body, answer: Answer | None) -> bool:
    return selection.is_complete(answer, select=1)
