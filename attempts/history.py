"""Exams on offer and attempts so far, as the lists show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import User
from attempts.models import Attempt, ResultChange
from attempts.states import AttemptState
from questions.models import Exam


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt in a list. The score fields are None until there is a result.

    `was_corrected`: the score changed when the key of a question was corrected.
    """

    id: UUID
    title: str
    exam: str
    mode_label: str
    state: str
    state_label: str
    started_at: datetime
    ended_at: datetime | None
    scaled: int | None
    low: int | None
    high: int | None
    passed: bool | None
    was_corrected: bool

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class ExamCard:
    """An exam in the catalogue, with how this candidate did at it so far.

    `domains` and `tasks` are how many of them its blueprint lists.
    """

    code: str
    title: str
    status: str
    status_label: str
    status_note: str
    minutes: int
    item_count: int
    pass_mark: int
    offers_mock_exam: bool
    domains: int
    tasks: int
    attempts: int
    last: int | None
    best: int | None


def attempt_rows(candidate: User, *, exam: Exam | None = None) -> list[AttemptRow]:
    """The candidate's attempts, newest first; at one exam or at all."""
    changes = ResultChange.objects.that_count().filter(attempt=OuterRef("pk"))
    attempts = Attempt.objects.of(candidate).select_related("exam", "result")
    attempts = attempts.filter(exam=exam) if exam else attempts
    return [
        _attempt_row(each, was_corrected=each.was_corrected)
        for each in attempts.annotate(was_corrected=Exists(changes))
    ]


def exam_cards(candidate: User) -> list[ExamCard]:
    """Every exam, active ones first."""
    rows = attempt_rows(candidate)
    return [exam_card(exam, [row for row in rows if row.exam == exam.code]) for exam in exams()]


def exams() -> list[Exam]:
    """The catalogue: active, then beta, then retired exams."""
    ranks = {"active": 0, "beta": 1, "retired": 2}
    return sorted(
        Exam.objects.prefetch_related("domains__tasks"),
        key=lambda exam: (ranks[exam.status], exam.code),
    )


def exam_card(exam: Exam, rows: Sequence[AttemptRow] = ()) -> ExamCard:
    scores, domains = _scores(rows), exam.domains.all()
    return ExamCard(
        code=exam.code,
        title=exam.title,
        status=exam.status,
        status_label=exam.get_status_display(),
        status_note=exam.status_note,
        minutes=exam.minutes,
        item_count=exam.item_count,
        pass_mark=exam.pass_mark,
        offers_mock_exam=exam.offers_mock_exam,
        domains=len(domains),
        tasks=sum(len(domain.tasks.all()) for domain in domains),
        attempts=len(rows),
        last=scores[0] if scores else None,
        best=max(scores, default=None),
    )


def _scores(rows: Iterable[AttemptRow]) -> list[int]:
    return [row.scaled for row in rows if row.scaled is not None]


def _attempt_row(attempt: Attempt, *, was_corrected: bool) -> AttemptRow:
    result = getattr(attempt, "result", None)
    return AttemptRow(
        id=attempt.pk,
        title=attempt.title,
        exam=attempt.exam.code,
        mode_label=attempt.get_mode_display(),
        state=attempt.state,
        state_label=attempt.get_state_display(),
        started_at=attempt.started_at,
        ended_at=attempt.ended_at,
        scaled=result.scaled if result else None,
        low=result.low if result else None,
        high=result.high if result else None,
        passed=result.passed if result else None,
        was_corrected=was_corrected,
    )
