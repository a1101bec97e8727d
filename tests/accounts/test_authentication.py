import pytest
from django.test import Client
from django.utils.timezone import now

from accounts import tokens

pytestmark = [pytest.mark.urls("tests.exam_platform.doors"), pytest.mark.django_db]
ECHO = "/api/v1/echo/"


@pytest.fixture
def secret(alice):
    return tokens.issue(alice, name="script", now=now())[1]


def send(client, authorization):
    return client.post(
        ECHO,
        {"count": 1},
        content_type="application/json",
        headers={"authorization": authorization},
    )


def test_a_program_with_a_token_needs_no_cookie_and_no_csrf_token(secret):
    answer = send(Client(enforce_csrf_checks=True), f"Bearer {secret}")
    assert answer.status_code == 200


@pytest.mark.parametrize("wrong", ["Bearer ", "Bearer x", "Bearer rh_00_é", "Bearer rh_\x01_x"])
def test_a_wrong_token_is_401_and_the_cookie_does_not_help(as_alice, wrong):
    answer = send(as_alice, wrong.encode().decode("latin-1"))
    assert answer.status_code == 401
    assert answer.json()["code"] == "authentication_failed"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_another_kind_of_authorization_is_not_ours(as_alice):
    assert send(as_alice, "Basic YTpi").status_code == 200
    assert send(Client(), "Basic YTpi").status_code == 401


def test_a_token_in_the_address_is_not_looked_at(secret):
    assert Client().get(f"{ECHO}?token={secret}").status_code == 401


def test_one_query_finds_token_and_person(secret, django_assert_num_queries):
    send(Client(), f"Bearer {secret}")
    with django_assert_num_queries(1):
        send(Client(), f"Bearer {secret}")
