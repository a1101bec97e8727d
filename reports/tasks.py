"""The worker's door. Each task calls one rule and may safely run twice."""

from celery import shared_task
from django.utils.timezone import now

from attempts.models import Attempt
from reports import cascade, outbox


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
