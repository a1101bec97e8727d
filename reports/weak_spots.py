"""The newest report of a candidate at an exam, tasks in the order of what there is to gain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from questions.models import Exam
from reports.charts import ShareBar
from reports.evidence import leaves_out_repeats
from reports.mastery import ENOUGH
from reports.models import Report, awaiting_report
from reports.outlook import Outlook, outlook
from reports.standing import Level, Reading, bar, level, likely, reading


@dataclass(frozen=True, slots=True)
class WeakSpot:
    """A task with its evidence. `gain` is in scored questions; no bar on too few answers."""

    number: str
    title: str
    pooled: str
    likely: str
    level: Level
    gain: str
    bar: ShareBar | None

    @property
    def sentence(self) -> str:
        return f"{self.title}: likely range {self.likely}, {self.level.words.lower()}."


@dataclass(frozen=True, slots=True)
class WeakSpots:
    """`is_behind` says that a newer attempt is still being worked on."""

    attempt_id: UUID
    computed_at: datetime
    answered: int
    attempts: int
    outlook: Outlook | None
    reading: Reading
    rows: list[WeakSpot]
    actions: list[dict[str, Any]]
    is_behind: bool

    @property
    def minutes(self) -> int:
        return sum(action["minutes"] for action in self.actions)


def latest(candidate: User, exam: Exam) -> WeakSpots | None:
    """None before the first report."""
    reports = Report.objects.filter(attempt__in=candidate.attempts.finished(), attempt__exam=exam)
    report = reports.select_related("attempt").order_by("-attempt__number").first()
    if report is None:
        return None
    return WeakSpots(
        attempt_id=report.attempt_id,
        computed_at=report.computed_at,
        answered=report.overall["answered"],
        attempts=report.overall["attempts"],
        outlook=outlook(report),
        reading=reading(report.domains, repeats=leaves_out_repeats(report.attempt)),
        rows=[_weak_spot(entry, exam.scored_count) for entry in report.tasks],
        actions=report.actions,
        is_behind=awaiting_report().filter(candidate=candidate, exam=exam).exists(),
    )


def _weak_spot(entry: Mapping[str, Any], scored: int) -> WeakSpot:
    gain = max(entry["gain"], 0) * scored
    return WeakSpot(
        number=entry["number"],
        title=entry["title"],
        pooled=f"{entry['correct']} of {entry['answered']}",
        likely=likely(entry),
        level=level(entry),
        gain=f"{gain:.1f}",
        bar=bar(entry) if entry["answered"] >= ENOUGH else None,
    )
