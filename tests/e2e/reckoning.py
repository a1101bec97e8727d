"""The score once more, from the rows alone and by the book: nothing of the program's own rules."""

from fractions import Fraction
from math import floor

from attempts.models import Attempt, Item

UNITS = 10_000


def is_right(item: Item) -> bool:
    """All or nothing, read off the author's body."""
    body, answer = item.version.body, item.answer or {}
    match item.version.type:
        case "ordering":
            return answer.get("order") == body["order"]
        case "matching":
            return answer.get("pairs") == {each["id"]: each["match"] for each in body["prompts"]}
    key = {each["id"] for each in body["options"] if each["correct"]}
    return set(answer.get("selected", [])) == key


def raw_and_scaled(attempt: Attempt) -> tuple[int, int]:
    """Two straight lines, 100 to the pass mark at the cut and on to 1000, rounded down."""
    counted = [item for item in attempt.items.select_related("version") if item.is_scored]
    raw = sum(map(is_right, counted))
    cut = Fraction(sum(item.rating_u for item in counted), UNITS)
    if raw <= cut:
        return raw, floor(100 + (attempt.pass_mark - 100) * raw / cut)
    above = Fraction(raw - cut, len(counted) - cut)
    return raw, floor(attempt.pass_mark + (1000 - attempt.pass_mark) * above)
