"""Scoring attempts anew after a correction, with the reports that rest on them.

The missing ResultChange is the work to be done (`rescoring.due`): a worker that dies in the middle
leaves no half of an attempt, and the next one goes on from there.
"""

import logging
from datetime import datetime

from django.db import transaction

from attempts import rescoring
from attempts.models import Attempt
from questions.models import Correction
from reports import weakness

logger = logging.getLogger(__name__)

BATCH = 100  # attempts between two looks at what is left; a few seconds


def rescore_some(*, now: datetime) -> int:
    """Let up to BATCH attempts take the corrections they have not taken; how many did.

    One failure stops no other.
    """
    done = 0
    for attempt, correction in rescoring.due(limit=BATCH):
        try:
            done += _rescore(attempt, correction, now=now)
        except Exception:
            logger.exception("attempt %s could not take %s", attempt.pk, correction)
    return done


@transaction.atomic
def _rescore(attempt: Attempt, correction: Correction, *, now: datetime) -> bool:
    is_news = rescoring.rescore(attempt, correction, now=now)
    if is_news:
        weakness.forget(attempt)
    return is_news
