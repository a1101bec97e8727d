"""Whose attempt it is. Every door finds attempts here, and meets them settled."""

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.models import User
from attempts import lifecycle
from attempts.models import Attempt


def own_attempt_or_404(user: User, attempt_id: UUID, *, now: datetime) -> Attempt:
    """The user's own attempt, closed if its time ran out; 404 for everybody else's."""
    attempt = get_object_or_404(Attempt.objects.of(user).select_related("exam"), pk=attempt_id)
    attempt.candidate = user
    lifecycle.settle(attempt, now=now)
    return attempt


def own_open_attempt_or_404(user: User, attempt_id: UUID, *, now: datetime) -> Attempt:
    """Like `own_attempt_or_404`; raises `AttemptClosed` when it is over."""
    attempt = own_attempt_or_404(user, attempt_id, now=now)
    lifecycle.ensure_open(attempt, now=now)
    return attempt
