"""F33, F41: everybody comes at once; somebody is shut out in the middle."""

import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.utils.timezone import now

from accounts import tokens
from accounts.models import ApiToken, Role, User
from attempts.models import Attempt
from tests import factories
from tests.faults.place import Place
from tests.faults.product import Web, running
from tests.faults.room import CSRF, Room, percentile, signed_by_session, signed_by_token
from tests.faults.sizes import ONLY_IN_FULL, size, within

SAVE_SECONDS, START_SECONDS = 0.5, 2.0
PASSWORD = "correct horse battery staple"

# --- F41


@pytest.mark.parametrize("signed", [signed_by_token, signed_by_session])
def test_f41_who_is_shut_out_saves_no_more_and_finds_everything_when_let_in(open_room, signed):
    room = open_room()
    [seat] = room.seat(signed=signed)
    client = seat.inside(room.log)
    assert client.save(1, seat.answers[1][0]).status == 200
    User.objects.filter(pk=seat.user.pk).update(is_active=False)
    assert client.save(2, seat.answers[2][0]).status in {401, 403}
    assert Attempt.objects.get().is_open
    User.objects.filter(pk=seat.user.pk).update(is_active=True)
    assert client.save(2, seat.answers[2][0]).status == 200
    assert client.submit().status == 200
    room.reckon()


def test_f41_a_changed_role_does_not_end_an_attempt(open_room):
    room = open_room()
    [seat] = room.seat()
    client = seat.inside(room.log)
    User.objects.filter(pk=seat.user.pk).update(role=Role.INSTRUCTOR)
    assert client.save(1, seat.answers[1][0]).status == 200
    room.reckon()


def test_f41_a_revoked_token_saves_no_more(open_room):
    room = open_room()
    [seat] = room.seat()
    tokens.revoke(ApiToken.objects.get(user=seat.user), now=now())
    assert seat.inside(room.log).save(1, seat.answers[1][0]).status in {401, 403}
    room.reckon()


def test_f41_control_a_door_that_does_not_look_lets_them_in(open_room, monkeypatch):
    room = open_room()
    [seat] = room.seat()
    monkeypatch.setattr(tokens, "recognise", lambda secret, *, now: ApiToken.objects.get())
    User.objects.filter(pk=seat.user.pk).update(is_active=False)
    assert seat.inside(room.log).save(1, seat.answers[1][0]).status == 200


# --- F33


def sign_in(browser: HTTPConnection, user: User) -> dict[str, str] | None:
    """As a browser does; the headers of the session, or None when the door said too many come."""
    browser.request("GET", "/accounts/login/")
    page = browser.getresponse()
    cookie = page.headers["Set-Cookie"].split(";")[0]
    secret = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
    form = {"csrfmiddlewaretoken": secret, "login": user.email, "password": PASSWORD}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    browser.request("POST", "/accounts/login/", urlencode(form), headers)
    reply = browser.getresponse()
    text = reply.read().decode()
    found = re.search(r"sessionid=[^;]+", " ".join(reply.headers.get_all("Set-Cookie") or []))
    if reply.status == 302 and found:
        return {"Cookie": f"{found[0]}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    assert "Too many" in text, (reply.status, text)
    return None


def sign_in_and_start(web: Web, user: User, exam: str) -> tuple[float, int]:
    """How long the start took once signed in, and how often signing in was refused before."""
    with closing(HTTPConnection("127.0.0.1", web.port, timeout=60)) as browser:
        refused = 0
        while (session := sign_in(browser, user)) is None:
            refused += 1
            time.sleep(1)
        began = time.monotonic()
        body = f'{{"exam": "{exam}", "mode": "exam"}}'
        headers = {**session, "Content-Type": "application/json"}
        browser.request("POST", "/api/v1/attempts/", body, headers)
        started = browser.getresponse()
        started.read()
        assert started.status == 201
        return time.monotonic() - began, refused


def newcomers(number: int) -> list[User]:
    """People with a password as the product keeps it, which takes its time to check."""
    users = [factories.user() for _ in range(number)]
    secret = Argon2PasswordHasher().encode(PASSWORD, "some-salt-for-all")
    User.objects.update(password=secret)
    return users


def burst(room: Room, place: Place, *, starts: int, seconds: float, running_: int, **web_options):
    """Starts spread over some seconds while others answer; how long starts and saves took."""
    web = Web(place, **web_options)
    pairs = [(seat, seat.over(web.port, room.log)) for seat in room.seat(running_)]
    users, end = newcomers(starts), time.monotonic() + seconds

    def come(place_in_line: int) -> tuple[float, int]:
        time.sleep(max(end - seconds + place_in_line * seconds / starts - time.monotonic(), 0))
        return sign_in_and_start(web, users[place_in_line], room.exam.code)

    def answer(mine: list) -> list[float]:
        while time.monotonic() < end:
            seat, client = random.choice(mine)
            client.save(1, random.choice(seat.answers[1]))
            time.sleep(random.uniform(0.2, 1))
        connection.close()
        return [wait for _, client in mine for wait in client.waits]

    with ExitStack() as stack:
        stack.enter_context(running(web))
        pool = stack.enter_context(ThreadPoolExecutor(8 + 16))
        for _, client in pairs:
            stack.callback(client.close)
        end = time.monotonic() + seconds
        savers = [pool.submit(answer, pairs[n::8]) for n in range(8)]
        starters = [pool.submit(come, n) for n in range(starts)]
        taken = [each.result() for each in starters]
        waits = [wait for each in savers for wait in each.result()]
    return taken, waits


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f33_a_rush_to_the_start_does_not_disturb_those_who_answer(open_room, place):
    room = open_room(scored=50, pilot=15)
    starts = size(20, 500)
    taken, waits = burst(room, place, starts=starts, seconds=60, running_=200)
    saves, begins = percentile(waits, 0.95), percentile((each for each, _ in taken), 0.95)
    refused = sum(each for _, each in taken)
    room.tally.notes.append(f"{starts} starts, p95 {begins:.2f} s; saves p95 {saves:.2f} s")
    room.tally.notes.append(f"{refused} right passwords refused at first")
    assert {each["status"] for each in room.log.replies()} == {200}
    room.reckon()
    assert saves <= within(SAVE_SECONDS)
    assert begins <= within(START_SECONDS)
    assert not refused


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f33_control_one_thread_for_all_makes_them_wait(open_room, place):
    room = open_room(scored=50, pilot=15)
    _, waits = burst(room, place, starts=60, seconds=5, running_=16, workers=1, threads=1)
    assert percentile(waits, 0.95) > SAVE_SECONDS
