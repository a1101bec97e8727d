"""What an author sees beside the form: the checks, and the question as candidates will see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from questions.content import Content
from questions.linting import Finding, lint, passed
from questions.linting.words import words
from questions.markup import stored_html
from questions.models import QuestionVersion
from questions.publishing import NO_TASK, content_of, render
from questions.rows import Problem

NUMBER_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


@dataclass(frozen=True, slots=True)
class Check:
    """One finding, with the place in the page to which it leads."""

    must_fix: bool
    evidence: str
    advice: str
    anchor: str
    place: str


@dataclass(frozen=True, slots=True)
class Checks:
    found: list[Check]
    passed: list[str]

    @property
    def to_fix(self) -> int:
        return sum(check.must_fix for check in self.found)

    @property
    def to_consider(self) -> int:
        return len(self.found) - self.to_fix


@dataclass(frozen=True, slots=True)
class SeenOption:
    """`place` is its place in the right order, from 1; 0 where there is none."""

    id: str
    letter: str
    html: str
    because_html: str
    correct: bool
    place: int
    notes: list[Check]


@dataclass(frozen=True, slots=True)
class SeenPrompt:
    id: str
    number: int
    html: str
    because_html: str
    match: str  # the letter that belongs here
    match_html: str
    notes: list[Check]


@dataclass(frozen=True, slots=True)
class Preview:
    """A question as candidates see it, and as they see its answer."""

    type: str
    select: str
    words: int
    stem_html: str
    options: list[SeenOption]
    prompts: list[SeenPrompt]
    decides: str
    takeaway: str
    references: Sequence[Mapping[str, str]]
    rating: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One line of the list. `tags` as in "MLA-C01 1.1"; `rating` a share such as 0.65, or empty."""

    reference: str
    gist: str
    tags: list[str]
    type: str
    state: str
    state_label: str
    rating: str
    to_fix: int
    to_consider: int
    changed_at: datetime


def row_of(version: QuestionVersion, *, today: date) -> QuestionRow:
    tasks = [tag.task for tag in version.question.question_tasks.all()]
    checks = checks_of(content_of(version), today=today, is_filed=bool(tasks))
    return QuestionRow(
        reference=version.question.reference,
        gist=version.gist,
        tags=[f"{task.domain.exam.code} {task.number}" for task in tasks],
        type=version.get_type_display(),
        state=version.state,
        state_label=version.get_state_display(),
        rating=_rating(version.rating_u),
        to_fix=checks.to_fix,
        to_consider=checks.to_consider,
        changed_at=version.updated_at,
    )


def _rating(rating_u: int | None) -> str:
    return "" if rating_u is None else f"{rating_u / 10_000:.2f}"


def checks_of(content: Content, *, today: date, is_filed: bool = True) -> Checks:
    found = lint(content, today=today)
    listed = [_check(each) for each in (found if is_filed else [NO_TASK, *found])]
    return Checks(listed, passed(found))


def problems_of(findings: Sequence[Finding]) -> list[Problem]:
    """Findings as lines of an error summary."""
    return [(_anchor(each), f"{each.evidence.rstrip('.')}. {each.advice}") for each in findings]


def preview_of(content: Content, checks: Checks | None = None) -> Preview:
    """How this content looks, rendered afresh; raises `TextTooLong`."""
    return _preview(content, render(content), checks.found if checks else [])


def frozen_preview(version: QuestionVersion) -> Preview:
    """How a version looks that was rendered when it was written."""
    return _preview(content_of(version), version.rendered, [])


def scenario_of(version: QuestionVersion) -> str:
    """The scenario this question belongs to, as safe HTML; empty where there is none."""
    case_study = version.question.case_study
    return stored_html(case_study.text_html) if case_study else ""


def _preview(content: Content, rendered: dict[str, Any], checks: list[Check]) -> Preview:
    options = _options(content, rendered, checks)
    return Preview(
        type=content.type,
        select=_select(content),
        words=len(words(content.stem)),
        stem_html=stored_html(rendered["stem"]),
        options=options,
        prompts=_prompts(content, rendered, {option.id: option for option in options}, checks),
        decides=content.decides,
        takeaway=content.takeaway,
        references=content.references,
        rating=_rating(content.rating_u),
    )


def _options(content: Content, rendered: dict[str, Any], checks: list[Check]) -> list[SeenOption]:
    order = [str(each) for each in content.body.get("order") or []]
    found = []
    for at, option in enumerate(content.options):
        id = str(option.get("id"))
        seen = SeenOption(
            id=id,
            letter=chr(ord("A") + at),
            html=_html(rendered, "options", id),
            because_html=_html(rendered, "because", id),
            correct=option.get("correct") is True,
            place=order.index(id) + 1 if id in order else 0,
            notes=[check for check in checks if check.place == f"options.{id}"],
        )
        found.append(seen)
    return found


def _prompts(
    content: Content, rendered: dict[str, Any], options: dict[str, SeenOption], checks: list[Check]
) -> list[SeenPrompt]:
    found = []
    for number, prompt in enumerate(content.prompts, start=1):
        id, match = str(prompt.get("id")), options.get(str(prompt.get("match")))
        seen = SeenPrompt(
            id=id,
            number=number,
            html=_html(rendered, "prompts", id),
            because_html=_html(rendered, "prompt_because", id),
            match=match.letter if match else "",
            match_html=match.html if match else "",
            notes=[check for check in checks if check.place == f"prompts.{id}"],
        )
        found.append(seen)
    return found


def _html(rendered: dict[str, Any], part: str, id: str) -> str:
    return stored_html(rendered.get(part, {}).get(id, ""))


def _select(content: Content) -> str:
    counts = {
        "multiple_response": len(content.keys),
        "ordering": len(content.body.get("order") or []),
    }
    count = counts.get(content.type, 1)
    return NUMBER_WORDS.get(count, str(count))


def _check(finding: Finding) -> Check:
    return Check(
        must_fix=finding.must_fix,
        evidence=finding.evidence,
        advice=finding.advice,
        anchor=_anchor(finding),
        place=finding.place,
    )


def _anchor(finding: Finding) -> str:
    """The id of the field in the editor that a finding speaks about."""
    part, _, rest = finding.place.partition(".")
    if part in {"options", "prompts"} and rest:
        field = "because" if "rationale" in finding.evidence else "text"
        return f"{part.removesuffix('s')}-{rest.partition('.')[0]}-{field}"
    anchors = {"options": "options", "prompts": "options", "order": "options", "select": "stem"}
    return anchors.get(part, part)
