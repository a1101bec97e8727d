"""Where a candidate is weak, from all they have answered. The only code that writes Report."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction

from attempts.models import Attempt
from reports import mastery, outlook, readiness
from reports.blueprint import Blueprint
from reports.evidence import Row, hold, profile, sittings_up_to
from reports.mastery import Floats
from reports.models import Report, latest_intercept
from reports.next_steps import next_steps

METHOD = {
    "name": "hierarchical Rasch, fixed difficulties, carried on between attempts",
    "prior_mean": mastery.PRIOR_MEAN,
    "prior_sigma": mastery.PRIOR_SIGMA,
    "weekly_sigma": mastery.WEEKLY_SIGMA,
    "weekly_growth": mastery.WEEKLY_GROWTH,
    **readiness.METHOD,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of something a candidate masters: shares (0 to 1) of its pool answered right.

    `answered` counts the questions this rests on, `correct` those answered right. `pass_level` is
    what a candidate who only just passes would get, `gain` the share of the whole exam between
    that and the low end of the 90 % interval: what there may be to win here.
    """

    mean: float
    low: float
    high: float
    pass_level: float
    label: str
    answered: int
    correct: int
    gain: float


def write(attempt: Attempt, *, now: datetime) -> Report:
    """The report on a scored attempt. Written once; asked again, or twice at once, it is the same.

    A lost race is no loss: the row that came first stays. Whoever re-scores what it rests on comes
    before it, or finds it and makes it missing again (`forget`).
    """
    if written := Report.objects.filter(attempt=attempt).first():
        return written
    with transaction.atomic():
        hold(attempt)
        Report.objects.bulk_create([draft(attempt, now=now)], ignore_conflicts=True)
    return Report.objects.get(attempt=attempt)


def forget(attempt: Attempt) -> None:
    """The reports that rest on this attempt, its own and all later ones, are missing again."""
    same = {"attempt__candidate": attempt.candidate_id, "attempt__exam": attempt.exam_id}
    Report.objects.filter(**same, attempt__number__gte=attempt.number).delete()


def draft(attempt: Attempt, *, now: datetime) -> Report:
    """The report as a row not yet stored."""
    blueprint, sittings = Blueprint.of(attempt.exam), sittings_up_to(attempt)
    m, v = profile(sittings, blueprint.tasks, blueprint.task_domain)
    rows = [row for sitting in sittings for row in sitting.rows]
    tasks = _ranked(_task_lines(blueprint, m, v, rows))
    everything = standing(blueprint, m, v, rows, range(len(blueprint.tasks)))
    return Report(
        attempt=attempt,
        computed_at=now,
        domains=_ranked(_domain_lines(blueprint, m, v, rows)),
        tasks=tasks,
        overall={**asdict(everything), "attempts": sum(bool(each.rows) for each in sittings)},
        actions=next_steps(attempt, tasks),
        readiness=outlook.assess(blueprint, m, v, sittings, latest_intercept(attempt.exam)),
        method=METHOD,
    )


def standing(
    blueprint: Blueprint, m: Floats, v: Floats, rows: Sequence[Row], places: Sequence[int]
) -> Standing:
    """What the profile says about the tasks at `places` taken together."""
    chosen = list(places)
    part = np.zeros(len(m))
    part[chosen] = blueprint.weight[chosen]
    mean, sd = mastery.combine(m, v, part)
    ratings = [rating for place in chosen for rating in blueprint.pool[place]]
    weights = [
        blueprint.weight[place] / len(blueprint.pool[place])
        for place in chosen
        for _ in blueprint.pool[place]
    ]
    share, low, high = mastery.shares(ratings, mean, sd, weights)
    pass_level = mastery.share_right(ratings, 0.0, weights)
    keys = {blueprint.tasks[place].pk for place in chosen}
    counted = [row.correct for row in rows if row.task in keys]
    return Standing(
        mean=round(share, 4),
        low=round(low, 4),
        high=round(high, 4),
        pass_level=round(pass_level, 4),
        label=mastery.status(mean, sd, len(counted)),
        answered=len(counted),
        correct=sum(counted),
        gain=round(float(part.sum()) * (pass_level - low), 4),
    )


def _domain_lines(
    blueprint: Blueprint, m: Floats, v: Floats, rows: Sequence[Row]
) -> list[dict[str, Any]]:
    return [
        {
            "number": domain.number,
            "title": domain.title,
            "weight": domain.weight,
            **asdict(standing(blueprint, m, v, rows, _places(blueprint, index))),
        }
        for index, domain in enumerate(blueprint.domains)
    ]


def _task_lines(
    blueprint: Blueprint, m: Floats, v: Floats, rows: Sequence[Row]
) -> list[dict[str, Any]]:
    return [
        {
            "number": task.number,
            "title": task.title,
            "domain": blueprint.domains[blueprint.task_domain[place]].number,
            "weight": round(100 * float(blueprint.weight[place]), 2),
            **asdict(standing(blueprint, m, v, rows, [place])),
        }
        for place, task in enumerate(blueprint.tasks)
    ]


def _places(blueprint: Blueprint, domain: int) -> list[int]:
    return [place for place, each in enumerate(blueprint.task_domain) if each == domain]


def _ranked(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What gains most first; equal gains in the order of the exam guide."""
    return sorted(lines, key=lambda line: -line["gain"])
