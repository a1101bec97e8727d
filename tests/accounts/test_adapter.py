"""Signing in, up and out, and passwords: the accounts library, set up our way."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts import guessing
from accounts.models import AuditEntry, GuessCount, User
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
LOGIN, SIGNUP, RESET = "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"
NEW = "a wholly new passphrase"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_people_sign_in_with_their_address_in_any_case(client, alice):
    answer = sign_in(client, "ALICE@example.org")
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client, alice):
    known, unknown = (sign_in(client, who, "wrong") for who in (alice.email, "x@example.org"))
    assert known.status_code == unknown.status_code == 200

    def words(answer):
        return re.findall(r'<ul class="errorlist.*?</ul>|<li>.*?</li>', answer.content.decode())

    assert words(known) == words(unknown) != []


def test_a_closed_account_cannot_sign_in(client, alice):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    sign_in(client, alice.email)
    assert client.get("/account/").status_code == 302


def test_ten_wrong_passwords_slow_the_guesser_down_and_say_so(client, alice):
    answers = [sign_in(client, alice.email, f"guess {n}") for n in range(11)]
    assert "Too many failed login attempts" not in answers[9].content.decode()
    assert "Too many failed login attempts" in answers[10].content.decode()
    assert "Too many failed login attempts" in sign_in(client, alice.email).content.decode()


def test_a_stranger_who_guesses_cannot_keep_the_owner_out(alice, client):
    for n in range(11):
        sign_in(client, alice.email, f"guess {n}")
    at_home = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(at_home, alice.email).status_code == 302


def test_a_flood_of_guesses_is_429_with_a_time_to_wait(client, alice, monkeypatch):
    monkeypatch.setattr(guessing, "A_FLOOD", 2)
    answers = [sign_in(client, f"x{n}@example.org", "wrong") for n in range(3)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"]
    assert "your account is not locked" in answers[-1].content.decode()


def test_from_where_many_guess_whoever_knows_the_password_gets_in(client, alice, bob, monkeypatch):
    monkeypatch.setattr(guessing, "FROM_A_NETWORK", 5)
    for n in range(9):
        sign_in(client, f"x{n}@example.org", "wrong")
    sign_in(client, bob.email, "a slip")
    assert sign_in(Client(), bob.email).status_code == 302
    assert sign_in(Client(), alice.email).status_code == 302


def test_right_passwords_are_never_too_many(alice):
    assert {sign_in(Client(), alice.email).status_code for _ in range(20)} == {302}
    assert not GuessCount.objects.filter(tries__gt=0).exists()


def test_proving_again_who_one_is_is_counted_too(client, as_alice, alice):
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    for n in range(10):
        sign_in(client, alice.email, f"guess {n}")
    right = as_alice.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "Too many failed login attempts" in right.content.decode()


def test_signing_in_is_noted_and_so_is_failing_to(client, alice):
    sign_in(client, "nobody@example.org")
    sign_in(client, "Alice@example.org", "a wrong password")
    sign_in(client, alice.email)
    told = list(AuditEntry.objects.values_list("event", "actor_id", "subject_id"))
    failed = "sign_in_failed"
    assert told == [
        (failed, None, None),
        (failed, None, alice.pk),
        ("signed_in", alice.pk, alice.pk),
    ]


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(client, alice, to):
    answer = sign_in(client, alice.email, next=to)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]


def test_a_stranger_makes_an_account_and_is_a_candidate(client):
    answer = client.post(
        SIGNUP, {"email": "Erin@Example.org", "password1": NEW, "role": "instructor"}
    )
    assert answer.status_code == 302
    erin = User.objects.get(email="erin@example.org")
    assert not erin.is_instructor
    assert erin.password.startswith("md5$")  # the fast hasher of the tests
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "elevenchars", "alice@example.org"])
def test_a_weak_password_is_refused_in_words(client, password):
    answer = client.post(SIGNUP, {"email": "alice@example.org", "password1": password})
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()
    assert not User.objects.exists()


def test_an_address_can_be_used_once(client, alice):
    client.post(SIGNUP, {"email": "ALICE@example.org", "password1": NEW})
    assert User.objects.count() == 1


def reset_link(client, email) -> str:
    client.post(RESET, {"email": email})
    (link,) = re.findall(r"https?://\S+", mail.outbox[-1].body)
    return link


def test_a_reset_link_works_once_and_does_not_sign_in(client, alice):
    link = reset_link(client, alice.email)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert client.get("/account/").status_code == 302
    again = Client().get(link, follow=True)
    assert "has been used or is too old" in again.content.decode()


def test_a_reset_lets_its_owner_in_at_once(client, alice):
    for n in range(10):
        sign_in(client, alice.email, f"guess {n}")
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    form = client.get(reset_link(client, alice.email), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert sign_in(client, alice.email, NEW).status_code == 302


def test_a_reset_for_an_unknown_address_looks_the_same(client, alice):
    answers = [client.post(RESET, {"email": who}) for who in (alice.email, "x@example.org")]
    assert [answer["Location"] for answer in answers] == [f"{RESET}done/"] * 2


def test_a_reset_link_leads_to_our_address_whatever_the_request_claims(client, alice, settings):
    settings.BASE_URL = "https://exams.example.org"
    assert reset_link(client, alice.email).startswith("https://exams.example.org/accounts/")


def test_changing_the_password_needs_the_old_one_and_ends_other_sign_ins(client, alice):
    sign_in(client, alice.email)
    elsewhere = Client()
    elsewhere.force_login(alice)
    wrong = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", wrong)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    client.post("/accounts/password/change/", wrong | {"oldpassword": PASSWORD})
    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert "password" in mail.outbox[-1].subject.lower()


def test_changing_the_address_asks_for_the_password_again(as_alice):
    answer = as_alice.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(
    "address", [LOGIN, SIGNUP, RESET, f"{RESET}done/", "/accounts/confirm-email/"]
)
def test_every_entrance_is_in_our_look(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Rehearsal</title>" in text
    assert 'class="entrance card' in text
    assert "placeholder=" not in text


@pytest.mark.parametrize("address", ["logout/", "password/change/", "email/", "reauthenticate/"])
def test_every_account_page_is_in_our_look(as_alice, address):
    answer = as_alice.get(f"/accounts/{address}")
    assert answer.status_code == 200
    assert 'class="entrance card' in answer.content.decode()
