"""Granting extra time: once to the person, and at once to what they are sitting now."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import Accommodation, ExtraTime, User
from attempts import lifecycle
from attempts.models import Attempt


def grant(
    candidate: User, extra_time: ExtraTime, *, reason: str, by: User, now: datetime
) -> Accommodation:
    """What `candidate` gets in every exam from now on, the running ones included.

    A running attempt never loses time: taking an accommodation back concerns later attempts only.
    """
    told = {"extra_time": extra_time, "reason": reason, "granted_by": by, "granted_at": now}
    with transaction.atomic():
        granted, _ = Accommodation.objects.update_or_create(user=candidate, defaults=told)
        audit.note(
            "accommodation_granted", actor=by, subject=candidate, now=now, extra_time=extra_time
        )
    for attempt in Attempt.objects.of(candidate).in_progress().select_related("exam"):
        lifecycle.settle(attempt, now=now)
        if attempt.is_open:
            lifecycle.extend(attempt, extra_time, by=by, reason=reason, now=now)
    return granted
