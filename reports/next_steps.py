"""What to do in the next hour, in words: what gains most points for each minute comes first.

The points are expected ones, and rest on an assumption: to study one question that went wrong
closes a tenth of what is missing in its task, and to check a lucky guess 3 % of it. A task with
weight w (a share of the exam) and an expected share right p may still win w (1 - p) of the scored
questions; after k questions studied, 1 - 0.9^k of those. Only the order depends on it; no number of
points is shown.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from attempts.models import Attempt
from attempts.states import Sure
from reports.outcomes import questions

HOUR = 60  # minutes
MINUTES_TO_STUDY = 4  # a missed question with its rationales, slowly
MINUTES_TO_READ = 2  # the same, once over
AT_ONCE = 4  # questions of one task in one step
MOST_GUESSES = 8  # in one step
FEWEST, MOST = 3, 4
STUDIED, CHECKED = 0.1, 0.03  # share of what is missing in a task that one question brings

Places = Mapping[str, Sequence[int]]  # task number -> positions in the attempt


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    detail: str
    minutes: int
    url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A step, what it may win (in shares of the exam) and how many missed questions it covers."""

    step: Step
    points: float
    missed: int

    @property
    def rate(self) -> float:
        return self.points / self.step.minutes


def next_steps(attempt: Attempt, tasks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Three or four steps, an hour at most. `tasks` are those of a Report."""
    missed, guessed = _missed_and_guessed(attempt)
    offers = [
        _study(attempt, task, positions)
        for task in tasks
        if (positions := missed.get(task["number"]))
    ]
    if guessed:
        offers.append(_check_guesses(attempt, tasks, guessed))
    chosen = _into_an_hour(offers, most=MOST - 1)
    steps = [offer.step for offer in chosen]
    left = HOUR - sum(step.minutes for step in steps)
    others = sum(map(len, missed.values())) - sum(offer.missed for offer in chosen)
    if others and left >= MINUTES_TO_READ:
        steps.append(_read_others(attempt, min(others, left // MINUTES_TO_READ)))
    spare = [_read_all(attempt), _see_weaknesses(attempt), _see_progress(attempt)]
    return [asdict(step) for step in [*steps, *spare[: max(FEWEST - len(steps), 0)]]]


def _into_an_hour(offers: Sequence[Offer], *, most: int) -> list[Offer]:
    """The best offers that fit into an hour together; of equal ones the first."""
    chosen: list[Offer] = []
    left = HOUR
    for offer in sorted(offers, key=lambda each: -each.rate):
        if offer.step.minutes <= left and len(chosen) < most:
            chosen.append(offer)
            left -= offer.step.minutes
    return chosen


def _missed_and_guessed(attempt: Attempt) -> tuple[Places, Places]:
    """The questions not answered right, and those guessed right, by task; none that is void."""
    missed: dict[str, list[int]] = defaultdict(list)
    guessed: dict[str, list[int]] = defaultdict(list)
    rows = attempt.items.filter(is_correct__isnull=False).order_by("position")
    for task, position, right, sure in rows.values_list(
        "task__number", "position", "is_correct", "sure"
    ):
        if not right:
            missed[task].append(position)
        elif sure == Sure.GUESS:
            guessed[task].append(position)
    return missed, guessed


def _to_win(task: Mapping[str, Any], count: int, share: float) -> float:
    """Shares of the exam that `count` questions may bring, each of them `share` of what is left."""
    missing: float = task["weight"] / 100 * (1 - task["mean"])
    return missing * (1 - (1 - share) ** count)


def _study(attempt: Attempt, task: Mapping[str, Any], positions: Sequence[int]) -> Offer:
    answer = reverse("attempts:answer", args=[attempt.pk, positions[0]])
    count = min(len(positions), AT_ONCE)
    said = questions(count) if count == len(positions) else f"{count} of {len(positions)} questions"
    step = Step(
        title=f"Read why you missed {task['number']}",
        detail=f"{said} with rationales: {task['title']}",
        minutes=MINUTES_TO_STUDY * count,
        url=f"{answer}?show=wrong",
    )
    return Offer(step, _to_win(task, count, STUDIED), count)


def _check_guesses(attempt: Attempt, tasks: Sequence[Mapping[str, Any]], guessed: Places) -> Offer:
    """The first few of them."""
    places = sorted((position, task) for task in guessed for position in guessed[task])
    some = places[:MOST_GUESSES]
    of_task = Counter(task for _, task in some)
    said = questions(len(some)) if some == places else f"{len(some)} of {len(places)} questions"
    answer = reverse("attempts:answer", args=[attempt.pk, some[0][0]])
    step = Step(
        title="Check what you guessed right",
        detail=f"{said}: read why, so that it is not luck next time",
        minutes=MINUTES_TO_READ * len(some),
        url=f"{answer}?show=all",
    )
    points = sum(_to_win(task, of_task[task["number"]], CHECKED) for task in tasks)
    return Offer(step, points, 0)


def _read_others(attempt: Attempt, count: int) -> Step:
    answers = reverse("attempts:answers", args=[attempt.pk])
    return Step(
        title="Read more of what you missed",
        detail=f"{questions(count)}, once over",
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


def _see_progress(attempt: Attempt) -> Step:
    return Step(
        title="See which way you are going",
        detail="All your scores with their likely ranges",
        minutes=2,
        url=reverse("reports:progress", args=[attempt.exam.code]),
    )
