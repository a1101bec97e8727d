"""F08, F31: the session is gone, or somebody answers in two places at once."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import expect

from tests import factories
from tests.conftest import PASSWORD
from tests.e2e import sitting
from tests.e2e.room import (
    choose,
    expect_chosen,
    expect_saved,
    expect_waiting,
    go_to,
    lose_session,
    open_question,
    save,
    sign_in_again,
)
from tests.faults.sizes import ONLY_IN_FULL, within

pytestmark = pytest.mark.e2e

AGREED_SECONDS = 2

# --- F08


@pytest.fixture
def password(alice) -> str:
    """Hers, kept as the product keeps it."""
    alice.password = Argon2PasswordHasher().encode(PASSWORD, "some-salt-of-hers")
    alice.save()
    return PASSWORD


def test_f08_a_lost_session_is_found_again_in_place(enter, room, alice, password, choices, attempt):
    context = enter()
    page = open_question(context, attempt, choices[0].position)
    page.evaluate("() => (window.sameDocument = true)")
    lose_session(context)
    choose(page, choices[0])
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog.get_by_label("Password")).to_be_focused()
    expect(dialog.get_by_label("Email")).to_have_value(alice.email)
    page.keyboard.press("Escape")
    for item in choices[1:3]:
        go_to(page, item.position)
        choose(page, item)
    expect_waiting(page, 3)
    page.get_by_role("button", name="Sign in").click()
    sign_in_again(page, alice.email, "not this one")
    expect(dialog.get_by_role("alert")).to_have_text(re.compile("not right"))
    sign_in_again(page, alice.email, password)
    expect(dialog).to_be_hidden()
    expect_saved(page)
    stored = [factories.stored(item) for item in choices[:3]]
    assert stored == list(map(factories.right_answer, choices[:3]))
    assert page.evaluate("() => window.sameDocument")
    expect(page.locator("#notice")).to_be_empty()
    page.get_by_role("button", name="Review and submit").click()
    sitting.submit(page)  # with the fresh token
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("spoiled", ["takes_a_stranger_for_a_decision"])
def test_f08_control_a_queue_that_takes_no_for_a_decision(
    enter, alice, password, attempt, choices, spoiled
):
    context = enter()
    page = open_question(context, attempt, choices[0].position)
    lose_session(context)
    choose(page, choices[0])
    sign_in_again(page, alice.email, password)
    expect_saved(page)
    assert factories.stored(choices[0]) is None


# --- F31


def test_f31_two_tabs_show_the_same_and_the_last_choice_counts(enter, room, attempt, choices):
    context = enter()
    item = choices[0]
    right, wrong = factories.right_answer(item), factories.wrong_answer(item)
    first, second = (open_question(context, attempt, item.position) for _ in range(2))
    save(first, item, right)
    expect_chosen(second, right)
    context.set_offline(True)
    choose(first, item, wrong)
    expect_chosen(second, wrong)
    choose(second, item, right)
    expect_chosen(first, right)
    second.locator("#question .toggle--flag").click()
    expect(first.get_by_role("checkbox", name="Flag for review")).to_be_checked()
    context.set_offline(False)
    for page in (first, second):
        expect_saved(page)
        expect_chosen(page, right)
        expect(page.locator("#notice")).to_be_empty()
    assert factories.stored(item) == right
    room.reckon()


def answered_twice(enter, attempt, items):
    """The laptop gives a wrong answer offline, the phone right ones; then the laptop is back."""
    laptop, phone = (open_question(enter(), attempt, items[0].position) for _ in range(2))
    laptop.context.set_offline(True)
    choose(laptop, items[0], factories.wrong_answer(items[0]))
    expect_waiting(laptop, 1)
    save(phone, items[0])
    go_to(phone, items[1].position)
    save(phone, items[1])
    laptop.context.set_offline(False)
    return laptop, phone


def test_f31_two_devices_agree_and_no_blank_wins(enter, room, attempt, choices):
    item, other = choices[:2]
    right, wrong = factories.right_answer(item), factories.wrong_answer(item)
    laptop, phone = answered_twice(enter, attempt, [item, other])
    expect(laptop.locator("#notice")).to_contain_text("answered in another tab or device")
    expect_chosen(laptop, right)
    expect(laptop.locator(f'.cells button[value="{other.position}"]')).to_have_class(
        re.compile("c--done"), timeout=1000 * within(AGREED_SECONDS)
    )
    with sitting.saved(laptop, item.position, wrong):
        laptop.get_by_role("button", name=f"Use {wrong['selected'][0]} instead").click()
    assert factories.stored(item) == wrong
    assert factories.stored(other) == factories.right_answer(other)
    phone.evaluate("() => dispatchEvent(new Event('online'))")
    go_to(phone, item.position)
    expect_chosen(phone, wrong)
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("spoiled", ["last_writer_wins"])
def test_f31_control_the_last_writer_wins_unseen(enter, attempt, choices, spoiled):
    laptop, _ = answered_twice(enter, attempt, choices[:2])
    expect_saved(laptop)
    expect(laptop.locator("#notice")).to_be_empty()
    assert factories.stored(choices[0]) == factories.wrong_answer(choices[0])
