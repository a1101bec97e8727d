"""The result as the vendor's own report would say it: pass or fail, a class for each section."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from attempts.models import Attempt, Result
from attempts.results import marks_of
from attempts.scoring import UNIT, Mark, by_domain, cut_units


@dataclass(frozen=True, slots=True)
class Section:
    """`meets` is None where a section has too few questions to have a level.

    `is_close` says that the likely range of what was right holds the level: it might be either.
    """

    number: int
    title: str
    weight: int
    meets: bool | None
    is_close: bool


@dataclass(frozen=True, slots=True)
class OfficialPage:
    id: UUID
    candidate: str
    exam: str
    exam_title: str
    title: str
    ended_at: datetime
    scaled: int
    pass_mark: int
    passed: bool
    sections: list[Section]


def official_page(attempt: Attempt, result: Result) -> OfficialPage:
    """Of a scored attempt."""
    marks = by_domain(marks_of(list(attempt.items.select_related("task__domain"))))
    return OfficialPage(
        id=attempt.pk,
        candidate=str(attempt.candidate),
        exam=attempt.exam.code,
        exam_title=attempt.exam.title,
        title=attempt.title,
        ended_at=attempt.ended_at or attempt.deadline,
        scaled=result.scaled,
        pass_mark=result.pass_mark,
        passed=result.passed,
        sections=[_section(row, marks.get(row["number"], [])) for row in result.domains],
    )


def _section(row: Mapping[str, Any], marks: Sequence[Mark]) -> Section:
    return Section(
        number=row["number"],
        title=row["title"],
        weight=row["weight"],
        meets=meets(marks),
        is_close=row["label"] == "not enough evidence",
    )


def meets(marks: Sequence[Mark]) -> bool | None:
    """Whether as many are right as a candidate who only just passes would have; None below two."""
    cut_u = cut_units([mark.rating_u for mark in marks])
    return None if cut_u is None else sum(mark.correct for mark in marks) * UNIT >= cut_u
