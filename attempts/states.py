"""The life of an attempt, in one table, and the few words its rows are told in.

    IN_PROGRESS --> SUBMITTED --> VOIDED
         |                          ^
         +-------> EXPIRED ---------+
         +--------------------------+

Being scored is not a state: it is having a Result.
"""

from django.db import models


class AttemptState(models.TextChoices):
    IN_PROGRESS = "in_progress", "In progress"
    SUBMITTED = "submitted", "Submitted"
    EXPIRED = "expired", "Time ran out"
    VOIDED = "voided", "Voided"


TRANSITIONS: dict[AttemptState, frozenset[AttemptState]] = {
    AttemptState.IN_PROGRESS: frozenset(
        {AttemptState.SUBMITTED, AttemptState.EXPIRED, AttemptState.VOIDED}
    ),
    AttemptState.SUBMITTED: frozenset({AttemptState.VOIDED}),
    AttemptState.EXPIRED: frozenset({AttemptState.VOIDED}),
    AttemptState.VOIDED: frozenset(),
}

FINISHED = (AttemptState.SUBMITTED, AttemptState.EXPIRED)


class Mode(models.TextChoices):
    EXAM = "exam", "Exam"
    PRACTICE = "practice", "Practice"


class Sure(models.TextChoices):
    """How sure a candidate was of an answer, if they said."""

    GUESS = "guess", "Guess"
    THINK = "think", "Think so"
    SURE = "sure", "Sure"


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    STALE = "stale", "Stale"
    LATE = "late", "Late"
