"""Two authors, one draft: what each of them wrote."""

from dataclasses import dataclass
from typing import Any

from questions.content import Content, text_of
from questions.models import QuestionVersion
from questions.publishing import content_of

LABELS = {
    "type": "Type",
    "gist": "Short title",
    "stem": "Question text",
    "body": "Options and rationales",
    "decides": "What decides the answer",
    "takeaway": "Takeaway",
    "references": "References",
    "level": "Thinking level",
    "rating_u": "Rating",
    "services": "Services",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people left different."""

    label: str
    theirs: str
    yours: str


def base_of(version: QuestionVersion) -> str:
    """What a form says it was made from: this version, as last written."""
    return f"{version.pk}@{version.updated_at.isoformat()}"


def differences(version: QuestionVersion, yours: Content) -> list[Difference]:
    theirs = content_of(version)
    return [
        Difference(label, _said(theirs, name), _said(yours, name))
        for name, label in LABELS.items()
        if _said(theirs, name) != _said(yours, name)
    ]


def _said(content: Content, name: str) -> str:
    value: Any = getattr(content, name)
    if name == "body":
        return _body(content)
    if name == "references":
        return "\n".join(f"{link['title']} {link['url']} {link['checked']}" for link in value)
    if name == "rating_u":
        return "" if value is None else f"{value / 10_000:.2f}"
    return ", ".join(value) if isinstance(value, list) else str(value).strip()


def _body(content: Content) -> str:
    """Options and prompts in plain words, the key marked."""
    order = [str(each) for each in content.body.get("order") or []]
    lines = []
    for entry in [*content.prompts, *content.options]:
        marks = ["correct"] if entry.get("correct") else []
        marks += [f"belongs to {entry['match']}"] if entry.get("match") else []
        marks += [f"place {order.index(entry['id']) + 1}"] if entry.get("id") in order else []
        key = f" ({', '.join(marks)})" if marks else ""
        lines.append(f"{entry.get('id')}{key}: {text_of(entry)}")
        lines += [f"   {entry['because']}"] if entry.get("because") else []
    return "\n".join(lines)
