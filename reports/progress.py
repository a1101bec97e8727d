"""One candidate at one exam over time."""

from dataclasses import dataclass
from datetime import datetime
from math import hypot
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from attempts.models import Attempt
from questions.models import Exam
from reports.time_charts import History, ScorePoint, history


@dataclass(frozen=True, slots=True)
class Sat:
    """One scored attempt: of its `asked` questions, `repeats` had been met before.

    `domains` is the table of its Result.
    """

    id: UUID
    title: str
    mode_label: str
    ended_at: datetime
    scaled: int
    low: int
    high: int
    passed: bool
    asked: int
    repeats: int
    domains: list[dict[str, Any]]

    @property
    def is_repeat(self) -> bool:
        """Whether a fifth of the questions or more was known: the score also tests memory."""
        return 5 * self.repeats >= self.asked > 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Scored attempts, oldest first, drawn twice. Without any, there is nothing to draw."""

    exam: str
    exam_title: str
    pass_mark: int
    rows: tuple[Sat, ...]
    charts: tuple[History, ...]

    @property
    def sentence(self) -> str:
        scores = ", ".join(str(row.scaled) for row in self.rows)
        passed = sum(row.passed for row in self.rows)
        return (
            f"Scaled scores over {len(self.rows)} attempts: {scores}. The pass mark is "
            f"{self.pass_mark}; {passed} of {len(self.rows)} reached it."
        )

    @property
    def repeat_reading(self) -> str:
        """Which scores may be memory, or nothing."""
        if not any(row.is_repeat for row in self.rows):
            return ""
        return "A square marks an exam of which you had met a fifth or more: part of it is memory."

    @property
    def change(self) -> str:
        """The last step in words, with the doubt it deserves."""
        if len(self.rows) < 2:
            return "One attempt so far. A second one shows which way you are going."
        before, last = self.rows[-2:]
        step = last.scaled - before.scaled
        words = f"{'Up' if step > 0 else 'Down'} {abs(step)}" if step else "No change"
        if abs(step) <= hypot(_margin(before), _margin(last)):
            return f"{words} since the attempt before, within the margin of error: it may be luck."
        return f"{words} since the attempt before, more than the margin of error explains."


def _margin(row: Sat) -> int:
    """Half of the likely range; where the scale cuts it off, the longer side."""
    return max(row.scaled - row.low, row.high - row.scaled)


def progress(candidate_id: int, exam: Exam, *, up_to: int | None = None) -> Progress:
    """All scored attempts of a candidate at an exam, or those up to a number."""
    attempts = Attempt.objects.scored().filter(candidate=candidate_id, exam=exam)
    if up_to is not None:
        attempts = attempts.filter(number__lte=up_to)
    counted = attempts.annotate(
        asked=Count("items"), repeats=Count("items", filter=Q(items__is_new=False))
    )
    rows = tuple(_sat(each) for each in counted.select_related("result").order_by("number"))
    points = [
        ScorePoint(
            f"{row.ended_at:%-d %b}", row.scaled, row.low, row.high, row.passed, row.is_repeat
        )
        for row in rows
    ]
    return Progress(
        exam=exam.code,
        exam_title=exam.title,
        pass_mark=exam.pass_mark,
        rows=rows,
        charts=tuple(history(points, exam.pass_mark, narrow=n) for n in (False, True) if points),
    )


def _sat(attempt: Any) -> Sat:
    """`attempt` bears the counts `asked` and `repeats`."""
    result = attempt.result
    return Sat(
        id=attempt.pk,
        title=attempt.title,
        mode_label=attempt.get_mode_display(),
        ended_at=attempt.ended_at or attempt.deadline,
        scaled=result.scaled,
        low=result.low,
        high=result.high,
        passed=result.passed,
        asked=attempt.asked,
        repeats=attempt.repeats,
        domains=result.domains,
    )
