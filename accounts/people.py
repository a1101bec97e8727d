"""What is decided about a person: their role, and whether they may come in. Only writer of both."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import Role, User


@transaction.atomic
def change_role(user: User, role: Role, *, by: User | None, now: datetime) -> None:
    """Effective with the next request. What the person is sitting goes on."""
    if user.role == role:
        return
    before, user.role = user.role, role
    user.save(update_fields=["role"])
    audit.note("role_changed", actor=by, subject=user, now=now, before=before, after=role)


def disable(user: User, *, by: User | None, now: datetime) -> None:
    """No session and no token of theirs opens a door from the next request on; all is kept."""
    _let_in(user, is_active=False, event="account_disabled", by=by, now=now)


def enable(user: User, *, by: User | None, now: datetime) -> None:
    """As before they were disabled, sessions and tokens that are still good included."""
    _let_in(user, is_active=True, event="account_enabled", by=by, now=now)


@transaction.atomic
def _let_in(user: User, *, is_active: bool, event: str, by: User | None, now: datetime) -> None:
    if user.is_active == is_active:
        return
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    audit.note(event, actor=by, subject=user, now=now)
