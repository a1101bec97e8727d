"""A bank of made-up questions, as long as real ones."""

import random

from benchmarks.bare.models import Question

STEM_WORDS, OPTION_WORDS, BECAUSE_WORDS = 65, 18, 32
WORDS = ["team", "trains", "the", "model", "on", "new", "data", "and", "keeps", "what", "it", "saw"]


def fill(count: int) -> None:
    Question.objects.bulk_create(
        Question(stem_html=_text(STEM_WORDS), options=_options(), key=random.choice("abcd"))
        for _ in range(count)
    )


def _options() -> list[dict[str, str]]:
    return [
        {"id": letter, "html": _text(OPTION_WORDS), "because": _text(BECAUSE_WORDS)}
        for letter in "abcd"
    ]


def _text(words: int) -> str:
    return f"<p>{' '.join(random.choices(WORDS, k=words))}.</p>"
