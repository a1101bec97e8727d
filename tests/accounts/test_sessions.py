import pytest
import time_machine
from django.contrib.sessions.models import Session

from accounts import sessions
from tests.conftest import NOON, PASSWORD

pytestmark = pytest.mark.django_db
LATER = NOON.timestamp()


@pytest.fixture
def signing_in(client, alice, empty_cache):
    """alice, who signs in at noon through the form."""
    with time_machine.travel(NOON, tick=False):
        answer = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def status_after(client, seconds: float) -> int:
    with time_machine.travel(LATER + seconds, tick=False):
        return client.get("/account/").status_code


def test_a_sign_in_outlives_any_exam(signing_in):
    assert status_after(signing_in, 5 * 3600) == 200


def test_a_sign_in_ends_after_eight_idle_hours(signing_in):
    assert status_after(signing_in, sessions.IDLE_SECONDS + 1) == 302
    assert not Session.objects.filter(pk=signing_in.session.session_key).exists()


def test_a_sign_of_life_prolongs_it_until_the_day_is_over(signing_in):
    for hours in (7, 14, 21):
        assert status_after(signing_in, hours * 3600) == 200
    assert status_after(signing_in, sessions.ABSOLUTE_SECONDS + 1) == 302


def test_signs_of_life_are_written_at_most_every_ten_minutes(
    signing_in, django_assert_max_num_queries
):
    with time_machine.travel(LATER + 300, tick=False), django_assert_max_num_queries(2):
        assert signing_in.get("/account/").status_code == 200


def test_signing_in_gives_a_new_session_and_signing_out_ends_it_on_the_server(client, signing_in):
    key = signing_in.session.session_key
    with time_machine.travel(NOON, tick=False):
        signing_in.post("/accounts/logout/")
    assert not Session.objects.filter(pk=key).exists()
    with time_machine.travel(NOON, tick=False):
        signing_in.cookies["sessionid"] = key
        assert signing_in.get("/account/").status_code == 302
