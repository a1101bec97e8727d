"""Tokens and sessions that are dead, stolen, or in the wrong place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts import tokens
from accounts.models import Role
from attempts.models import Attempt
from tests import factories
from tests.conftest import person

ATTEMPTS = "/api/v1/attempts/"
NOBODYS = f"{ATTEMPTS}00000000-0000-4000-8000-000000000000/"
DOORS = [ATTEMPTS, NOBODYS, f"{NOBODYS}paper/", f"{NOBODYS}result/", f"{NOBODYS}report/"]
DOORS += ["/api/v1/exams/", "/api/v1/exams/EX/", "/api/v1/schema/", "/health/deep"]


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice)


def url(name: str, attempt, *args) -> str:
    return reverse(f"api-attempts:{name}", args=[attempt.pk, *args])


@pytest.fixture
def token(alice):
    return tokens.issue(alice, name="script", now=now())


def with_token(secret: str) -> dict:
    return {"headers": {"authorization": f"Bearer {secret}"}}


def test_a_token_alone_opens_the_api_and_needs_no_csrf_token(attempt, token):
    client = Client(enforce_csrf_checks=True)
    for where in (ATTEMPTS, url("attempt", attempt), url("paper", attempt)):
        assert client.get(where, **with_token(token[1])).status_code == 200
    marked = client.put(
        url("marks", attempt, 1),
        {"flagged": True},
        "application/json",
        **with_token(token[1]),
    )
    assert marked.status_code == 200


def test_a_token_opens_the_api_and_no_page(token):
    answer = Client().get(reverse("accounts:account"), **with_token(token[1]))
    assert answer.status_code == 302


def test_beside_a_token_a_cookie_counts_for_nothing(as_alice, as_bob, attempt, token):
    """bob's session with alice's token is alice; alice's session with a dead token is nobody."""
    where = url("attempt", attempt)
    assert as_bob.get(where, **with_token(token[1])).status_code == 200
    tokens.revoke(token[0], now=now())
    assert as_alice.get(where).status_code == 200
    assert as_alice.get(where, **with_token(token[1])).status_code == 401


def test_a_token_of_another_person_finds_nothing(bob, attempt):
    _, secret = tokens.issue(bob, name="script", now=now())
    answer = Client().get(url("attempt", attempt), **with_token(secret))
    assert answer.status_code == 404


def test_dead_tokens_are_401_at_every_door(alice):
    long_ago = now() - timedelta(days=100)
    expired = tokens.issue(alice, name="expired", now=long_ago)[1]
    revoked, revoked_secret = tokens.issue(alice, name="revoked", now=now())
    tokens.revoke(revoked, now=now())
    someone = person("eve", Role.ADMINISTRATOR)
    closed = tokens.issue(someone, name="closed", now=now())[1]
    someone.is_active = False
    someone.save()
    for secret in [expired, revoked_secret, closed, "", "x", "rh_", "rh_a_b", "null", "\x7f"]:
        for where in DOORS:
            answer = Client().get(where, **with_token(secret))
            assert answer.status_code == 401, f"{where} with {secret!r}"
            assert answer.json()["code"] == "authentication_failed"


@pytest.mark.parametrize("field", ["token", "access_token", "api_key", "key", "authorization"])
def test_a_token_in_an_address_or_a_body_is_nobody(attempt, token, field):
    where = ATTEMPTS
    assert Client().get(where, {field: token[1]}).status_code == 401
    body = {field: token[1], "exam": "EX", "mode": "exam"}
    assert Client().post(where, body, "application/json").status_code == 401
    assert Attempt.objects.count() == 1


def test_sign_in_makes_a_new_session_and_signing_out_ends_it(alice, empty_cache):
    client = Client()
    client.get(reverse("account_login"))
    planted = client.session
    planted["planted"] = 1
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    form = {"login": "alice@example.org", "password": "correct horse battery staple"}
    assert client.post(reverse("account_login"), form).status_code == 302
    key = client.session.session_key
    assert key != planted.session_key
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get(reverse("accounts:account")).status_code == 302
