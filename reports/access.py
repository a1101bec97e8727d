"""What may be reported on: attempts that are over and count, and questions."""

from datetime import datetime

from django.shortcuts import get_object_or_404

from attempts import results
from attempts.errors import AttemptClosed, AttemptOpen
from attempts.models import Attempt, Result
from questions.models import Correction, QuestionVersion
from questions.states import ANSWERABLE


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


def published_version_or_404(reference: str, number: int) -> QuestionVersion:
    versions = QuestionVersion.objects.filter(question__reference=reference, number=number)
    versions = versions.select_related("question__case_study")
    return get_object_or_404(versions, state__in=ANSWERABLE)


def correction_or_404(correction_id: int) -> Correction:
    made = Correction.objects.select_related("version__question", "made_by")
    return get_object_or_404(made, pk=correction_id)


def version_or_404(reference: str) -> QuestionVersion:
    """Of that question, the version that candidates get, or else the newest."""
    versions = QuestionVersion.objects.filter(question__reference=reference)
    versions = versions.select_related("question", "statistic", "rating")
    return versions.current().first() or get_object_or_404(versions.newest())
