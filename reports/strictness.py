"""How strict the real exam is beside ours, by real results. The only writer of PassIntercepts.

Every candidate counts once, with their first real result for which there was enough evidence: who
fails sits again until they pass, so that later results are no fair draw.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from attempts.models import Attempt
from questions.models import Exam
from reports.blueprint import Blueprint
from reports.evidence import WEEK, Sitting, profile, sittings_of
from reports.mastery import time_step
from reports.models import PassIntercept, RealResult
from reports.outlook import basis_of
from reports.readiness import METHOD, fit_intercept, kind_of, pass_probability

EVERY = timedelta(weeks=1)


def refit_due(*, now: datetime) -> int:
    """Refit every exam that has real results, or had, and was not refitted within the week."""
    today = now.date()
    concerned = Q(real_results__isnull=False) | Q(pass_intercepts__isnull=False)
    fitted = PassIntercept.objects.filter(as_of__gt=today - EVERY).values("exam")
    due = list(Exam.objects.filter(concerned).exclude(pk__in=fitted).distinct())
    for exam in due:
        refit(exam, as_of=today)
    return len(due)


def refit(exam: Exam, *, as_of: date) -> PassIntercept:
    """The intercept from all real results up to a day. Done again for that day, it is replaced."""
    told = list(RealResult.objects.filter(exam=exam, taken_on__lte=as_of).order_by("taken_on"))
    candidates = {result.candidate_id for result in told}
    sat = Attempt.objects.finished().filter(exam=exam, candidate__in=candidates)
    blueprint, sittings = Blueprint.of(exam), sittings_of(sat)
    pairs: dict[int, tuple[float, bool]] = {}
    for result in told:
        p = foretold(blueprint, sittings.get(result.candidate_id, []), result.taken_on)
        if p is not None:
            pairs.setdefault(result.candidate_id, (p, result.passed))
    a = fit_intercept([p for p, _ in pairs.values()], [passed for _, passed in pairs.values()])
    intercept, _ = PassIntercept.objects.update_or_create(
        exam=exam, as_of=as_of, defaults={"a": a, "n": len(pairs), "method": METHOD}
    )
    return intercept


def foretold(blueprint: Blueprint, sittings: Sequence[Sitting], on: date) -> float | None:
    """P(pass) on that day by what had been sat before it, uncalibrated. None on thin evidence."""
    morning = datetime.combine(on, time(), UTC)
    before = [sitting for sitting in sittings if sitting.ended_at < morning]
    if kind_of(basis_of(blueprint, before)) == "nothing":
        return None
    m, v = profile(before, blueprint.tasks, blueprint.task_domain)
    weeks = (morning - before[-1].ended_at) / WEEK
    m, v = time_step(m, v, weeks, blueprint.task_domain)
    return pass_probability(m, v, blueprint.scored, blueprint.easiness)[0]
