"""API tokens: making, recognising, revoking. The only writer of ApiToken.

A token is `rh_<prefix>_<secret>`: 48 random bits to find the row, 256 to prove it.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from accounts import audit
from accounts.models import ApiToken, User

LIFETIME = timedelta(days=90)
NOTED_EVERY = timedelta(minutes=10)  # a program that asks often must not write often


@transaction.atomic
def issue(
    user: User,
    *,
    name: str,
    now: datetime,
    lifetime: timedelta = LIFETIME,
    by: User | None = None,
) -> tuple[ApiToken, str]:
    """A new token, and its secret: the only time it can be seen."""
    prefix = secrets.token_hex(6)
    secret = f"rh_{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=prefix,
        digest=_digest(secret),
        created_at=now,
        expires_at=now + lifetime,
    )
    audit.note("token_made", actor=by, subject=user, now=now, prefix=prefix)
    return token, secret


def recognise(secret: str, *, now: datetime) -> ApiToken | None:
    """The token, when it is known, alive, and its owner may sign in; else None."""
    token = ApiToken.objects.select_related("user").filter(prefix=_prefix(secret)).first()
    if token is None or not secrets.compare_digest(token.digest, _digest(secret)):
        return None
    if token.revoked_at or token.expires_at <= now or not token.user.is_active:
        return None
    return token


def note_use(token: ApiToken, *, now: datetime) -> None:
    if token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


@transaction.atomic
def revoke(token: ApiToken, *, now: datetime, by: User | None = None) -> None:
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        audit.note("token_revoked", actor=by, subject=token.user, now=now, prefix=token.prefix)


def _prefix(secret: str) -> str:
    return secret.removeprefix("rh_").partition("_")[0][:12]


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
