"""A running attempt at a glance: its clock, its navigator, its review screen. No key in here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from attempts import timing
from attempts.models import Attempt, Item
from attempts.presentation import given_count, progress
from attempts.states import AttemptState, Mode
from questions.item_types import ITEM_TYPES

PROGRESS_WORDS = {
    "answered": "answered",
    "incomplete": "answer incomplete",
    "seen": "seen, no answer",
    "new": "not seen",
}


@dataclass(frozen=True, slots=True)
class Cell:
    position: int
    progress: str
    flagged: bool
    in_case: bool
    is_current: bool

    @property
    def label(self) -> str:
        words = [f"Question {self.position}", PROGRESS_WORDS[self.progress]]
        words += ["flagged"] * self.flagged + ["case study"] * self.in_case
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Navigator:
    cells: tuple[Cell, ...]

    @property
    def answered(self) -> int:
        return sum(cell.progress == "answered" for cell in self.cells)

    @property
    def unanswered(self) -> int:
        return len(self.cells) - self.answered

    @property
    def flagged(self) -> int:
        return sum(cell.flagged for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the screen before submission: what the question was about, what was answered."""

    position: int
    gist: str
    flagged: bool
    progress: str
    answer_text: str
    in_case: bool


SHOWN: dict[str, Callable[[ReviewRow], bool]] = {
    "all": lambda row: True,
    "answered": lambda row: row.progress == "answered",
    "incomplete": lambda row: row.progress != "answered",
    "flagged": lambda row: row.flagged,
}


@dataclass(frozen=True, slots=True)
class AttemptView:
    """An attempt and its clock at one moment. `pace_*` are percent of the whole, 0 to 100.

    `revision` grows with every answer that was taken, whichever device it came from.
    """

    id: UUID
    exam: str
    exam_title: str
    mode: str
    mode_label: str
    state: str
    title: str
    item_count: int
    started_at: datetime
    deadline: datetime
    remaining_ms: int
    pace_answered: float
    pace_used: float
    seconds_per_question_left: int | None
    shortages: tuple[str, ...]
    is_paused: bool
    revision: int
    alerts: tuple[int, ...]
    clock_returns: bool

    @property
    def is_practice(self) -> bool:
        return self.mode == Mode.PRACTICE

    @property
    def can_pause(self) -> bool:
        return self.is_practice and self.is_open and not self.is_paused

    @property
    def clock(self) -> str:
        hours, rest = divmod(self.remaining_ms // 1000, 3600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}"

    @property
    def minutes_left(self) -> int:
        return self.remaining_ms // 60_000

    @property
    def time_per_question(self) -> str:
        """What is left for each open question, as one says it; empty when none is open."""
        if self.seconds_per_question_left is None:
            return ""
        minutes, seconds = divmod(self.seconds_per_question_left, 60)
        return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.IN_PROGRESS


def attempt_view(
    attempt: Attempt, *, answered: int = 0, total: int, revision: int | None = None, now: datetime
) -> AttemptView:
    now = attempt.clock(now)
    remaining_ms = timing.remaining_ms(attempt.deadline, now=now)
    whole = attempt.deadline - attempt.started_at
    left = total - answered
    return AttemptView(
        id=attempt.pk,
        exam=attempt.exam.code,
        exam_title=attempt.exam.title,
        mode=attempt.mode,
        mode_label=attempt.get_mode_display(),
        state=attempt.state,
        title=attempt.title,
        item_count=total,
        started_at=attempt.started_at,
        deadline=attempt.deadline,
        remaining_ms=remaining_ms,
        pace_answered=round(100 * answered / total, 1) if total else 0.0,
        pace_used=round(min(100 * ((now - attempt.started_at) / whole), 100), 1),
        seconds_per_question_left=remaining_ms // 1000 // left if left else None,
        shortages=tuple(attempt.shortages),
        is_paused=attempt.paused_at is not None,
        revision=revision or 0,
        alerts=tuple(attempt.candidate.clock_alerts),
        clock_returns=attempt.candidate.clock_returns,
    )


def resume_view(attempt: Attempt, *, now: datetime) -> AttemptView:
    """An attempt without looking into its items; what has an answer counts, complete or not."""
    counts = attempt.items.aggregate(
        total=Count("pk"), answered=Count("answered_at"), revision=Sum("rev")
    )
    return attempt_view(attempt, now=now, **counts)


def resume_views(attempts: QuerySet[Attempt], *, now: datetime) -> list[AttemptView]:
    """The same for many attempts, in one query."""
    counted = attempts.select_related("exam", "candidate").annotate(
        total=Count("items"), answered=Count("items__answered_at"), revision=Sum("items__rev")
    )
    return [
        attempt_view(
            each, total=each.total, answered=each.answered, revision=each.revision, now=now
        )
        for each in counted
    ]


def navigator(items: Sequence[Item], *, current: int | None = None) -> Navigator:
    return Navigator(
        tuple(
            Cell(
                position=item.position,
                progress=progress(item),
                flagged=item.flagged,
                in_case=item.version.question.case_study_id is not None,
                is_current=item.position == current,
            )
            for item in items
        )
    )


def review_rows(items: Sequence[Item]) -> list[ReviewRow]:
    return [
        ReviewRow(
            position=item.position,
            gist=item.version.gist,
            flagged=item.flagged,
            progress=progress(item),
            answer_text=answer_text(item),
            in_case=item.version.question.case_study_id is not None,
        )
        for item in items
    ]


def answer_text(item: Item) -> str:
    """The stored answer as one says it: "A, C", "1 B, 2 A", or that there is none."""
    wire = item.wire_answer
    if wire is None:
        return "No answer"
    if "pairs" in wire:
        words = ", ".join(f"{prompt} {letter}" for prompt, letter in wire["pairs"].items())
    else:
        words = ", ".join(wire.get("selected") or wire["order"])
    if progress(item) == "answered":
        return words
    select = ITEM_TYPES[item.version.type].select(item.version.body)
    return f"{words} ({given_count(wire)} of {select})"
