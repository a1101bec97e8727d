"""The end of an attempt in the browser: at zero the server is asked. What is said before it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.e2e import sitting
from tests.e2e.clocks import expect_right_time, leave
from tests.e2e.room import (
    alice,
    attempt,
    choices,
    choose,
    expect_waiting,
    open_question,
    save,
)

__all__ = ["alice", "attempt", "choices"]
pytestmark = pytest.mark.e2e


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
