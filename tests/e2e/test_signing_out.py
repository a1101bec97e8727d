"""Signing out leaves nothing on the device, and takes nothing away unasked."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.e2e.room import (
    STORED,
    alice,
    attempt,
    choices,
    choose,
    expect_nothing_kept,
    expect_saved,
    expect_waiting,
    open_question,
    save,
    sign_in_again,
)

__all__ = ["alice", "attempt", "choices"]
pytestmark = pytest.mark.e2e

LEFT = """async () => ({
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  items: localStorage.length,
})"""


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def left_on(page):
    return page.evaluate(LEFT)


def test_signing_out_leaves_nothing_on_the_device(browse, alice, attempt, choices):
    page = open_question(browse(alice), attempt, choices[0].position)
    save(page, choices[0])
    page.goto(reverse("attempts:home"))
    page.evaluate("() => localStorage.setItem('of', 'another script')")
    assert min(left_on(page).values()) > 0
    sign_out(page)
    assert left_on(page) == {"databases": 0, "caches": 0, "workers": 0, "items": 0}


def test_signing_out_asks_first_while_something_is_not_sent(browse, wire, alice, attempt, choices):
    context = browse(alice)
    page = open_question(context, attempt, choices[0].position, wire.site)
    around = context.new_page()
    around.goto(wire.site + reverse("attempts:home"))
    wire.cut()
    choose(page, choices[0])
    expect_waiting(page, 1)
    page.close()
    around.get_by_role("button", name="Sign out").click()
    dialog = around.get_by_role("dialog", name="1 answer is not sent yet")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    assert around.evaluate(STORED, "answers") == 1
    wire.mend()
    around.reload()
    expect_nothing_kept(around)
    assert factories.stored(choices[0]) == factories.right_answer(choices[0])
    sign_out(around)


def test_who_signs_out_before_the_page_looked_loses_nothing(browse, wire, alice, attempt, choices):
    context = browse(alice)
    page = open_question(context, attempt, choices[0].position, wire.site)
    wire.cut()
    choose(page, choices[0])
    expect_waiting(page, 1)
    page.close()
    wire.mend()
    around = context.new_page()
    around.route("**/leftovers.js", lambda route: route.abort())
    around.goto(wire.site + reverse("attempts:home"))
    sign_out(around)
    assert around.evaluate(STORED, "answers") == 1


def test_an_exam_tab_goes_on_after_signing_out_in_another(browse, alice, attempt, choices):
    context = browse(alice)
    page = open_question(context, attempt, choices[0].position)
    around = context.new_page()
    around.goto(reverse("attempts:home"))
    sign_out(around)
    choose(page, choices[0])
    expect_waiting(page, 1)
    assert page.evaluate(STORED, "answers") == 1
    sign_in_again(page, alice.email)
    expect_saved(page)
    assert factories.stored(choices[0]) == factories.right_answer(choices[0])
