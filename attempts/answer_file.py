"""Taking an answer file: saves a device could not send, brought by hand. answering.py writes."""

from collections.abc import Iterable
from datetime import datetime

from attempts import answering
from attempts.answering import Given
from attempts.errors import AnswerLate, AnswerMalformed, AnswerRevealed, AnswerStale, NoSuchItem
from attempts.models import Attempt

REFUSALS = AnswerLate, AnswerMalformed, AnswerRevealed, AnswerStale, NoSuchItem


def take(attempt: Attempt, saves: Iterable[tuple[int, Given]], *, now: datetime) -> dict[int, str]:
    """What became of the newest answer to each question, in words. Twice the same file is fine.

    Each save is judged as if its device had sent it now. After a stale one, what the same device
    gave later to that question is left: it had not seen what counts either. Raises `AttemptClosed`
    where the attempt was handed in, `AttemptPaused`.
    """
    told: dict[int, str] = {}
    stale: set[int] = set()
    for position, given in saves:
        if position in stale:
            continue
        try:
            answering.save(attempt, position, given, now=now)
            told[position] = "Saved."
        except REFUSALS as refusal:
            told[position] = str(refusal)
            stale |= {position} if isinstance(refusal, AnswerStale) else set()
    return told
