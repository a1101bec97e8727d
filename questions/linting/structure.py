"""Is it a question at all? What its item type demands, and what every question must carry."""

from collections.abc import Iterator
from datetime import date
from string import punctuation

from questions.content import Content, place_of, text_of
from questions.item_types import ITEM_TYPES, Fault
from questions.linting.findings import Rank, Rule

Remarks = Iterator[tuple[str, str, str]]
MOST_GIST_WORDS = 6


def sound_body(content: Content, today: date) -> Remarks:
    if content.type not in ITEM_TYPES:
        yield "type", f"{content.type!r} is not an item type", f"Use {', '.join(ITEM_TYPES)}."
        return
    for fault in ITEM_TYPES[content.type].faults(content.body):
        yield _remark(content.name(fault.place), fault)


def _remark(name: str, fault: Fault) -> tuple[str, str, str]:
    if "rationale" in fault.message:
        advice = "Candidates read it after the exam. Say what it is good for, and why not here."
        return fault.place, f"{name} has no rationale", advice
    return fault.place, f"{name}: {fault.message}", "Without this nobody can answer the question."


def different_options(content: Content, today: date) -> Remarks:
    """The same words with another punctuation; word-for-word twins are a fault of the body."""
    seen: dict[str, str] = {}
    strip = str.maketrans("", "", punctuation + " ")
    for option in content.options:
        words = text_of(option).casefold().translate(strip)
        if words and (twin := seen.setdefault(words, place_of(option))) != place_of(option):
            evidence = f"{content.name(place_of(option))} says the same as {content.name(twin)}"
            yield place_of(option), evidence, "Options must exclude each other. Rewrite one."


def short_gist(content: Content, today: date) -> Remarks:
    count = len(content.gist.split())
    if not count:
        yield (
            "gist",
            "There is no short title",
            "Write at most six words that never hint at the key.",
        )
    elif count > MOST_GIST_WORDS:
        advice = f"Use at most {MOST_GIST_WORDS}: it stands in narrow lists."
        yield "gist", f"The short title has {count} words", advice


def decision_named(content: Content, today: date) -> Remarks:
    if not content.decides.strip():
        advice = "One line: the constraint that makes the key the only right answer."
        yield "decides", "What decides the answer is not written down", advice
    if not content.takeaway.strip():
        advice = "One line that holds beyond this question, good as the back of a flashcard."
        yield "takeaway", "There is no takeaway", advice


RULES = (
    Rule("sound_body", Rank.MUST_FIX, "Complete for its type", sound_body),
    Rule("different_options", Rank.MUST_FIX, "Options differ", different_options),
    Rule("short_gist", Rank.MUST_FIX, "Short title fits lists", short_gist),
    Rule("decision_named", Rank.MUST_FIX, "Says what decides", decision_named),
)
