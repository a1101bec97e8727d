"""One candidate at one exam over time."""

from dataclasses import dataclass
from datetime import datetime
from math import hypot
from uuid import UUID

from attempts.models import Attempt
from questions.models import Exam
from reports.time_charts import History, ScorePoint, history


@dataclass(frozen=True, slots=True)
class Sat:
    """One scored attempt."""

    id: UUID
    title: str
    mode_label: str
    ended_at: datetime
    scaled: int
    low: int
    high: int
    passed: bool


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
    rows = tuple(_sat(each) for each in attempts.select_related("result").order_by("number"))
    points = [
        ScorePoint(f"{row.ended_at:%-d %b}", row.scaled, row.low, row.high, row.passed)
        for row in rows
    ]
    return Progress(
        exam=exam.code,
        exam_title=exam.title,
        pass_mark=exam.pass_mark,
        rows=rows,
        charts=tuple(history(points, exam.pass_mark, narrow=n) for n in (False, True) if points),
    )


def _sat(attempt: Attempt) -> Sat:
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
    )
