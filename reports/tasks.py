"""The worker's door. Each task calls one rule and may safely run twice."""

from celery import shared_task
from django.utils.timezone import now

from attempts.models import Attempt
from reports import outbox


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
