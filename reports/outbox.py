"""Getting every report made: three tries, then it is given up. The only writer of ReportFailure.

The missing report is the outbox: nothing has to be sent for it to be found. One that fails whenever
it is tried would be found for ever, so what was tried is noted beside it.
"""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from attempts.models import Attempt
from reports import weakness
from reports.models import ReportFailure, awaiting_report, given_up

logger = logging.getLogger(__name__)

PAUSES = [timedelta(minutes=1), timedelta(minutes=5)]  # after the first failure, and the second
DATABASE_AWAY = (OperationalError, InterfaceError)  # which is no fault of the report


def deliver(attempt: Attempt, *, now: datetime) -> bool:
    """Make the report on a scored attempt, unless it is not to be tried now; whether it is there.

    A failure is noted and logged, and not raised.
    """
    failure: ReportFailure | None = getattr(attempt, "report_failure", None)
    if failure and (failure.again_at is None or failure.again_at > now):
        return False
    try:
        weakness.write(attempt, now=now)
    except DATABASE_AWAY:
        raise
    except Exception as error:
        logger.warning("no report on attempt %s", attempt.pk, exc_info=True)
        _note_failure(attempt, error, now=now)
        return False
    if failure:
        failure.delete()
    return True


def deliver_missing(*, now: datetime) -> int:
    """Make what no worker got to, say because a message was lost. One failure stops no other."""
    may_be_tried = Q(report_failure=None) | Q(report_failure__again_at__lte=now)
    missing = awaiting_report().filter(may_be_tried).select_related("exam", "report_failure")
    return sum(deliver(attempt, now=now) for attempt in list(missing.order_by("ended_at")))


def forget_failures() -> int:
    """What was given up is missing as on the first day. How many that are."""
    count, _ = given_up().delete()
    return count


@transaction.atomic
def _note_failure(attempt: Attempt, error: Exception, *, now: datetime) -> None:
    failures = ReportFailure.objects.select_for_update()
    failure, _ = failures.get_or_create(attempt=attempt, defaults={"failed_at": now})
    failure.again_at = now + PAUSES[failure.tries] if failure.tries < len(PAUSES) else None
    failure.tries += 1
    failure.error, failure.failed_at = type(error).__name__[:100], now
    failure.save()
    if failure.again_at is None:
        told = (attempt.pk, failure.tries, failure.error)
        logger.error("gave up the report on attempt %s after %s tries: %s", *told)
