"""The accounts library says "Email"; our pages say "e-mail"."""

import re

import pytest
from django.core import mail

from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
ENTRANCES = [
    ("/accounts/login/", "login"),
    ("/accounts/signup/", "email"),
    ("/accounts/password/reset/", "email"),
]


def words_of(answer) -> str:
    """What a reader sees of a page."""
    text = re.sub(r"<script.*?</script>|<[^>]*>", " ", answer.content.decode(), flags=re.DOTALL)
    return text.replace("alice@example.org", "")


@pytest.mark.parametrize(("address", "field"), ENTRANCES)
def test_an_address_is_asked_for_in_one_word(client, address, field):
    asked, refused = client.get(address), client.post(address, {field: "nothing"})
    assert f'for="id_{field}">E-mail</label>' in asked.content.decode()
    assert "Enter an e-mail address like name@example.org." in words_of(refused)
    for page in (asked, refused):
        assert not re.search(r"\bemail\b", words_of(page), re.IGNORECASE)


def test_a_refused_sign_in_speaks_of_e_mail(client, alice):
    answer = client.post("/accounts/login/", {"login": alice.email, "password": "wrong"})
    assert "The e-mail address or the password is not right." in words_of(answer)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nothing", "Enter an e-mail address like"),
        ("alice@example.org", "You use this e-mail address already."),
        ("new@example.org", "We sent an e-mail with a link to new@example.org."),
    ],
)
def test_changing_the_address_speaks_of_e_mail(client, alice, address, words):
    client.force_login(alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/accounts/email/", {"email": address, "action_add": ""}, follow=True)
    assert words in words_of(answer)
    assert not re.search(r"\bemail\b", words_of(answer), re.IGNORECASE)
    assert len(mail.outbox) == (address == "new@example.org")
