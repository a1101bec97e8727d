"""Many finished attempts, written as rows: going through the rules would take minutes.

What an attempt leaves behind is made as the rules make it: marks by the item types, rest scores by
`attempts.scoring`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count

import numpy as np

from accounts.models import User
from attempts.models import Attempt, Item
from attempts.scoring import rest_scores
from attempts.states import AttemptState
from questions.item_types import ITEM_TYPES
from questions.models import Exam, QuestionTask, QuestionVersion, TaskStatement
from tests import factories
from tests.conftest import NOON

_numbers = count(1)
HOUR = timedelta(hours=1)
Answers = Sequence[dict | None]


def bank(exam: Exam, *, size: int, rating_u: int | None = 7000) -> list[QuestionVersion]:
    """New multiple-choice questions, their key being A."""
    tasks = list(TaskStatement.objects.filter(domain__exam=exam))
    return [factories.question(tasks[n % len(tasks)], rating_u=rating_u) for n in range(size)]


def choice(letter: str | None) -> dict | None:
    return letter and {"selected": [letter]}


def sat(
    exam: Exam,
    versions: Sequence[QuestionVersion],
    answers: Answers,
    *,
    seconds: int | Sequence[int] = 60,
    at: datetime = NOON,
    of: User | None = None,
    state: str = AttemptState.SUBMITTED,
    scored: Callable[[int], bool] = lambda place: True,
    **item,
) -> Attempt:
    """An attempt with these stored answers to these versions, in this order."""
    candidate = of or User.objects.create(email=f"crowd{next(_numbers)}@example.org")
    made = Attempt.objects.create(
        candidate=candidate,
        exam=exam,
        number=candidate.attempts.count() + 1,
        mode="exam",
        state=state,
        pass_mark=exam.pass_mark,
        started_at=at - HOUR,
        first_deadline=at + HOUR,
        deadline=at + HOUR,
        ended_at=at,
    )
    right = [
        ITEM_TYPES[version.type].is_correct(version.body, answer)
        for version, answer in zip(versions, answers, strict=True)
    ]
    counts = [scored(place) for place in range(len(versions))]
    rest = rest_scores(right, [version.rating_u for version in versions], counts)
    tags = QuestionTask.objects.filter(question__versions__in=versions, task__domain__exam=exam)
    tasks = dict(tags.values_list("question__versions", "task"))
    taken = [seconds] * len(versions) if isinstance(seconds, int) else list(seconds)
    Item.objects.bulk_create(
        Item(
            **{
                "attempt": made,
                "position": place + 1,
                "version": version,
                "task_id": tasks[version.pk],
                "is_scored": counts[place],
                "rating_u": version.rating_u,
                "layout": {"options": [], "prompts": []},
                "answer": answers[place],
                "seconds": taken[place] if answers[place] else 0,
                "is_correct": right[place],
                "rest_adj": rest[place],
            }
            | item
        )
        for place, version in enumerate(versions)
    )
    return made


def _key_first(version: QuestionVersion) -> list[str]:
    options = sorted(version.body["options"], key=lambda option: not option["correct"])
    return [option["id"] for option in options]


def crowd(
    exam: Exam,
    versions: Sequence[QuestionVersion],
    *,
    size: int,
    seed: int = 1,
    level: float = 0.0,
    choose: Callable[[int, bool, float, np.random.Generator], str | None] | None = None,
    **options,
) -> None:
    """So many attempts of candidates whose ability is N(`level`, 1).

    Each answers by the ratings of the versions: a is the key, the rest is wrong. `choose(place,
    right, ability, draw)` may name another letter.
    """
    draw = np.random.default_rng(seed)
    letters = [_key_first(version) for version in versions]
    for ability in draw.normal(level, 1, size):
        given = []
        for place, version in enumerate(versions):
            pi = (version.rating_u or 7000) / 10_000
            p = 1 / (1 + np.exp(-np.log(pi / (1 - pi)) - ability))
            is_right = bool(draw.random() < p)
            letter = "a" if is_right else "bcd"[draw.integers(3)]
            if choose:
                letter = choose(place, is_right, ability, draw) or letter
            given.append(choice(letters[place]["abcd".index(letter)]))
        sat(exam, versions, given, **options)
