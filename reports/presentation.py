"""What the report's page shows, as frozen dataclasses: score, facts, standing, habits, charts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean
from typing import Any
from uuid import UUID

from attempts.models import Attempt, Item, Result
from attempts.results import late_answers
from attempts.states import AttemptState
from reports.charts import Gauge, gauge
from reports.evidence import leaves_out_repeats
from reports.habits import Habits, habits
from reports.models import Report, given_up
from reports.outcomes import outcome, questions
from reports.outlook import Outlook, outlook
from reports.progress import Progress, progress
from reports.standing import (
    DomainRow,
    Reading,
    TaskRow,
    domain_rows,
    minutes,
    percent,
    reading,
    task_rows,
)
from reports.time_charts import Times, Timing, times
from reports.verdict import Verdict, chance_on_another_form, forms_of_ten, verdict

FULL_FORM = 50  # scored questions; below that a scaled score claims too much
LONG = 180  # seconds for one question


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the worker found out; missing from the page while it computes, or where it failed."""

    outlook: Outlook | None
    domains: list[DomainRow]
    pass_level: int
    reading: Reading
    tasks: list[TaskRow]
    actions: list[dict[str, Any]]
    answered: int
    attempts: int
    shows_before: bool

    @property
    def minutes(self) -> int:
        return sum(action["minutes"] for action in self.actions)


@dataclass(frozen=True, slots=True)
class TimeUse:
    """Seconds for each question, in words and drawn twice."""

    sentence: str
    charts: tuple[Times, ...]
    rows: tuple[Timing, ...]


@dataclass(frozen=True, slots=True)
class ScorePage:
    id: UUID
    exam: str
    exam_title: str
    offers_mock_exam: bool
    title: str
    mode_label: str
    ended_at: datetime | None
    scaled: int
    low: int
    high: int
    pass_mark: int
    verdict: Verdict
    again: str
    gauges: tuple[Gauge, ...]
    facts: list[Fact]
    notes: list[str]
    standing: Standing | None
    is_given_up: bool
    progress: Progress
    time_use: TimeUse | None
    habits: Habits

    @property
    def is_computing(self) -> bool:
        return self.standing is None and not self.is_given_up

    @property
    def gauge_sentence(self) -> str:
        side = "includes" if self.low < self.pass_mark <= self.high else "does not include"
        return (
            f"Estimated scaled score {self.scaled} on a scale from 100 to 1,000. The pass mark is "
            f"{self.pass_mark}. The likely range is {self.low} to {self.high}, which {side} it."
        )


def score_page(attempt: Attempt, result: Result) -> ScorePage:
    """A scored attempt's page, with its standing if that has been computed."""
    items = list(attempt.items.select_related("task"))
    report = Report.objects.filter(attempt=attempt).first()
    so_far = progress(attempt.candidate_id, attempt.exam, up_to=attempt.number)
    answered = habits(attempt, items)
    score = (result.scaled, result.low, result.high, result.pass_mark)
    return ScorePage(
        id=attempt.pk,
        exam=attempt.exam.code,
        exam_title=attempt.exam.title,
        offers_mock_exam=attempt.exam.offers_mock_exam,
        title=attempt.title,
        mode_label=attempt.get_mode_display(),
        ended_at=attempt.ended_at,
        scaled=result.scaled,
        low=result.low,
        high=result.high,
        pass_mark=result.pass_mark,
        verdict=verdict(*score),
        again=forms_of_ten(chance_on_another_form(*score)),
        gauges=(gauge(*score), gauge(*score, narrow=True)),
        facts=facts(attempt, result, items, answered),
        notes=notes(attempt, result),
        standing=standing(attempt, report, items, so_far) if report else None,
        is_given_up=report is None and given_up().filter(attempt=attempt).exists(),
        progress=so_far,
        time_use=time_use(items),
        habits=answered,
    )


