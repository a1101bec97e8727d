"""What an answer and an attempt are worth, from the rows alone: nothing of the program's rules."""

from collections.abc import Set
from fractions import Fraction
from itertools import permutations
from math import floor
from typing import Any

from attempts.models import Attempt, Item
from questions.item_types import ITEM_TYPES

UNITS = 10_000


def is_right(item: Item, answer: Any, taken: Set[int] = frozenset()) -> bool | None:
    """All or nothing, read off the author's body, or off the last correction of those `taken` (by
    primary key); None where that one voids the question. `answer` as it is stored."""
    decided = [each for each in item.version.corrections.all() if each.pk in taken]
    if decided:
        return _is_key(max(decided, key=lambda each: each.pk).key, answer)
    if answer is None:
        return False
    body = item.version.body
    match item.version.type:
        case "ordering":
            return answer["order"] == body["order"]
        case "matching":
            return answer["pairs"] == {each["id"]: each["match"] for each in body["prompts"]}
    return set(answer["selected"]) == {each["id"] for each in body["options"] if each["correct"]}


def _is_key(key: Any, answer: Any) -> bool | None:
    if key is None or answer is None:
        return None if key is None else False
    if "selected" in key:
        return set(answer["selected"]) == set(key["selected"])
    return answer == key


def score(attempt: Attempt, items: list[Item], taken: Set[int] = frozenset()) -> dict[str, Any]:
    """Two straight lines, 100 to the pass mark at the cut and on to 1000, rounded down."""
    marks = {item: is_right(item, item.answer, taken) for item in items}
    counted = [item for item in items if item.is_scored and marks[item] is not None]
    raw = sum(marks[item] for item in counted)
    cut = Fraction(sum(item.rating_u for item in counted), UNITS)
    if raw <= cut:
        scaled = floor(100 + (attempt.pass_mark - 100) * raw / cut)
    else:
        above = Fraction(raw - cut, len(counted) - cut)
        scaled = floor(attempt.pass_mark + (1000 - attempt.pass_mark) * above)
    passed = scaled >= attempt.pass_mark
    return {"raw": raw, "scored": len(counted), "scaled": scaled, "passed": passed}


def wire(item: Item, stored: Any) -> Any:
    """A stored answer as the candidate gave it."""
    return None if stored is None else ITEM_TYPES[item.version.type].wire(item.layout, stored)


def possible_answers(item: Item) -> list[Any]:
    """A few different answers in the letters of this attempt; the right one is the first."""
    rules = ITEM_TYPES[item.version.type]
    right = rules.wire(item.layout, rules.key(item.version.body))
    letters = "ABCDEFGHI"[: len(item.layout["options"])]
    if "order" in right:
        others = [{"order": list(each)} for each in permutations(right["order"])]
    elif "pairs" in right:
        others = [{"pairs": dict.fromkeys(right["pairs"], letter)} for letter in letters]
    else:
        size = len(right["selected"])
        others = [{"selected": sorted((letters * 2)[n : n + size])} for n in range(len(letters))]
    return [right, *(each for each in others if each != right)]
