"""F33: everybody comes at once, from one address, and somebody there guesses passwords."""

import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client

from accounts import guessing
from accounts.adapter import AccountAdapter
from accounts.models import User
from accounts.passwords import Argon2Hasher
from tests import factories
from tests.faults.broken import rules
from tests.faults.place import Place
from tests.faults.product import Web, running
from tests.faults.room import CSRF, Room, all_at_once, percentile
from tests.faults.sizes import ONLY_IN_FULL, size, within

SAVE_SECONDS, START_SECONDS = 0.5, 2.0
PASSWORD = "correct horse battery staple"
LOGIN = "/accounts/login/"
AS_ALLAUTH_COUNTS = {"login": "600/m/ip", "login_failed": "100/5m/ip,10/5m/key"}

# --- The door alone


def is_let_in(user: User, password: str) -> bool:
    answer = Client().post(LOGIN, {"login": user.email, "password": password})
    return answer.status_code == 302


def people(number: int) -> list[User]:
    return [User.objects.create_user(f"p{n}@example.org", PASSWORD) for n in range(number)]


@pytest.fixture
def looked_at(monkeypatch) -> list[str]:
    """The passwords that reached the hasher, which takes a moment for each."""
    seen, encode = [], MD5PasswordHasher.encode

    def slow_encode(self, password, salt):
        seen.append(password)
        time.sleep(rules.SECONDS)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", slow_encode)
    return seen


def guess_fifty_times(user: User) -> None:
    all_at_once([lambda n=n: is_let_in(user, f"guess {n}") for n in range(50)])


def test_f33_of_fifty_guesses_at_once_ten_are_looked_at(place, tally, looked_at):
    [user] = people(1)
    looked_at.clear()
    guess_fifty_times(user)
    tally.operations = 50
    tally.notes.append(f"{len(looked_at)} of 50 guesses at once reached the hasher")
    assert 0 < len(looked_at) <= guessing.FOR_AN_ACCOUNT


def test_f33_control_who_looks_before_counting_looks_at_more(place, looked_at, monkeypatch):
    [user] = people(1)
    looked_at.clear()
    monkeypatch.setattr(guessing, "begin", rules.looks_before_it_counts)
    guess_fifty_times(user)
    assert len(looked_at) > guessing.FOR_AN_ACCOUNT


def come_at_once(number: int) -> int:
    """Of so many right passwords from one address, while others guess there: how many get in."""
    comers = people(number)
    guesses = [lambda n=n: is_let_in(comers[0], f"guess {n}") for n in range(5)]
    strangers = [
        lambda n=n: is_let_in(User(email=f"x{n}@example.org"), "guess") for n in range(number // 4)
    ]
    right = [lambda user=user: is_let_in(user, PASSWORD) for user in comers]
    return sum(all_at_once([*right, *guesses, *strangers]))


def test_f33_a_class_signs_in_at_once_where_somebody_guesses(place, tally):
    number = tally.operations = size(20, 80)
    assert come_at_once(number) == number


def test_f33_control_counting_under_a_lock_refuses_right_passwords(place, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = AS_ALLAUTH_COUNTS
    monkeypatch.delattr(AccountAdapter, "authenticate")
    monkeypatch.setattr(ratelimit, "apply_rate", rules.slow(ratelimit.apply_rate))
    assert come_at_once(20) < 20


# --- The rush


def sign_in(browser: HTTPConnection, user: User) -> dict[str, str] | None:
    """As a browser does; the headers of the session, or None when the door said too many come."""
    browser.request("GET", LOGIN)
    page = browser.getresponse()
    cookie = page.headers["Set-Cookie"].split(";")[0]
    secret = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
    form = {"csrfmiddlewaretoken": secret, "login": user.email, "password": PASSWORD}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    browser.request("POST", LOGIN, urlencode(form), headers)
    reply = browser.getresponse()
    text = reply.read().decode()
    found = re.search(r"sessionid=[^;]+", " ".join(reply.headers.get_all("Set-Cookie") or []))
    if reply.status == 302 and found:
        return {"Cookie": f"{found[0]}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    assert "Too many" in text, (reply.status, text)
    return None


@dataclass(frozen=True)
class Comer:
    """One who signed in and started: seconds for the start alone, and for all since they came."""

    start: float
    in_all: float
    refused: int


def sign_in_and_start(web: Web, user: User, exam: str) -> Comer:
    came = time.monotonic()
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
        return Comer(time.monotonic() - began, time.monotonic() - came, refused)


def newcomers(number: int) -> list[User]:
    """People with a password as the product keeps it, which takes its time to check."""
    users = [factories.user() for _ in range(number)]
    secret = Argon2Hasher().encode(PASSWORD, Argon2Hasher().salt())
    User.objects.update(password=secret)
    return users


def burst(room: Room, place: Place, *, starts: int, seconds: float, running_: int, **web_options):
    """Starts spread over some seconds while others answer; how long starts and saves took."""
    web = Web(place, **web_options)
    pairs = [(seat, seat.over(web.port, room.log)) for seat in room.seat(running_)]
    users, end = newcomers(starts), time.monotonic() + seconds

    def come(place_in_line: int) -> Comer:
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
    saves, begins = percentile(waits, 0.95), percentile((each.start for each in taken), 0.95)
    in_all = percentile((each.in_all for each in taken), 0.95)
    refused = sum(each.refused for each in taken)
    told = f"p95 {begins:.2f} s, {in_all:.2f} s with signing in; saves p95 {saves:.2f} s"
    room.tally.notes.append(f"{starts} starts, {told}; {refused} right passwords refused")
    assert {each["status"] for each in room.log.replies()} == {200}
    room.reckon()
    assert saves <= within(SAVE_SECONDS)
    assert begins <= within(START_SECONDS)
    assert not refused


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f33_control_dear_passwords_make_them_wait(open_room, place):
    room = open_room(scored=50, pilot=15)
    dear = {"DJANGO_SETTINGS_MODULE": "tests.faults.broken.dear_passwords"}
    _, waits = burst(room, place, starts=100, seconds=10, running_=16, **dear)
    assert percentile(waits, 0.95) > SAVE_SECONDS
