"""Every question judged by all its answers, once a night. The only writer of ItemStatistic.

All is counted anew each time, so that a voided attempt or a changed rule leaves no trace, and the
same run again writes the same figures. Which answers count: see `reports.tallies`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Count, Max

from attempts.models import Attempt, Item
from questions.models import Exam, QuestionVersion, Rating
from reports import tallies
from reports.answer_times import Times, times_of
from reports.choices import FIFTHS, Given, choices_of
from reports.item_flags import Evidence, flags_of
from reports.item_statistics import Moments, point_biserial
from reports.models import ItemStatistic
from reports.tallies import Tally

RECENT = timedelta(days=90)  # of the forms that exposure speaks of
BATCH = 1000
NO_RATING = Rating(answers=0, logit=0.0, variance=0.0)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Shares of recent forms (0 to 1): that a question stood on, and that chance would give it."""

    share: float = 0.0
    fair: float = 1.0


def recompute_if_due(*, now: datetime) -> int:
    """Once in a day (UTC), the first time somebody asks: how many versions were judged."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    newest = ItemStatistic.objects.aggregate(at=Max("as_of"))["at"]
    return 0 if newest and newest >= today else recompute(as_of=today)


@transaction.atomic
def recompute(*, as_of: datetime) -> int:
    """Judge every version by what was answered until `as_of`; how many there were."""
    times = _times(as_of)
    _replace([_row(version, as_of, Evidence(), found) for version, found in times.items()])
    answers: dict[int, list[Tally]] = defaultdict(list)
    tallies.weigh_efforts(as_of=as_of)
    for tally in tallies.answers():
        answers[tally.version].append(tally)
    exposure = _exposure(as_of)
    ratings = {rating.version_id: rating for rating in Rating.objects.iterator()}
    met = times.keys() | answers.keys() | exposure.keys()
    rows = []
    versions = QuestionVersion.objects.only("type", "body").prefetch_related("corrections")
    for version in versions.order_by("pk").iterator(BATCH):
        if (pk := version.pk) in met:
            found, rating = times.get(pk, Times()), ratings.get(pk, NO_RATING)
            shown = exposure.get(pk, Exposure())
            evidence = evidence_of(version, answers.get(pk, []), found, rating, shown)
            rows.append(_row(pk, as_of, evidence, found))
    _replace(rows)
    return len(rows)


def evidence_of(
    version: QuestionVersion,
    answers: Sequence[Tally],
    times: Times,
    rating: Rating,
    exposure: Exposure,
) -> Evidence:
    """All that is known of one version, as the rules of `reports.item_flags` take it."""
    moments = moments_of(answers)
    rpb, se = point_biserial(moments) or (None, None)
    given = [Given(each.fifth, each.answer, each.n) for each in answers]
    return Evidence(
        n=moments.n,
        p=moments.x / moments.n if moments.n else None,
        rpb=rpb,
        se=se,
        fifths=tuple(sum(e.n for e in answers if e.fifth == fifth) for fifth in range(FIFTHS)),
        choices=tuple(choices_of(version.type, version.judged_body, given)),
        timed=times.timed,
        median_s=times.median_s,
        p95_s=times.p95_s,
        rapid_share=times.rapid_share,
        exposure=exposure.share,
        fair_exposure=exposure.fair,
        fitted=rating.answers,
        misfit=rating.misfit,
        fitted_near_cut=rating.answers_near_cut,
        misfit_near_cut=rating.misfit_near_cut,
    )


def moments_of(answers: Sequence[Tally]) -> Moments:
    right = [each for each in answers if each.is_correct]
    return Moments(
        n=sum(each.n for each in answers),
        x=sum(each.n for each in right),
        r=sum(each.r for each in answers),
        rr=sum(each.rr for each in answers),
        xr=sum(each.r for each in right),
    )


def _times(as_of: datetime) -> dict[int, Times]:
    by_version = groupby(tallies.times(as_of=as_of), key=lambda row: row.version)
    return {
        version: times_of([(row.seconds, row.answers) for row in rows])
        for version, rows in by_version
    }


def _exposure(as_of: datetime) -> dict[int, Exposure]:
    """Of every version on a recent form; of several exams, the one it is on most."""
    recent = Attempt.objects.filter(started_at__gt=as_of - RECENT, started_at__lte=as_of)
    forms = dict(recent.order_by().values_list("exam").annotate(Count("pk")))
    fair = {exam.pk: _fair_share(exam) for exam in Exam.objects.filter(pk__in=forms)}
    stood = (
        Item.objects.filter(attempt__in=recent).order_by().values_list("version", "attempt__exam")
    )
    found: dict[int, Exposure] = {}
    for version, exam, times in stood.annotate(Count("pk")):
        here = Exposure(times / forms[exam], fair[exam])
        found[version] = max(
            found.get(version, here), here, key=lambda each: each.share / each.fair
        )
    return found


def _fair_share(exam: Exam) -> float:
    bank = QuestionVersion.objects.current().of_exam(exam).count()
    return min(exam.item_count / max(bank, 1), 1.0)


def _row(version: int, as_of: datetime, evidence: Evidence, times: Times) -> ItemStatistic:
    flags = flags_of(evidence)
    return ItemStatistic(
        version_id=version,
        n=evidence.n,
        p=evidence.p,
        rpb=evidence.rpb,
        se=evidence.se,
        timed=times.timed,
        median_s=times.median_s,
        p95_s=times.p95_s,
        rapid_share=times.rapid_share,
        rapid_below_s=times.rapid_below_s,
        exposure=evidence.exposure,
        fair_exposure=evidence.fair_exposure,
        fifths=list(evidence.fifths),
        choices=[asdict(choice) for choice in evidence.choices],
        flags=[asdict(flag) for flag in flags],
        rank=max((flag.rank for flag in flags), default=0),
        as_of=as_of,
    )


def _replace(rows: Sequence[ItemStatistic]) -> None:
    ItemStatistic.objects.all().delete()
    ItemStatistic.objects.bulk_create(rows, BATCH)
