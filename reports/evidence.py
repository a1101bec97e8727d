"""Which answers say something about a candidate, and how easy each of them was.

An answer counts when the question was new to the candidate (not met in the 90 days before), was
reached and not answered by a rapid guess, and either counts in the score or has been answered often
enough for its rating to be trusted. A question that was seen and skipped counts as wrong.
Everything else has weight 0, that is: it is left out, and so is an attempt made without effort.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Count, Q, QuerySet

from attempts.models import Attempt, Item
from attempts.scoring import DEFAULT_RATING_U, UNIT
from attempts.states import FINISHED
from questions.difficulty import rating_from
from questions.models import Exam, QuestionTask, QuestionVersion, TaskStatement
from reports import effort
from reports.item_statistics import rapid_threshold
from reports.mastery import PRIOR_MEAN, Floats, fit_profile, prior_cov, time_step
from reports.models import ItemStatistic

TRUSTED_AFTER = 50  # responses to an unscored question
FORGOTTEN_AFTER = timedelta(days=90)  # a question met before that is new again
WEEK = timedelta(weeks=1)
NOT_VOID = Q(is_correct__isnull=False)  # in an attempt that was scored
REACHED = NOT_VOID & (Q(first_seen_at__isnull=False) | Q(answer__isnull=False))

Meetings = Mapping[tuple[int, int], list[datetime]]  # candidate and question -> when they met


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that counts. `task` is a primary key, `rating` P(right | just passes), 0 to 1."""

    task: int
    correct: bool
    rating: float


@dataclass(slots=True)
class Sitting:
    """What one attempt says: when it ended, and its answers that count; none of low effort."""

    ended_at: datetime
    rows: list[Row] = field(default_factory=list)
    is_low_effort: bool = False


def sittings_up_to(attempt: Attempt) -> list[Sitting]:
    """This candidate's finished attempts at this exam, oldest first, `attempt` being the last."""
    return sittings_of(_sat_up_to(attempt)).get(attempt.candidate_id, [])


def sittings_of(attempts: QuerySet[Attempt]) -> dict[int, list[Sitting]]:
    """Candidate -> what each of these finished attempts says, oldest first."""
    sat = list(attempts.order_by("number"))
    items = _reached_in(attempts)
    everything = [item for each in items.values() for item in each]
    trusted = _trusted(item.version_id for item in everything if not item.is_scored)
    too_fast = _thresholds(item.version_id for item in everything)
    met = _met({attempt.candidate_id for attempt in sat}, everything)
    found: dict[int, list[Sitting]] = defaultdict(list)
    for attempt in sat:
        rapid = _rapid(items[attempt.pk], too_fast)
        sitting = _sitting(attempt, items[attempt.pk], rapid, trusted, met)
        found[attempt.candidate_id].append(sitting)
    return found


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
    for task, rating_u in tags.values_list("task_id", rating_from("question__versions__")):
        ratings[task].append(_share(rating_u))
    return ratings


def _sat_up_to(attempt: Attempt) -> QuerySet[Attempt]:
    return Attempt.objects.finished().filter(
        candidate=attempt.candidate_id, exam=attempt.exam_id, number__lte=attempt.number
    )


def _reached_in(attempts: QuerySet[Attempt]) -> dict[object, list[Item]]:
    """Attempt -> its questions that the candidate saw or answered."""
    items = Item.objects.filter(REACHED, attempt__in=attempts).select_related("version")
    columns = ["attempt", "task", "is_scored", "is_new", "rating_u", "answer", "seconds"]
    found: dict[object, list[Item]] = defaultdict(list)
    for item in items.only(*columns, "is_correct", "version__question").order_by("pk"):
        found[item.attempt_id].append(item)
    return found


def _sitting(
    attempt: Attempt, items: list[Item], rapid: set[int], trusted: set[int], met: Meetings
) -> Sitting:
    answered = sum(item.answer is not None for item in items)
    sitting = Sitting(
        ended_at=attempt.ended_at or attempt.deadline,
        is_low_effort=effort.is_low(len(rapid), answered),
    )
    if not sitting.is_low_effort:
        fresh = [item for item in items if _is_fresh(item, attempt, met)]
        counted = [item for item in fresh if item.is_scored or item.version_id in trusted]
        sitting.rows = [_row(item) for item in counted if item.pk not in rapid]
    return sitting


def _rapid(items: Iterable[Item], too_fast: Mapping[int, float]) -> set[int]:
    """Those answered faster than their question can be read."""
    return {
        item.pk
        for item in items
        if item.answer is not None and effort.is_rapid(item.seconds, too_fast[item.version_id])
    }


def _thresholds(versions: Iterable[int]) -> dict[int, float]:
    """Version -> seconds below which an answer is a rapid guess."""
    below = dict.fromkeys(versions, rapid_threshold(None))
    known = ItemStatistic.objects.filter(version__in=below)
    return below | dict(known.values_list("version_id", "rapid_below_s"))


def _is_fresh(item: Item, attempt: Attempt, met: Meetings) -> bool:
    if item.is_new:
        return True
    start = attempt.started_at
    before = [at for at in met[attempt.candidate_id, item.version.question_id] if at < start]
    return all(start - at > FORGOTTEN_AFTER for at in before)


def _met(candidates: set[int], items: Iterable[Item]) -> Meetings:
    """When these candidates met the questions that these items ask once more, at whatever exam.

    On a form is met, even where time ran out before it: afterwards all answers can be read.
    """
    repeated = {item.version.question_id for item in items if not item.is_new}
    if not repeated:
        return {}
    met: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    meetings = Item.objects.filter(
        attempt__candidate__in=candidates, version__question__in=repeated
    ).values_list("attempt__candidate_id", "version__question_id", "attempt__started_at")
    for candidate, question, at in meetings:
        met[candidate, question].append(at)
    return met


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
