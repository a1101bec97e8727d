"""Ratings from data: how hard every question proved to be, once a week. Writes through `ratings`.

Every candidate's abilities are followed through their attempts as in `reports.evidence`; given
these, each question gets the most probable pi under its prior (Rasch, MAP). Then one constant is
added to all logits, so that the questions a panel rated are as hard on average as the panel said:
the panel sets the level, answers the differences. A question whose key is in doubt sets nothing.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

import numpy as np
from django.db import transaction
from django.db.models import Max
from numpy.typing import NDArray

from attempts.models import Attempt
from attempts.scoring import DEFAULT_RATING_U, UNIT
from questions import ratings
from questions.difficulty import Source
from questions.models import QuestionVersion, Rating, TaskStatement
from questions.ratings import Estimate
from reports import tallies
from reports.evidence import TRUSTED_AFTER, WEEK
from reports.item_flags import URGENT
from reports.item_statistics import PRIOR_SD, anchor_shift, fit_logits, misfit
from reports.mastery import (
    PRIOR_MEAN,
    Floats,
    fit_profile,
    logistic,
    logit,
    prior_cov,
    time_step,
)
from reports.models import ItemStatistic
from reports.tallies import Sighting

Ends = dict[tuple[int, int, int], datetime]  # candidate, exam, number of the attempt -> its end

EVERY = timedelta(days=7)
UNRATED_SD = 0.9  # logits: of a guess, or of one author's rating
AUTHOR_TRUST = 0.4  # a lone author's ratings, taken at face value, are worse than none
NEAR_CUT = 0.7  # logits


def recalibrate_if_due(*, now: datetime) -> int:
    """Once in seven days (UTC), the first time somebody asks: how many ratings changed."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    newest = Rating.objects.aggregate(at=Max("as_of"))["at"]
    return 0 if newest and newest > today - EVERY else recalibrate(as_of=today)


def recalibrate(*, as_of: datetime) -> int:
    """Estimate every version by what was answered until `as_of`; how many ratings changed.

    Abilities rest on the ratings that the attempts were scored by, so that the same run again
    finds the same.
    """
    with transaction.atomic():
        return ratings.publish(estimates(answers_until(as_of)), as_of=as_of)


@dataclass(slots=True)
class Answers:
    """N answers: to which version, right (1) or wrong (0), by a candidate of which ability."""

    version: "array[int]" = field(default_factory=lambda: array("q"))
    x: "array[int]" = field(default_factory=lambda: array("b"))
    delta: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, version: int, delta: float, *, is_correct: bool) -> None:
        self.version.append(version)
        self.x.append(is_correct)
        self.delta.append(delta)


def answers_until(as_of: datetime) -> Answers:
    """Every answer that counts, with the ability shown in its task up to the end of its attempt."""
    found, task_place, task_domain = Answers(), *_blueprints()
    tallies.weigh_efforts(as_of=as_of)
    ended = _ends()
    seen = tallies.sightings(trusted_after=TRUSTED_AFTER)
    for (_, exam), theirs in groupby(seen, key=lambda each: (each.candidate, each.exam)):
        for sitting, abilities in _followed(theirs, ended, task_place, task_domain[exam]):
            for each in sitting:
                delta = float(abilities[task_place[each.task]])
                found.add(each.version, delta, is_correct=bool(each.is_correct))
    return found


def _followed(
    theirs: Iterator[Sighting], ended: Ends, place: dict[int, int], task_domain: list[int]
) -> Iterator[tuple[list[Sighting], Floats]]:
    """Each sitting of one candidate at one exam, with the abilities (T) after it."""
    m, v = np.full(len(task_domain), PRIOR_MEAN), prior_cov(task_domain)
    before: datetime | None = None
    for which, rows in groupby(theirs, key=lambda each: (each.candidate, each.exam, each.number)):
        sitting, ended_at = list(rows), ended[which]
        if before is not None:
            m, v = time_step(m, v, (ended_at - before) / WEEK, task_domain)
        before = ended_at
        told = [each for each in sitting if each.is_trusted]
        shares = [(each.rating_u or DEFAULT_RATING_U) / UNIT for each in told]
        tasks, right = [place[each.task] for each in told], [each.is_correct for each in told]
        m, v = fit_profile(tasks, right, shares, v, m)
        yield sitting, m


