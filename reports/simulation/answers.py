"""What can be answered to a made-up question: its right answer and three wrong ones. Pure."""

from collections.abc import Mapping
from typing import Any

from questions.item_types import Answer

WRONG_SHARES = (0.5, 0.3, 0.2)  # of those who are wrong

# The right answer first, then the wrong ones, the most tempting first; in option ids.
ANSWERS: Mapping[str, tuple[Answer, ...]] = {
    "multiple_choice": tuple({"selected": [each]} for each in "abcd"),
    "multiple_response": tuple({"selected": list(each)} for each in ("ab", "ac", "bd", "ae")),
    "ordering": tuple({"order": list(each)} for each in ("abc", "bac", "acb", "abd")),
    "matching": tuple(
        {"pairs": dict(zip("123", each, strict=True))} for each in ("abc", "bac", "acb", "abd")
    ),
}


def body(type: str, *, key: int = 0) -> dict[str, Any]:
    """A body whose key is ANSWERS[type][key]: 0 for a sound question, else it is miskeyed."""
    right = ANSWERS[type][key]
    letters = "abcde" if type == "multiple_response" else "abcd"
    options = [_entry(letter, f"Option {letter}") for letter in letters]
    if "order" in right:
        return {"options": options, "order": right["order"]}
    if "pairs" in right:
        pairs = right["pairs"].items()
        prompts = [_entry(n, f"Prompt {n}") | {"match": match} for n, match in pairs]
        return {"prompts": prompts, "options": options}
    marked = [each | {"correct": each["id"] in right["selected"]} for each in options]
    return {"options": marked} | ({"select": 2} if type == "multiple_response" else {})


def given(type: str, *, is_right: bool, roll: float) -> Answer:
    """The stored answer of a candidate who is right or not; `roll` (0 to 1) picks the wrong one."""
    if is_right:
        return ANSWERS[type][0]
    first, second, _ = WRONG_SHARES
    return ANSWERS[type][1 + (roll >= first) + (roll >= first + second)]


def _entry(id: str, text: str) -> dict[str, Any]:
    return {"id": id, "text": text, "because": f"Why {id}"}
