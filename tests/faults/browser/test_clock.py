"""F22, F23: the computer's date is wrong, or the computer sleeps; the server's clock counts."""

import signal
from datetime import UTC, datetime
from time import sleep

import pytest
from django.urls import reverse

from attempts.models import Attempt
from tests import factories
from tests.e2e.clocks import expect_right_time, leave
from tests.e2e.conftest import session_cookie
from tests.e2e.room import open_question, save
from tests.faults.browser.listening import listen
from tests.faults.sizes import ONLY_IN_FULL, size, within

pytestmark = pytest.mark.e2e

AWAKE_SECONDS = 2
ZONES_AND_DATES = [
    ("Pacific/Kiritimati", "2036-11-20T10:00:00Z"),
    ("Pacific/Marquesas", "2016-11-20T10:00:00Z"),
    ("Europe/Berlin", "2026-10-25T00:59:58Z"),  # an hour comes twice
    ("Europe/Berlin", "2027-03-28T00:59:58Z"),  # an hour is left out
    ("America/St_Johns", "1970-01-01T00:00:00Z"),
    ("Asia/Kathmandu", "2038-01-19T03:14:07Z"),
    ("UTC", "2026-12-31T23:59:58Z"),
]
RUNS_WRONG = """
const began = Date.now.bind(Date), at = began();
Date.now = () => at + RATE * (began() - at);
"""


def item_page(item) -> str:
    return reverse("attempts:item", args=[item.attempt_id, item.position])


def answered(enter, attempt, item, *, zone="UTC", date="2026-06-01T12:00:00Z"):
    """An answer on a computer that believes to be there and then."""
    page = enter(timezone_id=zone).new_page()
    page.clock.install(time=datetime.fromisoformat(date))
    page.goto(item_page(item))
    expect_right_time(page, attempt)
    save(page, item)
    page.wait_for_timeout(1_200)
    expect_right_time(page, attempt)
    return page


def set_computer_to(page, year):
    page.clock.set_system_time(datetime(year, 5, 5, tzinfo=UTC))
    page.wait_for_timeout(600)


def test_f22_a_wrong_date_or_zone_changes_nothing(enter, room, attempt, choices):
    for item, (zone, date) in zip(choices, ZONES_AND_DATES, strict=False):
        page = answered(enter, attempt, item, zone=zone, date=date)
        for year in (2046, 1999):
            set_computer_to(page, year)
            expect_right_time(page, attempt)
        page.context.close()
    assert Attempt.objects.get(pk=attempt.pk).deadline == attempt.deadline
    room.reckon()


@pytest.mark.parametrize("rate", [0, 2])
def test_f22_a_date_that_stands_or_runs_twice_as_fast_changes_nothing(
    enter, room, attempt, choices, rate
):
    context = enter()
    context.add_init_script(RUNS_WRONG.replace("RATE", str(rate)))
    page = open_question(context, attempt, choices[0].position)
    save(page, choices[0])
    page.wait_for_timeout(size(3_000, 30_000))
    expect_right_time(page, attempt)
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("spoiled", ["believes_the_computer"])
def test_f22_control_a_clock_that_believes_the_computer(enter, attempt, choices, spoiled):
    page = answered(enter, attempt, choices[0])
    set_computer_to(page, 1999)
    with pytest.raises(AssertionError, match="wrong by"):
        expect_right_time(page, attempt)


def awake_after_half_an_hour(enter, attempt, choices):
    page = enter().new_page()
    page.clock.install()
    page.goto(item_page(choices[0]))
    expect_right_time(page, attempt)
    save(page, choices[0])
    page.clock.fast_forward("30:00")
    return page


def test_f23_half_an_hour_of_sleep_is_corrected_on_waking(enter, room, attempt, choices):
    page = awake_after_half_an_hour(enter, attempt, choices)
    seconds = expect_right_time(page, attempt, within_s=within(AWAKE_SECONDS))
    room.tally.notes.append(f"right {seconds:.1f} s after waking")
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("spoiled", ["sleeps_on"])
def test_f23_control_a_clock_that_does_not_notice(enter, attempt, choices, spoiled):
    page = awake_after_half_an_hour(enter, attempt, choices)
    with pytest.raises(AssertionError, match="wrong by"):
        expect_right_time(page, attempt)


def stopped(own_browser, room, attempt, choices, *, left):
    """An answer, then every process of the browser stands still."""
    context = own_browser.open()
    context.add_cookies([session_cookie(attempt.candidate, own_browser.site)])
    listen(context, room.log)
    page = open_question(context, attempt, choices[0].position)
    save(page, choices[0])
    leave(attempt, **left)
    own_browser.signal(signal.SIGSTOP)
    sleep(size(4, 60))
    own_browser.signal(signal.SIGCONT)
    return page


def test_f23_a_stopped_browser_shows_the_right_time_when_it_goes_on(
    own_browser, room, attempt, choices
):
    page = stopped(own_browser, room, attempt, choices, left={"minutes": 20})
    seconds = expect_right_time(page, attempt, within_s=within(AWAKE_SECONDS))
    room.tally.notes.append(f"right {seconds:.1f} s after SIGCONT")
    room.reckon()


def test_f23_a_sleep_beyond_the_deadline_ends_at_the_report(own_browser, room, attempt, choices):
    page = stopped(own_browser, room, attempt, choices, left={"seconds": -60})
    page.wait_for_url("**/report/")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_at) == ("expired", attempt.deadline)
    assert factories.stored(choices[0]) == factories.right_answer(choices[0])
    room.reckon()
