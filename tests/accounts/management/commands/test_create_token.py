from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from accounts import tokens

pytestmark = pytest.mark.django_db


def test_the_command_prints_a_token_that_works(alice):
    out = StringIO()
    call_command("create_token", "Alice@Example.org", stdout=out)
    token = tokens.recognise(out.getvalue().strip(), now=now())
    assert token is not None
    assert token.user == alice


def test_an_unknown_address_is_said(alice):
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("create_token", "nobody@example.org")
