"""Sits many attempts, by the product's own functions on rows read once, and writes them in bulk.

What the rules read anew for each attempt (the bank, what was met, the newest forms) is kept in
memory. `reports.simulation.witnesses` holds this to what the rules write.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random
from time import process_time
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from accounts.models import User
from attempts import assembly, blueprints, pool, timing
from attempts.drawing import Offer, draw
from attempts.models import Attempt, Item, Result
from attempts.results import domain_table, is_right, marks_of
from attempts.scoring import Mark, Score, rest_scores, score
from attempts.states import AttemptState, Mode
from questions.item_types import Answer
from questions.models import Exam, QuestionVersion
from reports.mastery import Floats
from reports.simulation import answers, bank
from reports.simulation.population import Draw, Questions

ANSWERED_AFTER = timedelta(minutes=10)
TAKES = timedelta(minutes=110)
SECONDS_LOG_MEAN, SECONDS_LOG_SD, LEAST_SECONDS = 4.3, 0.4, 20  # 74 s in the middle


class Given(NamedTuple):
    """What a candidate answers to one item, in option ids, and in how many seconds."""

    answer: Answer
    seconds: int


@dataclass(slots=True)
class Seat:
    """A candidate, and when they met which question."""

    user: User
    met: dict[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt as rows not yet stored; `as_whole` is its score if all items counted."""

    attempt: Attempt
    items: list[Item]
    result: Result
    as_whole: Score


class Room:
    """The exam and its bank, read once, and what forms used of it last."""

    def __init__(self, exam: Exam, truth: Questions, versions: Sequence[int]) -> None:
        self.exam, self.truth = exam, truth
        self.place = {version: place for place, version in enumerate(versions)}
        self.blueprint = blueprints.of_exam(exam)
        self.units, self.enemies = pool.units_of(exam), pool.enemies()
        self.versions = QuestionVersion.objects.prefetch_related("corrections").in_bulk(versions)
        self.tasks = {task.pk: task for task in bank.tasks_of(exam)}
        self.domains = list(exam.domains.all())
        self.recent = deque[list[int]](maxlen=pool.RECENT_FORMS - 1)  # the new one is the newest
        self.drawing_ms: list[float] = []

    def offer(self, met: Mapping[int, datetime], *, now: datetime) -> Offer:
        """As `attempts.pool.offer` reads it."""
        shown = Counter(version for form in self.recent for version in form)
        forms = sum(shown.values()) / self.exam.item_count
        exposure = {version: times / forms for version, times in shown.items()}
        ages = {question: (now - at) / pool.DAY for question, at in met.items()}
        return Offer(self.units, self.enemies, ages, exposure)

    def paper(self, attempt: Attempt, met: Mapping[int, datetime], *, like: UUID) -> list[Item]:
        """The items that the attempt with the id `like` gets."""
        offer, rng = self.offer(met, now=attempt.started_at), Random(like.int)
        began = process_time()
        drawn = draw(self.blueprint, offer, rng)
        self.drawing_ms.append((process_time() - began) * 1000)
        attempt.shortages = drawn.shortages
        items = assembly.items_of(attempt, drawn, self.versions, met, rng)
        for item in items:
            item.version, item.task = self.versions[item.version_id], self.tasks[item.task_id]
        return items

    def remember(self, items: Sequence[Item], seat: Seat, *, at: datetime) -> None:
        self.recent.append([item.version_id for item in items])
        seat.met |= dict.fromkeys((item.version.question_id for item in items), at)

    def answers(self, items: Sequence[Item], ability: Floats, luck: Draw) -> list[Given]:
        """What a candidate of this ability (T) gives, by the truth of the questions."""
        asked = self.truth.at([self.place[item.version_id] for item in items])
        right = luck.random(len(items)) < asked.p_right(ability)
        rolls = luck.random(len(items))
        times = luck.lognormal(SECONDS_LOG_MEAN, SECONDS_LOG_SD, len(items))
        return [
            Given(answers.given(kind, is_right=bool(x), roll=roll), max(int(took), LEAST_SECONDS))
            for kind, x, roll, took in zip(asked.type, right, rolls, times, strict=True)
        ]


def sit(
    room: Room, seat: Seat, ability: Floats, luck: Draw, *, id: UUID, number: int, at: datetime
) -> Sat:
    """One attempt from its draw to its score; nothing is written."""
    attempt = attempt_of(room, seat, id=id, number=number, at=at)
    items = room.paper(attempt, seat.met, like=id)
    sat = hand_in(room, attempt, items, room.answers(items, ability, luck))
    room.remember(items, seat, at=at)
    return sat


def attempt_of(room: Room, seat: Seat, *, id: UUID, number: int, at: datetime) -> Attempt:
    """As `attempts.lifecycle` starts and ends it."""
    deadline = at + timing.time_limit(room.exam.minutes)
    return Attempt(
        id=id,
        candidate=seat.user,
        exam=room.exam,
        number=number,
        mode=Mode.EXAM,
        state=AttemptState.SUBMITTED,
        pass_mark=room.exam.pass_mark,
        started_at=at,
        first_deadline=deadline,
        deadline=deadline,
        ended_at=at + TAKES,
    )


def hand_in(room: Room, attempt: Attempt, items: list[Item], given: Sequence[Given]) -> Sat:
    """Answer, mark and score, as `attempts.answering` and `attempts.results` do."""
    for item, (answer, seconds) in zip(items, given, strict=True):
        item.answer, item.seconds, item.rev = answer, seconds, 1
        item.answered_at = item.first_seen_at = attempt.started_at + ANSWERED_AFTER
        item.is_correct = is_right(item, answer)
    _keep_rest_scores(items)
    marks = marks_of(items)
    outcome = score(marks, pass_mark=attempt.pass_mark)
    result = Result(
        attempt=attempt,
        pass_mark=attempt.pass_mark,
        domains=domain_table(room.domains, marks),
        scored_at=attempt.started_at + TAKES,
        **asdict(outcome),
    )
    return Sat(attempt, items, result, score(_all_marks(items), pass_mark=attempt.pass_mark))


def _keep_rest_scores(items: Sequence[Item]) -> None:
    rest = rest_scores(
        [bool(item.is_correct) for item in items],
        [item.rating_u for item in items],
        [item.is_scored for item in items],
    )
    for item, each in zip(items, rest, strict=True):
        item.rest_adj = each


def _all_marks(items: Sequence[Item]) -> list[Mark]:
    """Of every item, whether it counts or not."""
    return [Mark(item.task_id, item.rating_u, correct=bool(item.is_correct)) for item in items]


@transaction.atomic
def store(sat: Sequence[Sat]) -> None:
    Attempt.objects.bulk_create(each.attempt for each in sat)
    Item.objects.bulk_create(item for each in sat for item in each.items)
    Result.objects.bulk_create(each.result for each in sat)