def facts(attempt: Attempt, result: Result, items: Sequence[Item], answered: Habits) -> list[Fact]:
    became = Counter(map(outcome, items))
    skipped, unreached = became["skipped"], became["unreached"]
    better = len(answered.changes[0].positions)
    used = (attempt.ended_at or attempt.deadline) - attempt.started_at
    return [
        Fact("Scored questions correct", str(result.raw), f"of {result.scored}"),
        *_not_counted(items),
        Fact("Time used", hours(used), f"of {hours(attempt.deadline - attempt.started_at)}"),
        Fact("Answers changed, wrong to right", str(better), f"of {answered.changed}"),
        Fact("Skipped, and not reached", f"{skipped} and {unreached}", f"of {len(items)}"),
    ]


def _not_counted(items: Sequence[Item]) -> list[Fact]:
    void = sum(item.is_scored and item.is_correct is None for item in items)
    found = [Fact("Pilot questions, not counted", str(sum(not i.is_scored for i in items)))]
    return found + ([Fact("Voided questions, not counted", str(void))] if void else [])


def hours(span: timedelta) -> str:
    """Hours and minutes: 1:58."""
    whole = round(span / timedelta(minutes=1))
    return f"{whole // 60}:{whole % 60:02}"


def notes(attempt: Attempt, result: Result) -> list[str]:
    """What a reader must know before believing the number."""
    said = []
    if attempt.state == AttemptState.EXPIRED:
        said.append("Time ran out. Every answer given until then counts.")
        if late := late_answers(attempt):
            answers, them = (
                ("1 answer", "it")
                if late.questions == 1
                else (
                    f"{late.questions} answers",
                    "them",
                )
            )
            said.append(
                f"{answers} arrived after time: with {them} your score would be {late.scaled}."
            )
    if attempt.shortages:
        said.append(f"The bank was short of questions: {'; '.join(attempt.shortages)}.")
    if result.scored < FULL_FORM:
        said.append(f"Only {result.scored} questions count here. Trust the range, not the number.")
    if result.is_provisional:
        said.append("Provisional: too many of these questions have no difficulty rating yet.")
    return said


def standing(attempt: Attempt, report: Report, items: Sequence[Item], so_far: Progress) -> Standing:
    pace = (attempt.deadline - attempt.started_at).total_seconds() / max(len(items), 1)
    *_, before, here = [(), *(row.domains for row in so_far.rows)]
    return Standing(
        outlook=outlook(report),
        domains=domain_rows(report, here, before),
        pass_level=percent(report.overall["pass_level"]),
        reading=reading(report.domains, repeats=leaves_out_repeats(attempt)),
        tasks=task_rows(report, items, pace=pace),
        actions=report.actions,
        answered=report.overall["answered"],
        attempts=report.overall["attempts"],
        shows_before=bool(before),
    )


def time_use(items: Sequence[Item]) -> TimeUse | None:
    """None when no time was measured, as without script."""
    judged = (item for item in items if item.is_correct is not None)
    rows = tuple(Timing(i.position, i.seconds, bool(i.is_correct)) for i in judged)
    if not any(row.seconds for row in rows):
        return None
    right = [row.seconds for row in rows if row.correct and row.seconds]
    wrong = [row.seconds for row in rows if not row.correct and row.seconds]
    said = [
        f"{which} answers took {minutes(mean(seconds))} on average."
        for which, seconds in (("Wrong", wrong), ("Correct", right))
        if seconds
    ]
    drawn = (times(rows), times(rows, narrow=True))
    return TimeUse(" ".join([*said, *_thirds(rows), *_longest(rows)]), drawn, rows)


def _thirds(rows: Sequence[Timing]) -> list[str]:
    """The pace at the beginning, in the middle and at the end, where each has been measured."""
    cut, rest = len(rows) // 3, len(rows) - len(rows) // 3
    thirds = [
        [row.seconds for row in third if row.seconds]
        for third in (rows[:cut], rows[cut:rest], rows[rest:])
    ]
    if not all(thirds):
        return []
    first, second, last = (minutes(mean(third)) for third in thirds)
    return [f"In the first third a question took {first}, in the second {second}, then {last}."]


def _longest(rows: Sequence[Timing]) -> list[str]:
    long = sum(row.seconds > LONG for row in rows)
    if not long:
        return []
    return [f"{questions(long)} took more than 3 minutes: flag such a question and move on."]
