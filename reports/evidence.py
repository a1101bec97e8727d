"""Which answers say something about a candidate, and how easy each of them was.

An answer counts when the question was new to the candidate, was reached, and either counts in the
score or has been answered often enough for its rating to be trusted. A question that was seen and
skipped counts as wrong. Everything else has weight 0, that is: it is left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Count, Q, QuerySet

from attempts.models import Attempt, Item
from attempts.scoring import DEFAULT_RATING_U, UNIT
from attempts.states import FINISHED
from questions.models import Exam, QuestionTask, QuestionVersion, TaskStatement
from reports.mastery import PRIOR_MEAN, Floats, fit_profile, prior_cov, time_step

TRUSTED_AFTER = 50  # responses to an unscored question
WEEK = timedelta(weeks=1)
NOT_VOID = Q(is_correct__isnull=False)  # in an attempt that was scored
REACHED = NOT_VOID & (Q(first_seen_at__isnull=False) | Q(answer__isnull=False))


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that counts. `task` is a primary key, `rating` P(right | just passes), 0 to 1."""

    task: int
    correct: bool
    rating: float


@dataclass(slots=True)
class Sitting:
    """What one attempt says: when it ended, and its answers that count."""

    ended_at: datetime
    rows: list[Row] = field(default_factory=list)


def sittings_up_to(attempt: Attempt) -> list[Sitting]:
    """This candidate's finished attempts at this exam, oldest first, `attempt` being the last."""
    attempts = _sat_up_to(attempt).order_by("number").values_list("pk", "ended_at")
    found = {pk: Sitting(ended_at) for pk, ended_at in attempts if ended_at}
    items = list(Item.objects.filter(REACHED, attempt__in=found, is_new=True).order_by("pk"))
    trusted = _trusted(item.version_id for item in items if not item.is_scored)
    for item in items:
        if item.is_scored or item.version_id in trusted:
            found[item.attempt_id].rows.append(_row(item))
    return list(found.values())


def hold(attempt: Attempt) -> None:
    """Let no result of these sittings change until the transaction ends."""
    list(_sat_up_to(attempt).order_by("number").select_for_update().values_list("pk"))


def leaves_out_repeats(attempt: Attempt) -> bool:
    """Whether in these sittings the candidate was asked a question once more."""
    sat = _sat_up_to(attempt)
    return Item.objects.filter(REACHED, attempt__in=sat, is_new=False).exists()


def profile(
    sittings: Iterable[Sitting], tasks: list[TaskStatement], task_domain: list[int]
) -> tuple[Floats, Floats]:
    """Replay: from the prior, fit each attempt; between two, let the real time pass."""
    place = {task.pk: index for index, task in enumerate(tasks)}
    m, v = np.full(len(tasks), PRIOR_MEAN), prior_cov(task_domain)
    before: datetime | None = None
    for sitting in sittings:
        if before is not None:
            m, v = time_step(m, v, (sitting.ended_at - before) / WEEK, task_domain)
        m, v = fit_profile(
            [place[row.task] for row in sitting.rows],
            [row.correct for row in sitting.rows],
            [row.rating for row in sitting.rows],
            v,
            m,
        )
        before = sitting.ended_at
    return m, v


def pool(exam: Exam) -> dict[int, list[float]]:
    """Task -> the ratings (0 to 1) of all questions it could be asked with today."""
    current = QuestionVersion.objects.current()
    tags = QuestionTask.objects.filter(task__domain__exam=exam, question__versions__in=current)
    ratings: dict[int, list[float]] = defaultdict(list)
    for task, rating_u in tags.values_list("task_id", "question__versions__rating_u"):
        ratings[task].append(_share(rating_u))
    return ratings


def _sat_up_to(attempt: Attempt) -> QuerySet[Attempt]:
    return Attempt.objects.finished().filter(
        candidate=attempt.candidate_id, exam=attempt.exam_id, number__lte=attempt.number
    )


def _row(item: Item) -> Row:
    return Row(item.task_id, bool(item.is_correct), _share(item.rating_u))


def _share(rating_u: int | None) -> float:
    return (DEFAULT_RATING_U if rating_u is None else rating_u) / UNIT


def _trusted(versions: Iterable[int]) -> set[int]:
    """Those of the unscored versions that have had enough answers."""
    counts = (
        Item.objects.filter(
            version__in=set(versions), attempt__state__in=FINISHED, answer__isnull=False
        )
        .values_list("version")
        .annotate(answers=Count("pk"))
    )
    return {version for version, answers in counts if answers >= TRUSTED_AFTER}
