"""The worker's door. Each task calls one rule and may safely run twice."""

from celery import shared_task
from django.utils.timezone import now

from attempts import lifecycle, results


@shared_task
def settle_overdue_attempts() -> int:
    return lifecycle.settle_overdue(now=now())


@shared_task
def record_missing_results() -> int:
    return results.record_missing(now=now())
