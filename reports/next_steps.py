"""What to do now: a few steps in words, each with its minutes and the page that does it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from attempts.models import Attempt

MINUTES_TO_STUDY = 4  # a missed question with its rationales, slowly
MINUTES_TO_READ = 2  # the same, once over
TASKS_TO_STUDY = 2
FEWEST, MOST = 3, 4


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    detail: str
    minutes: int
    url: str


def next_steps(attempt: Attempt, tasks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Three or four steps, what gains most first. `tasks` come ranked, as in a Report."""
    missed = _missed(attempt)
    first = [task for task in tasks if task["number"] in missed][:TASKS_TO_STUDY]
    steps = [_study(attempt, task, missed[task["number"]]) for task in first]
    others = sum(map(len, missed.values())) - sum(len(missed[t["number"]]) for t in first)
    if others:
        steps.append(_read_others(attempt, others))
    more = [_another_exam(attempt)] if attempt.exam.offers_mock_exam else []
    spare = [_read_all(attempt), _see_weaknesses(attempt)]
    steps += spare[: max(FEWEST - len(steps) - len(more), 0)] + more
    return [asdict(step) for step in steps[:MOST]]


def _missed(attempt: Attempt) -> dict[str, list[int]]:
    """Task number -> positions of this attempt's questions not answered right."""
    found: dict[str, list[int]] = defaultdict(list)
    wrong = attempt.items.filter(is_correct=False).order_by("position")
    for task, position in wrong.values_list("task__number", "position"):
        found[task].append(position)
    return found


def _study(attempt: Attempt, task: dict[str, Any], positions: Sequence[int]) -> Step:
    answer = reverse("attempts:answer", args=[attempt.pk, positions[0]])
    count = len(positions)
    return Step(
        title=f"Read why you missed {task['number']}",
        detail=f"{questions(count)} with rationales: {task['title']}",
        minutes=MINUTES_TO_STUDY * count,
        url=f"{answer}?show=wrong",
    )


def _read_others(attempt: Attempt, count: int) -> Step:
    answers = reverse("attempts:answers", args=[attempt.pk])
    return Step(
        title="Read the rest of what you missed",
        detail=f"{questions(count)} on other tasks",
        minutes=MINUTES_TO_READ * count,
        url=f"{answers}?show=wrong",
    )


def _read_all(attempt: Attempt) -> Step:
    answers = reverse("attempts:answers", args=[attempt.pk])
    return Step(
        title="Look through all answers",
        detail="Each option says why it is right or wrong",
        minutes=30,
        url=f"{answers}?show=all",
    )


def _see_weaknesses(attempt: Attempt) -> Step:
    return Step(
        title="See where there is most to gain",
        detail="All tasks in order, with the evidence for each",
        minutes=3,
        url=reverse("reports:weaknesses", args=[attempt.exam.code]),
    )


def _another_exam(attempt: Attempt) -> Step:
    return Step(
        title="Sit another exam",
        detail="New questions first; every range in this report gets narrower",
        minutes=attempt.exam.minutes,
        url=reverse("attempts:start", args=[attempt.exam.code]),
    )


def questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"
