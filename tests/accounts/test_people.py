import pytest

from accounts import people
from accounts.models import AuditEntry, Role
from tests.conftest import NOON


def noted() -> list[tuple]:
    return list(AuditEntry.objects.values_list("event", "actor_id", "subject_id", "detail"))


def test_a_changed_role_is_effective_at_once_and_noted(alice, dave, as_alice):
    people.change_role(alice, Role.INSTRUCTOR, by=dave, now=NOON)
    assert as_alice.get("/author/questions/").status_code == 200
    told = {"before": "candidate", "after": "instructor"}
    assert noted() == [("role_changed", dave.pk, alice.pk, told)]


def test_who_is_disabled_is_signed_out_and_comes_back_when_enabled(alice, dave, as_alice):
    people.disable(alice, by=dave, now=NOON)
    assert as_alice.get("/account/").status_code == 302
    people.enable(alice, by=dave, now=NOON)
    assert as_alice.get("/account/").status_code == 200
    told = [("account_disabled", dave.pk, alice.pk, {}), ("account_enabled", dave.pk, alice.pk, {})]
    assert noted() == told


@pytest.mark.parametrize(
    "nothing",
    [
        lambda user: people.change_role(user, Role.CANDIDATE, by=None, now=NOON),
        lambda user: people.enable(user, by=None, now=NOON),
    ],
)
def test_what_changes_nothing_is_not_noted(alice, nothing):
    nothing(alice)
    assert noted() == []
