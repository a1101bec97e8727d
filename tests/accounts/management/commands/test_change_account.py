from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db


def change(*words: str) -> str:
    out = StringIO()
    call_command("change_account", *words, stdout=out)
    return out.getvalue().strip()


def test_an_administrator_shuts_somebody_out_and_lets_them_in(alice, as_alice):
    assert change("Alice@Example.org", "--disable") == "alice@example.org: candidate, disabled"
    assert as_alice.get("/account/").status_code == 302
    assert change("alice@example.org", "--enable") == "alice@example.org: candidate, active"
    assert as_alice.get("/account/").status_code == 200
    events = list(AuditEntry.objects.values_list("event", flat=True))
    assert events == ["account_disabled", "account_enabled"]


def test_a_role_is_changed(alice):
    assert change(alice.email, "--role", "instructor") == "alice@example.org: instructor, active"
    assert AuditEntry.objects.get().event == "role_changed"


@pytest.mark.parametrize(
    "words",
    [
        ["nobody@example.org", "--disable"],
        ["alice@example.org"],
        ["alice@example.org", "--role", "king"],
        ["alice@example.org", "--disable", "--enable"],
    ],
)
def test_what_makes_no_sense_is_refused(alice, words):
    with pytest.raises(CommandError):
        change(*words)
    assert not AuditEntry.objects.exists()
