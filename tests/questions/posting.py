"""What the editor's form posts, and content that may be published."""

from typing import Any

from questions.conflicts import base_of
from questions.content import Content
from questions.models import QuestionVersion
from tests import factories

STEM = "A team has data.\n\nWhich store fits?"


def sound(**changes: Any) -> Content:
    fields = {
        "type": "multiple_choice",
        "gist": "Nightly job",
        "stem": STEM,
        "body": factories.body(),
        "decides": "Cost",
        "takeaway": "Think of cost",
        "references": [{"title": "Docs", "url": "https://docs.example/", "checked": "2026-03-01"}],
        "provenance": {"original": True},
    }
    return Content(**fields | changes)


def form(version: QuestionVersion | None = None, **changes: Any) -> dict[str, Any]:
    """The fields of the editor for a sound multiple choice question, with some changed."""
    fields = {
        "base": base_of(version) if version else "",
        "do": "save",
        "type": "multiple_choice",
        "level": "apply",
        "gist": "Nightly job",
        "stem": STEM,
        "decides": "Cost",
        "takeaway": "Think of cost",
        "rating": "0.65",
        "services": "Amazon S3, AWS Glue",
        "references": "Docs | https://docs.example/ | 2026-03-01",
        "case_study": "",
        "option_id": ["a", "b", "c", "d"],
        "option_text": ["Option a", "Option b", "Option c", "Option d"],
        "option_because": ["Because a", "Because b", "Because c", "Because d"],
        "option_misconception": ["", "async-vs-batch", "", ""],
        "option_place": ["", "", "", ""],
        "correct": ["a"],
    }
    return fields | changes
