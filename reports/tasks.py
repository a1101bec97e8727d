"""The worker's door. Each task calls one rule and may safely run twice."""

from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from django.core.cache import cache
from django.utils.timezone import now

from attempts.models import Attempt
from reports import calibration, cascade, item_analysis, outbox, strictness


@shared_task
def write_report(attempt_id: str) -> None:
    """Nothing happens for an attempt that is gone, voided or not scored yet."""
    scored = Attempt.objects.scored().select_related("exam", "report_failure")
    attempt = scored.filter(pk=attempt_id).first()
    if attempt is not None:
        outbox.deliver(attempt, now=now())


@shared_task
def write_missing_reports() -> int:
    return outbox.deliver_missing(now=now())


@shared_task
def rescore_attempts() -> None:
    """A part of what corrections changed, and then the next one, until nothing is left."""
    if cascade.rescore_some(now=now()):
        rescore_attempts.delay()


@shared_task
def rescore_missed() -> int:
    """A part of what no message announced."""
    return cascade.rescore_some(now=now())


@shared_task
def refit_pass_intercepts() -> int:
    """Works once a week for each exam, the first time somebody asks."""
    return strictness.refit_due(now=now())


LONGEST = 3600  # seconds that one run over all answers may take
RUNNING = "running-over-all-answers"


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else goes over all answers. A dead worker is forgotten after `LONGEST`."""
    is_free = cache.add(RUNNING, "yes", timeout=LONGEST)
    try:
        yield is_free
    finally:
        if is_free:
            cache.delete(RUNNING)


@shared_task(time_limit=LONGEST)
def analyse_items() -> int:
    with alone() as is_free:
        return item_analysis.recompute_if_due(now=now()) if is_free else 0


@shared_task(time_limit=LONGEST)
def recalibrate_ratings() -> int:
    with alone() as is_free:
        return calibration.recalibrate_if_due(now=now()) if is_free else 0
