"""The server's clock counts: no date, zone or sleep of the computer. At zero it is asked."""

import re
import signal
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from attempts.models import Attempt
from tests import factories
from tests.e2e import sitting
from tests.e2e.conftest import session_cookie
from tests.e2e.room import (
    alice,
    attempt,
    choices,
    choose,
    expect_waiting,
    open_question,
    own_browser,
    save,
)

__all__ = ["alice", "attempt", "choices", "own_browser"]
pytestmark = pytest.mark.e2e

TOLERANCE_S = 1.5
ZONES_AND_DATES = [
    ("Pacific/Kiritimati", "2036-11-20T10:00:00Z"),
    ("Pacific/Marquesas", "2016-11-20T10:00:00Z"),
    ("Europe/Berlin", "2026-10-25T00:59:58Z"),  # an hour comes twice
    ("Europe/Berlin", "2027-03-28T00:59:58Z"),  # an hour is left out
    ("America/St_Johns", "1970-01-01T00:00:00Z"),
    ("Asia/Kathmandu", "2038-01-19T03:14:07Z"),
]


def shown_seconds(page):
    hours, minutes, seconds = map(int, page.locator("#clock").text_content().split(":"))
    return 3600 * hours + 60 * minutes + seconds


def left_seconds(attempt):
    return (Attempt.objects.get(pk=attempt.pk).deadline - now()).total_seconds()


def expect_right_time(page, attempt, *, within_s=2.0):
    end = monotonic() + within_s
    while abs(shown_seconds(page) - left_seconds(attempt)) > TOLERANCE_S:
        assert monotonic() < end, (shown_seconds(page), left_seconds(attempt))
        page.wait_for_timeout(50)


def leave(attempt, **left):
    """Put the deadline so that this much is left, as if the attempt had begun earlier."""
    end = now() + timedelta(**left)
    whole = attempt.deadline - attempt.started_at
    Attempt.objects.filter(pk=attempt.pk).update(
        deadline=end, first_deadline=end, started_at=end - whole
    )


@pytest.mark.parametrize(("zone", "date"), ZONES_AND_DATES)
def test_a_wrong_date_or_zone_changes_nothing(browse, alice, attempt, choices, zone, date):
    page = browse(alice, timezone_id=zone).new_page()
    page.clock.install(time=datetime.fromisoformat(date))
    page.goto(reverse("attempts:item", args=[attempt.pk, choices[0].position]))
    expect_right_time(page, attempt)
    save(page, choices[0])
    page.wait_for_timeout(1_200)
    expect_right_time(page, attempt)
    page.clock.set_system_time(datetime(2031, 5, 5, tzinfo=UTC))
    page.wait_for_timeout(600)
    expect_right_time(page, attempt)
    assert Attempt.objects.get(pk=attempt.pk).deadline == attempt.deadline


def test_half_an_hour_of_sleep_is_corrected_on_waking(browse, alice, attempt):
    page = browse(alice).new_page()
    page.clock.install()
    page.goto(reverse("attempts:item", args=[attempt.pk, 1]))
    expect_right_time(page, attempt)
    page.clock.fast_forward("30:00")
    expect_right_time(page, attempt)


def asleep(own_browser, alice, attempt, choices, *, left):
    """An answer, then every process of the browser stands still for some seconds."""
    context = own_browser.open()
    context.add_cookies([session_cookie(alice, own_browser.site)])
    page = open_question(context, attempt, choices[0].position)
    save(page, choices[0])
    leave(attempt, **left)
    own_browser.signal(signal.SIGSTOP)
    sleep(4)
    own_browser.signal(signal.SIGCONT)
    return page


def test_a_stopped_browser_shows_the_right_time_when_it_goes_on(
    own_browser, alice, attempt, choices
):
    page = asleep(own_browser, alice, attempt, choices, left={"minutes": 20})
    expect_right_time(page, attempt, within_s=3)


def test_a_sleep_beyond_the_deadline_ends_at_the_report(own_browser, alice, attempt, choices):
    page = asleep(own_browser, alice, attempt, choices, left={"seconds": -60})
    page.wait_for_url("**/report/")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_at) == ("expired", attempt.deadline)
    assert factories.stored(choices[0]) == factories.right_answer(choices[0])


def test_at_zero_offline_the_answers_wait_and_are_sent(browse, alice, attempt, choices):
    leave(attempt, seconds=9)
    context = browse(alice)
    page = open_question(context, attempt, choices[0].position)
    context.set_offline(True)
    choose(page, choices[0])
    expect_waiting(page, 1)
    words = "Time is up. 1 answer waits to be sent. Keep this tab open."
    expect(page.locator("#notice")).to_contain_text(words, timeout=15_000)
    expect(page.locator("#question")).to_have_attribute("inert", "")
    context.set_offline(False)
    page.wait_for_url("**/report/")
    assert factories.stored(choices[0]) == factories.right_answer(choices[0])


def test_at_zero_the_server_may_know_of_more_time(browse, alice, attempt, choices):
    leave(attempt, seconds=8)
    context = browse(alice)
    page = open_question(context, attempt, choices[0].position)
    context.set_offline(True)
    expect(page.locator("#notice")).to_contain_text("Time is up.", timeout=15_000)
    leave(attempt, minutes=10)
    context.set_offline(False)
    expect(page.locator("#question")).not_to_have_attribute("inert", "", timeout=10_000)
    expect_right_time(page, attempt)
    save(page, choices[0])


@pytest.mark.parametrize("returns", [True, False])
def test_a_hidden_clock_comes_back_at_five_minutes_if_it_may(browse, new_person, returns):
    alice = new_person(clock_returns=returns, clock_alerts=[5])
    attempt = factories.attempt(of=alice, exam=sitting.mock_exam())
    leave(attempt, minutes=5, seconds=8)
    page = open_question(browse(alice), attempt, 1)
    page.keyboard.press("Shift+T")
    expect(page.locator("#clock")).to_be_hidden()
    expect(page.locator("#time-announcer")).to_have_text("5 minutes left", timeout=10_000)
    expect(page.locator("#notice")).to_contain_text("5 minutes left. 65 questions have no answer.")
    expect(page.locator("#clock")).to_be_visible(visible=returns)


def test_only_the_chosen_alerts_are_spoken(browse, new_person):
    alice = new_person(clock_alerts=[15])
    attempt = factories.attempt(of=alice, exam=sitting.mock_exam())
    page = browse(alice).new_page()
    page.clock.install()
    for minutes, words in ((30, ""), (15, "15 minutes left")):
        leave(attempt, minutes=minutes, seconds=2)
        page.goto(reverse("attempts:item", args=[attempt.pk, 1]))
        expect(page.locator("#clock")).to_have_text(re.compile(rf"0:{minutes - 1}:5\d"))
        expect(page.locator("#time-announcer")).to_have_text(words)
