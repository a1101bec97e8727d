from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts import people
from accounts.models import AuditEntry, Role
from tests.conftest import NOON
from tests.faults.broken.tables import without_triggers

pytestmark = pytest.mark.django_db


def verify() -> str:
    out = StringIO()
    call_command("verify_audit_log", stdout=out)
    return out.getvalue()


def test_a_whole_log_is_told_with_its_last_digest(alice):
    assert verify().startswith("0 entries")
    people.change_role(alice, Role.INSTRUCTOR, by=None, now=NOON)
    assert "1 entries, all as written" in verify()
    assert AuditEntry.objects.get().digest in verify()


def test_a_changed_entry_fails_the_command_and_is_named(alice):
    people.change_role(alice, Role.INSTRUCTOR, by=None, now=NOON)
    without_triggers(AuditEntry)
    AuditEntry.objects.update(subject_id=7)
    with pytest.raises(CommandError, match="Entry 1"):
        verify()
