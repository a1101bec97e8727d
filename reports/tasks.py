"""The worker's door. Each task calls one rule and may safely run twice."""

from celery import shared_task
from django.utils.timezone import now

from attempts.models import Attempt
from reports import strictness, weakness


@shared_task
def write_report(attempt_id: str) -> None:
    """Nothing happens for an attempt that is gone, voided or not scored yet."""
    attempt = Attempt.objects.scored().select_related("exam").filter(pk=attempt_id).first()
    if attempt is not None:
        weakness.write(attempt, now=now())


@shared_task
def write_missing_reports() -> int:
    return weakness.write_missing(now=now())


@shared_task
def refit_pass_intercepts() -> int:
    """Works once a week for each exam, the first time somebody asks."""
    return strictness.refit_due(now=now())
