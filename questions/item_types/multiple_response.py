"""Two or more keys among five or more options; the stem says how many. No partial credit."""

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
    found = selection.faults(body, least=5, most=7)
    if found:
        return found
    keys = len(selection.correct_ids(body))
    if not 2 <= keys < len(body["options"]):
        found.append(Fault("options", "Mark two or more options as correct, and not all."))
    if body.get("select") != keys:
        found.append(Fault("select", f"Says {body.get('select')}, but {keys} options are correct."))
    return found


def select(body: Body) -> int:
    return int(body["select"])


def parse(body: Body, layout: Layout, wire: object) -> Answer:
    return selection.parse(layout, wire, select=select(body))


def is_complete(body: Body, answer: Answer | None) -> bool:
    return selection.is_complete(answer, select=select(body))
