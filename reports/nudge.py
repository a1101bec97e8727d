"""Telling the worker that there is something to do. Losing the message costs nothing but time.

The sweep finds every attempt without a report, so a broker that is away must neither break nor
slow a page: one try, a short one, at most once in a while for each attempt.
"""

import logging
from uuid import UUID

from celery import current_app
from django.core.cache import cache
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

TASK = "reports.tasks.write_report"
RESCORING = "reports.tasks.rescore_attempts"
PAUSE = 30  # seconds in which one attempt is not announced again
SECONDS = 0.3
# Without `max_retries` here kombu tries for six seconds, whatever `retry=False` says.
ONE_TRY = {
    "max_retries": 0,
    "connect_retries_timeout": SECONDS,
    "socket_connect_timeout": SECONDS,
    "socket_timeout": SECONDS,
}


def nudge(attempt_id: UUID) -> None:
    """Ask for the report on this attempt, unless that was done a moment ago."""
    if not cache.add(f"report-nudge-{attempt_id}", 1, timeout=PAUSE):
        return
    try:
        _send(attempt_id)
    except (OperationalError, OSError) as error:
        logger.warning("broker away, report on %s left to the sweep: %s", attempt_id, error)


def nudge_rescoring() -> None:
    """Ask for what corrections changed to be scored anew."""
    try:
        _post(RESCORING)
    except (OperationalError, OSError) as error:
        logger.warning("broker away, re-scoring left to the sweep: %s", error)


def _send(attempt_id: UUID) -> None:
    _post(TASK, str(attempt_id))


def _post(task: str, *args: str) -> None:
    with current_app.connection_for_write(
        connect_timeout=SECONDS, transport_options=ONE_TRY
    ) as connection:
        current_app.send_task(task, args=args, connection=connection, retry=False)
