"""What became of each question of an attempt, in a word."""

from attempts.models import Item

OUTCOMES = {
    "right": "correct",
    "wrong": "wrong",
    "skipped": "skipped",
    "unreached": "not reached",
    "void": "voided",
}


def outcome(item: Item) -> str:
    """What became of a scored attempt's question, a key of OUTCOMES; whatever was answered, where
    it is void. Skipped is seen and left without an answer."""
    if item.is_correct is None:
        return "void"
    if item.is_correct:
        return "right"
    if item.answer is not None:
        return "wrong"
    return "skipped" if was_reached(item) else "unreached"


def was_reached(item: Item) -> bool:
    return item.first_seen_at is not None or item.answer is not None


def questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"
