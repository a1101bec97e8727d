"""Who did what to whose account or rights. The only writer of AuditEntry, which only grows.

The database refuses to change or delete an entry, and each carries the digest of the one before, so
that one changed behind the database's back breaks the chain. The digest also goes to the log: what
was cut off the end, or all written anew, does not agree with what the log says.
"""

import json
import logging
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, User

logger = logging.getLogger(__name__)


def note(
    event: str, *, actor: User | None, subject: User | None, now: datetime, **detail: str
) -> AuditEntry:
    """Write down that `actor` did this to `subject`; nobody, where a stranger or a command did.

    Goes into the caller's transaction, if there is one. No addresses, no secrets, no reasons.
    """
    told = {
        "event": event,
        "actor_id": actor and actor.pk,
        "subject_id": subject and subject.pk,
        "happened_at": now,
        "detail": detail,
    }
    try:
        entry = _append(told)
    except IntegrityError:  # two first entries at once: there was nothing to wait for yet
        entry = _append(told)
    said = {"entry": entry.number, "audit_event": event, "digest": entry.digest}
    logger.info("audit", extra=said)
    return entry


@transaction.atomic
def _append(told: dict[str, Any]) -> AuditEntry:
    """One after the other: whoever holds the first entry writes the next one."""
    AuditEntry.objects.select_for_update().order_by("number").first()
    last = AuditEntry.objects.order_by("number").last()
    number, previous = (last.number + 1, last.digest) if last else (1, "")
    entry = AuditEntry(number=number, previous=previous, **told)
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    return entry


def digest(entry: AuditEntry) -> str:
    """SHA-256, in hex, of all that an entry says and of the digest before it."""
    said = [
        entry.number,
        entry.event,
        entry.actor_id,
        entry.subject_id,
        entry.happened_at.astimezone(UTC).isoformat(),
        entry.detail,
        entry.previous,
    ]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def first_broken() -> int | None:
    """The number of the first entry that is missing or does not fit; None while all is well."""
    previous = ""
    for number, entry in enumerate(AuditEntry.objects.order_by("number").iterator(), start=1):
        if (entry.number, entry.previous, entry.digest) != (number, previous, digest(entry)):
            return number
        previous = entry.digest
    return None
