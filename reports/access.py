"""What may be reported on: attempts that are over and count."""

from datetime import datetime

from attempts import results
from attempts.errors import AttemptClosed, AttemptOpen
from attempts.models import Attempt, Result


def result_of(attempt: Attempt, *, now: datetime) -> Result:
    """The attempt's result; recorded here if a crash came between ending and scoring.

    Raises `AttemptOpen` for a running attempt and `AttemptClosed` for a voided one.
    """
    if attempt.is_open:
        raise AttemptOpen("The attempt still runs. Its report comes when it is over.")
    if not attempt.is_finished:
        raise AttemptClosed("This attempt was voided. It has no score and no report.")
    if result := Result.objects.filter(attempt=attempt).first():
        return result
    results.record_once(attempt, now=now)
    return Result.objects.get(attempt=attempt)
