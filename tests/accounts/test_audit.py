import logging

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import audit
from accounts.models import AuditEntry, User
from tests.conftest import NOON
from tests.faults.broken.tables import without_triggers


@pytest.fixture
def entries(alice, dave) -> list[AuditEntry]:
    """dave gave alice a role three times."""
    return [
        audit.note("role_changed", actor=dave, subject=alice, now=NOON, before="a", after=f"b{n}")
        for n in range(3)
    ]


def test_entries_are_numbered_and_each_knows_the_one_before(entries, alice, dave):
    assert [each.number for each in entries] == [1, 2, 3]
    assert [each.previous for each in entries[1:]] == [each.digest for each in entries[:2]]
    first = AuditEntry.objects.get(number=1)
    assert (first.actor_id, first.subject_id, first.happened_at) == (dave.pk, alice.pk, NOON)
    assert first.detail == {"before": "a", "after": "b0"}
    assert audit.first_broken() is None


@pytest.mark.parametrize("change", [{"actor_id": 7}, {"detail": {}}, {"digest": "0" * 64}])
def test_the_database_refuses_to_change_an_entry(entries, change):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        AuditEntry.objects.filter(number=2).update(**change)


def test_the_database_refuses_to_delete_an_entry(entries):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        AuditEntry.objects.filter(number=2).delete()


CHANGES = {
    "event": "signed_in",
    "actor_id": None,
    "subject_id": 7,
    "happened_at": NOON.replace(year=1999),
    "detail": {},
    "previous": "0" * 64,
    "digest": "0" * 64,
}


@pytest.mark.parametrize("field", CHANGES)
def test_the_chain_tells_what_was_changed_behind_the_databases_back(entries, field):
    without_triggers(AuditEntry)
    AuditEntry.objects.filter(number=2).update(**{field: CHANGES[field]})
    assert audit.first_broken() == 2


@pytest.mark.parametrize("number", [1, 2])
def test_the_chain_tells_what_was_taken_out(entries, number):
    without_triggers(AuditEntry)
    AuditEntry.objects.filter(number=number).delete()
    assert audit.first_broken() == number


def test_what_was_cut_off_the_end_stands_in_the_log(alice, caplog):
    with caplog.at_level(logging.INFO, logger="accounts.audit"):
        entry = audit.note("signed_in", actor=alice, subject=alice, now=NOON)
    [line] = caplog.records
    assert (line.entry, line.audit_event, line.digest) == (1, "signed_in", entry.digest)
    assert "alice" not in str(vars(line))


def test_the_log_outlives_the_people_in_it(entries, alice):
    User.objects.filter(pk=alice.pk).delete()
    assert audit.first_broken() is None


def test_what_is_taken_back_is_not_in_the_log(alice):
    with transaction.atomic():
        audit.note("signed_in", actor=alice, subject=alice, now=NOON)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_guard_still_stands_after_every_migration():
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert {"audit_entry_is_frozen", "audit_entry_is_kept"} <= {
            name for (name,) in cursor.fetchall()
        }
