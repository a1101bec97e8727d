"""What a candidate reads afterwards: rationales and references."""

from datetime import date

from questions.content import Content
from questions.linting.findings import Rank, Rule
from questions.linting.structure import Remarks

LEAST_WORDS, MOST_WORDS = 60, 160
STALE_AFTER_DAYS = 180


def rationale_length(content: Content, today: date) -> Remarks:
    """All rationales of one question together: 60 to 160 words."""
    count = sum(len(text.split()) for text in content.rationales().values())
    if count and not LEAST_WORDS <= count <= MOST_WORDS:
        advice = f"Together they should have {LEAST_WORDS} to {MOST_WORDS}."
        yield "options", f"The rationales have {count} words", advice


def rationales_differ(content: Content, today: date) -> Remarks:
    seen: dict[str, str] = {}
    for place, text in content.rationales().items():
        if (twin := seen.setdefault(text.strip().casefold(), place)) != place:
            evidence = f"{content.name(place)} has the rationale of {content.mention(twin)}"
            yield place, evidence, "Say what is wrong with this one, and when it would be right."


def has_references(content: Content, today: date) -> Remarks:
    if not content.references:
        yield (
            "references",
            "There is no reference",
            "Link the documentation page that proves the key.",
        )
    for at, reference in enumerate(content.references):
        if missing := [field for field in ("title", "url", "checked") if not reference.get(field)]:
            evidence = f"Reference {at + 1} has no {' and no '.join(missing)}"
            yield (
                f"references.{at}",
                evidence,
                "Give its title, its address and the day you read it.",
            )
        elif not str(reference["url"]).startswith("https://"):
            advice = "Give the full address, starting with https://."
            yield f"references.{at}", f"Reference {at + 1} is no web address", advice


def fresh_references(content: Content, today: date) -> Remarks:
    """Read within the last 180 days, and not in the future."""
    for at, reference in enumerate(content.references):
        age = _age(reference.get("checked"), today)
        if age is not None and age > STALE_AFTER_DAYS:
            advice = "Read the page again, and write down today's date."
            yield f"references.{at}", f"Reference {at + 1} was checked {age} days ago", advice
        elif age is not None and age < 0:
            advice = "Write down the day you read the page."
            yield f"references.{at}", f"Reference {at + 1} was checked in the future", advice


def _age(checked: object, today: date) -> int | None:
    """Days since then; None where no date can be read."""
    try:
        return (today - date.fromisoformat(str(checked))).days
    except ValueError:
        return None


def has_rating(content: Content, today: date) -> Remarks:
    if content.rating_u is None:
        advice = "Estimate how many of 100 candidates who only just deserve to pass get it right."
        yield "rating", "There is no rating", advice


RULES = (
    Rule("has_references", Rank.MUST_FIX, "Reference given", has_references),
    Rule("fresh_references", Rank.CONSIDER, "References are fresh", fresh_references),
    Rule("rationale_length", Rank.CONSIDER, "Length of the rationales", rationale_length),
    Rule("rationales_differ", Rank.CONSIDER, "Rationales differ", rationales_differ),
    Rule("has_rating", Rank.CONSIDER, "Rated", has_rating),
)
