from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role, User

pytestmark = pytest.mark.django_db


def test_the_command_makes_an_account_with_the_password_it_prints(client, empty_cache):
    out = StringIO()
    call_command("create_account", "Carol@Example.org", role="instructor", stdout=out)
    carol = User.objects.get(email="carol@example.org")
    assert carol.role == Role.INSTRUCTOR
    client.post("/accounts/login/", {"login": carol.email, "password": out.getvalue().strip()})
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("email", ["no address", "alice@example.org", "ALICE@example.org"])
def test_a_wrong_or_taken_address_is_refused(alice, email):
    with pytest.raises(CommandError):
        call_command("create_account", email)
    assert User.objects.count() == 1
