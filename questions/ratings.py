"""How hard a question proved to be becomes its rating. The only writer of Rating and RatingChange.

Attempts keep the rating they were assembled with; what is published here counts from the next form
on. Every rating that moves, and every question that becomes or does not become a counted one, gets
a row that says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp

from django.db import transaction

from questions.difficulty import ChangeKind, Rating, RatingChange, Source

UNIT = 10_000
LEAST_MOVE_U = 200  # of 10,000: a rating that moved by .02 or less stays as it is
FEWEST_ANSWERS = 10  # before a panel's rating moves at all
FEWEST_FOR_PILOT = 50  # before a question without any estimate gets its rating


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run found of one version. `rated_u` is the estimate it was published with; `objection`
    says what speaks against counting it, or nothing. The rest as in `Rating`."""

    version: int
    rated_u: int | None
    logit: float
    variance: float
    answers: int
    answers_near_cut: int
    misfit: float
    misfit_near_cut: float
    is_anchor: bool
    source: Source
    objection: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`kind` is None where there is nothing to say."""

    rating_u: int | None
    kind: ChangeKind | None = None
    reason: str = ""


def decide(current_u: int | None, estimate: Estimate) -> Decision:
    """What becomes of a rating. `current_u` is None for a pilot: a question without one."""
    found_u = min(max(round(UNIT / (1 + exp(-estimate.logit))), 1), UNIT - 1)
    if current_u is None:
        if estimate.answers < FEWEST_FOR_PILOT:
            return Decision(None)
        if estimate.objection:
            return Decision(None, ChangeKind.HELD_BACK, estimate.objection[:300])
        reason = f"{estimate.answers} answers, and nothing urgent against it."
        return Decision(found_u, ChangeKind.PROMOTED, reason)
    if estimate.answers < FEWEST_ANSWERS or abs(found_u - current_u) <= LEAST_MOVE_U:
        return Decision(current_u)
    return Decision(found_u, ChangeKind.MOVED)


@transaction.atomic
def publish(estimates: Sequence[Estimate], *, as_of: datetime) -> int:
    """Store what a run found and publish what moved; how many changes there were.

    The same estimates again change nothing. Ratings that this run says nothing about stay.
    """
    stored = {row.version_id: row for row in Rating.objects.select_for_update()}
    said = dict(RatingChange.objects.order_by("as_of", "pk").values_list("version", "reason"))
    rows, changes = [], []
    for estimate in sorted(estimates, key=lambda each: each.version):
        known = stored.get(estimate.version)
        current_u = known.rating_u if known else estimate.rated_u
        decision = decide(current_u, estimate)
        rows.append(_row(estimate, decision, as_of))
        is_known = current_u is None and decision.reason == said.get(estimate.version)
        if decision.kind and not is_known:  # why a pilot is held back is said once
            changes.append(_change(estimate, current_u, decision, decision.kind, as_of))
    Rating.objects.bulk_create(
        rows, 1000, update_conflicts=True, unique_fields=["version"], update_fields=UPDATED
    )
    RatingChange.objects.bulk_create(changes, 1000)
    return len(changes)


UPDATED = [
    field.name for field in Rating._meta.concrete_fields if field.name not in {"id", "version"}
]


def _row(estimate: Estimate, decision: Decision, as_of: datetime) -> Rating:
    return Rating(
        version_id=estimate.version,
        rating_u=decision.rating_u,
        logit=estimate.logit,
        variance=estimate.variance,
        answers=estimate.answers,
        answers_near_cut=estimate.answers_near_cut,
        misfit=estimate.misfit,
        misfit_near_cut=estimate.misfit_near_cut,
        is_anchor=estimate.is_anchor,
        source=estimate.source,
        as_of=as_of,
    )


def _change(
    estimate: Estimate,
    before_u: int | None,
    decision: Decision,
    kind: ChangeKind,
    as_of: datetime,
) -> RatingChange:
    return RatingChange(
        version_id=estimate.version,
        kind=kind,
        before_u=before_u,
        after_u=decision.rating_u,
        answers=estimate.answers,
        reason=decision.reason,
        as_of=as_of,
    )
