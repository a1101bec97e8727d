"""The life of an attempt, in one table.

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
