"""The options: can a reader who knows nothing tell the key from its form?"""

import re
from collections import Counter
from datetime import date

from questions.content import Content, Entry, place_of, text_of
from questions.linting.findings import Rank, Rule
from questions.linting.structure import Remarks
from questions.linting.words import root, roots, words

MOST_RATIO = 1.6
MEASURABLE = 25  # characters: the lengths of "4" and "0.25" say nothing

_ABOVE = re.compile(
    r"\b(?:all|none|both|neither|any|either) of the (?:above|other|preceding|options)\b"
    r"|\b(?:all|none) of these\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"\b(always|never|only|all|none)\b", re.IGNORECASE)
_COMMON = roots(
    "about account accuracy across after already amazon another application before between bucket "
    "change cluster company configuration configure create customer data database dataset deploy "
    "deployment different during endpoint engineer environment every feature files function "
    "inference instance instances learning machine managed metric metrics minutes model models "
    "number objects option pipeline prediction process production project question record records "
    "request requests requirement requirements resource result results sagemaker schedule service "
    "should single source storage store stream system table target training using value values "
    "version which while without would"
)


def no_above(content: Content, today: date) -> Remarks:
    for option in content.options:
        if match := _ABOVE.search(text_of(option)):
            advice = "Options are shuffled, and such an option tests logic. Write a real one."
            yield place_of(option), f"“{match[0]}” in {content.mention(place_of(option))}", advice


def like_lengths(content: Content, today: date) -> Remarks:
    """Longest over shortest, in characters, at most 1.6."""
    lengths = sorted((len(text_of(option)), place_of(option)) for option in content.options)
    if not content.keys or not lengths or lengths[-1][0] < MEASURABLE:
        return
    (least, shortest), (most, longest) = lengths[0], lengths[-1]
    if least and most / least > MOST_RATIO:
        ratio = f"{content.name(longest)} is {most / least:.1f} times as long"
        advice = f"{most} and {least} characters. Stay within {MOST_RATIO}."
        yield longest, f"{ratio} as {content.mention(shortest)}", advice


def longest_is_not_key(content: Content, today: date) -> Remarks:
    keys = {place_of(key) for key in content.keys}
    longest = longest_options(content)
    if longest and keys == longest:
        named = " and ".join(sorted(content.name(place) for place in longest))
        others = [len(words(text_of(each))) for each in content.distractors]
        mean = sum(others) / max(len(others), 1)
        evidence = "The longest option is correct" if len(keys) == 1 else "The longest are correct"
        advice = f"Trim {named}, or add to a distractor: the others average {mean:.0f} words."
        yield min(longest), evidence, advice


def longest_options(content: Content) -> set[str]:
    """Where a reader would tick who always takes the longest; empty where there is a tie."""
    count = len(content.keys)
    ranked = sorted(content.options, key=lambda each: len(text_of(each)), reverse=True)
    if not 0 < count < len(ranked):
        return set()
    tie = len(text_of(ranked[count - 1])) == len(text_of(ranked[count]))
    return set() if tie else {place_of(each) for each in ranked[:count]}


def absolutes_in_keys_too(content: Content, today: date) -> Remarks:
    if not content.keys or any(_ABSOLUTE.search(text_of(key)) for key in content.keys):
        return
    for option in content.distractors:
        if match := _ABSOLUTE.search(text_of(option)):
            evidence = f"“{match[0].capitalize()}” in {content.mention(place_of(option))}"
            advice = "Absolute words mark an option as wrong for test-wise readers."
            yield place_of(option), evidence, advice


def no_shared_word_clue(content: Content, today: date) -> Remarks:
    """A distinctive word of the stem stands in the key and in no distractor."""
    if not content.keys or not content.distractors:
        return
    elsewhere = roots(" ".join(text_of(each) for each in content.distractors)) | _COMMON
    asked = roots(content.stem) - elsewhere
    for key in content.keys:
        if clue := _first_in(asked, key):
            evidence = f"“{clue}” stands in the stem and in {content.mention(place_of(key))}"
            yield place_of(key), f"{evidence} only", "Use it in a distractor too, or reword one."


def _first_in(asked: set[str], key: Entry) -> str:
    """The first long word of the key whose root is among the roots asked for."""
    distinctive = (word for word in words(text_of(key)) if len(word) >= 6)
    return next((word for word in distinctive if root(word) in asked), "")


def parallel_form(content: Content, today: date) -> Remarks:
    """All options end alike and start alike, as far as full stops and capitals tell."""
    for what, test in (("end with a full stop", _ends), ("start with a small letter", _starts)):
        forms = [test(text_of(each)) for each in content.options]
        if len(set(forms)) > 1:
            odd = content.options[forms.index(Counter(forms).most_common()[-1][0])]
            advice = "Give all options the same form, so that none stands out."
            yield place_of(odd), f"Some options {what}, others do not", advice


def _ends(text: str) -> bool:
    return text.endswith(".")


def _starts(text: str) -> bool:
    """With a plain word in small letters; names such as k-means keep theirs."""
    first = text.partition(" ")[0]
    return first.isalpha() and first.islower() and len(first) > 2


RULES = (
    Rule("no_above", Rank.MUST_FIX, "No “all of the above”", no_above),
    Rule("like_lengths", Rank.CONSIDER, "Options of like length", like_lengths),
    Rule("longest_is_not_key", Rank.CONSIDER, "Key is not the longest", longest_is_not_key),
    Rule("absolutes", Rank.CONSIDER, "No absolute-word clue", absolutes_in_keys_too),
    Rule("shared_word", Rank.CONSIDER, "No shared-word clue", no_shared_word_clue),
    Rule("parallel_form", Rank.CONSIDER, "Options in parallel form", parallel_form),
)
