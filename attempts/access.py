"""Whose attempt it is. Every door finds attempts here, and meets them settled."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.http import Http404
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


@contextmanager
def own_unread_attempt(user: User, attempt_id: UUID) -> Iterator[Attempt]:
    """The user's own attempt for a rule that locks it, and so reads it, first; else 404 too."""
    attempt = Attempt(pk=attempt_id, candidate=user)
    attempt._state.adding = False  # a row that is there already: never inserted
    try:
        yield attempt
    except Attempt.DoesNotExist as error:
        raise Http404 from error


def own_open_attempt_or_404(user: User, attempt_id: UUID, *, now: datetime) -> Attempt:
    """Like `own_attempt_or_404`; raises `AttemptClosed` when it is over."""
    attempt = own_attempt_or_404(user, attempt_id, now=now)
    lifecycle.ensure_open(attempt, now=now)
    return attempt
