"""How often each way to answer a question was chosen, by fifth of the candidates. Pure.

Where the options of a question mean something alone, they are counted one by one; an ordering or a
matching is counted as a whole: the right answer, the wrong ones given most often, and the rest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from questions.item_types import ITEM_TYPES, Answer
from reports.item_flags import Choice, Kind

FIFTHS = 5
MOST_WRONG = 4  # whole answers shown one by one
BLANK, OTHERS = "No answer", "Any other answer"


@dataclass(frozen=True, slots=True)
class Given:
    """So many candidates of one fifth (0 is the weakest) gave this stored answer, or none."""

    fifth: int
    answer: Answer | None
    times: int


def choices_of(type: str, body: Mapping[str, Any], given: Iterable[Given]) -> list[Choice]:
    """Every choice in the order of the author's letters; the rest, if any, last."""
    rows, key = list(given), ITEM_TYPES[type].key(body)
    letters = letters_of(body)
    answered = [each for each in rows if each.answer is not None]
    blank = _counts(each for each in rows if each.answer is None)
    found = (
        _options(key, letters, answered) if "selected" in key else _wholes(key, letters, answered)
    )
    return [*found, *([Choice(BLANK, Kind.REST, blank)] if any(blank) else [])]


def letters_of(body: Mapping[str, Any]) -> dict[str, str]:
    """Option id -> the letter it bears before its author."""
    return dict(zip((option["id"] for option in body["options"]), ascii_uppercase, strict=False))


def label(answer: Answer, letters: Mapping[str, str], numbers: Mapping[str, int]) -> str:
    """An ordering as "C, A, B", a matching as "1 B, 2 A, 3 C"; what is missing is left out."""
    if "order" in answer:
        return ", ".join(letters.get(each, "?") for each in answer["order"])
    pairs = sorted((numbers.get(prompt, 0), option) for prompt, option in answer["pairs"].items())
    return ", ".join(f"{number} {letters.get(option, '?')}" for number, option in pairs)


def _options(key: Answer, letters: Mapping[str, str], answered: list[Given]) -> list[Choice]:
    return [
        Choice(
            letter,
            Kind.KEY if id in key["selected"] else Kind.OPTION,
            _counts(each for each in answered if each.answer and id in each.answer["selected"]),
        )
        for id, letter in letters.items()
    ]


def _wholes(key: Answer, letters: Mapping[str, str], answered: list[Given]) -> list[Choice]:
    numbers = {prompt: number for number, prompt in enumerate(key.get("pairs", {}), start=1)}
    labelled = [
        (label(each.answer, letters, numbers), each) for each in answered if each.answer is not None
    ]
    right = label(key, letters, numbers)
    often: Counter[str] = Counter()
    for words, each in labelled:
        often[words] += each.times
    often.pop(right, None)
    wrong = [words for words, _ in sorted(often.items(), key=lambda pair: (-pair[1], pair[0]))]
    shown = {right: Kind.KEY} | dict.fromkeys(wrong[:MOST_WRONG], Kind.ANSWER)
    found = [
        Choice(words, kind, _counts(each for own, each in labelled if own == words))
        for words, kind in shown.items()
    ]
    rest = _counts(each for own, each in labelled if own not in shown)
    return [*found, *([Choice(OTHERS, Kind.REST, rest)] if any(rest) else [])]


def _counts(given: Iterable[Given]) -> tuple[int, ...]:
    counts = [0] * FIFTHS
    for each in given:
        counts[each.fifth] += each.times
    return tuple(counts)