def _ends() -> Ends:
    attempts = Attempt.objects.filter(effort__isnull=False)
    rows = attempts.values_list("candidate", "exam", "number", "ended_at")
    return {(candidate, exam, number): at for candidate, exam, number, at in rows if at}


def _blueprints() -> tuple[dict[int, int], dict[int, list[int]]]:
    """Task -> its place among the tasks of its exam; exam -> the domain of each of its tasks."""
    place: dict[int, int] = {}
    task_domain: dict[int, list[int]] = {}
    numbers: dict[int, int] = {}
    tasks = TaskStatement.objects.order_by("domain__exam", "domain", "number")
    for task, domain, exam in tasks.values_list("pk", "domain", "domain__exam"):
        here = task_domain.setdefault(exam, [])
        place[task] = len(here)
        here.append(numbers.setdefault(domain, len({*here})))
    return place, task_domain


@dataclass(frozen=True, slots=True)
class Prior:
    """What was believed of V versions before any answer: logits, deviations, where from."""

    rated_u: list[int | None]
    source: list[Source]
    logits: Floats
    sd: Floats

    @property
    def is_panel(self) -> NDArray[np.bool_]:
        return np.array([each == Source.PANEL for each in self.source], dtype=bool)

    @property
    def is_rated(self) -> NDArray[np.bool_]:
        return np.array([each != Source.NONE for each in self.source], dtype=bool)


def _source(version: QuestionVersion) -> Source:
    """A rating that came with a file is a panel's; one that an author typed is only theirs."""
    if version.rating_u is None:
        return Source.NONE
    return Source.PANEL if version.created_by_id is None else Source.AUTHOR


def prior_of(versions: NDArray[np.int64]) -> Prior:
    """A panel is believed; of an author, and of nobody, little more than the usual is taken."""
    known = QuestionVersion.objects.only("rating_u", "created_by").in_bulk()
    rated = [known[int(pk)].rating_u for pk in versions]
    source = [_source(known[int(pk)]) for pk in versions]
    levels = logit([(u or DEFAULT_RATING_U) / UNIT for u in rated])
    is_panel = np.array([each == Source.PANEL for each in source], dtype=bool)
    middle = levels[is_panel].mean() if is_panel.any() else float(logit(DEFAULT_RATING_U / UNIT))
    levels = np.where(is_panel, levels, middle + AUTHOR_TRUST * (levels - middle))
    sd = np.where(is_panel, PRIOR_SD, UNRATED_SD)
    return Prior(rated, source, levels, sd)


def estimates(answers: Answers) -> list[Estimate]:
    """What the answers say of every version that has any, on the level that the panel set."""
    if not answers.version:
        return []
    x, delta = np.array(answers.x), np.array(answers.delta)
    versions, place = np.unique(np.array(answers.version), return_inverse=True)
    prior, count, objections = prior_of(versions), len(versions), _objections(versions.tolist())
    anchor = prior.is_panel & np.array([not each for each in objections])
    logits, variances = fit_logits(place, x, delta, prior.logits, prior.sd)
    if anchor.any():
        logits += anchor_shift(logistic(logits[anchor]), logistic(prior.logits[anchor]))
    near = np.abs(delta) < NEAR_CUT
    columns = (
        *(versions.tolist(), prior.rated_u, logits.tolist(), variances.tolist()),
        *(np.bincount(each, minlength=count).tolist() for each in (place, place[near])),
        np.where(prior.is_rated, _misfit(place, x, delta, prior.logits), 0.0).tolist(),
        _misfit(place[near], x[near], delta[near], logits).tolist(),
        *(anchor.tolist(), prior.source, objections),
    )
    return [Estimate(*row) for row in zip(*columns, strict=True)]


def _misfit(place: NDArray[np.intp], x: NDArray[np.int8], delta: Floats, logits: Floats) -> Floats:
    p = logistic(logits[place] + delta)
    sums = [np.bincount(place, each, len(logits)) for each in (x, p, p * (1 - p))]
    return misfit(*sums)


def _objections(versions: list[int]) -> list[str]:
    """What last night's figures say urgently against each version, or nothing."""
    flagged = ItemStatistic.objects.filter(rank=URGENT).values_list("version", "flags")
    words = {version: flags[0]["words"] for version, flags in flagged}
    return [words.get(version, "") for version in versions]
