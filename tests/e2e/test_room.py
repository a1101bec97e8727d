"""Nothing is lost: not without network, browser or session, nor in two tabs or on two devices."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from attempts.models import AnswerEvent
from tests import factories
from tests.e2e import sitting
from tests.e2e.conftest import session_cookie
from tests.e2e.room import (
    KEPT,
    STORED,
    alice,
    attempt,
    choices,
    choose,
    expect_chosen,
    expect_nothing_kept,
    expect_saved,
    expect_waiting,
    go_to,
    open_question,
    own_browser,
    save,
    sign_in_again,
)

__all__ = ["alice", "attempt", "choices", "own_browser"]
pytestmark = pytest.mark.e2e


def test_twenty_answers_given_offline_arrive_in_their_order(browse, alice, attempt, choices):
    context = browse(alice)
    items = choices[19::-1]  # not the order of the paper
    page = open_question(context, attempt, items[0].position)
    context.set_offline(True)
    for count, item in enumerate(items, start=1):
        go_to(page, item.position)
        choose(page, item)
        expect_waiting(page, count)
    assert not AnswerEvent.objects.filter(attempt=attempt).exists()
    context.set_offline(False)
    expect_saved(page)
    events = AnswerEvent.objects.filter(attempt=attempt).order_by("number")
    assert [event.item_id for event in events] == [item.pk for item in items]
    assert [factories.stored(item) for item in items] == list(map(factories.right_answer, items))
    assert page.evaluate(STORED, "answers") == 0


def test_a_reload_without_network_goes_on_with_everything(browse, wire, alice, attempt, choices):
    context = browse(alice)
    sent, waiting, later = choices[:3]
    page = open_question(context, attempt, sent.position, wire.site)
    save(page, sent)
    with page.expect_response(f"**/items/{sent.position}/marks/"):
        page.locator("#question .toggle--flag").click()
    go_to(page, waiting.position)
    wire.cut()
    choose(page, waiting)
    expect_waiting(page, 1)
    page.reload()
    sitting.expect_question(page, waiting.position)
    expect_chosen(page, factories.right_answer(waiting))
    expect_waiting(page, 1)
    go_to(page, sent.position)
    expect_chosen(page, factories.right_answer(sent))
    expect(page.get_by_role("checkbox", name="Flag for review")).to_be_checked()
    wrong = factories.wrong_answer(sent)
    choose(page, sent, wrong)
    go_to(page, later.position)
    choose(page, later)
    expect_waiting(page, 3)
    wire.mend()
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect_saved(page)
    assert factories.stored(sent) == wrong
    assert [factories.stored(each) for each in (waiting, later)] == [
        factories.right_answer(each) for each in (waiting, later)
    ]
    assert not AnswerEvent.objects.filter(attempt=attempt).exclude(outcome="accepted")


def test_after_a_reload_every_question_shows_its_answer(browse, alice, attempt, choices):
    page = open_question(browse(alice), attempt, choices[0].position)
    for item in choices[:4]:
        go_to(page, item.position)
        save(page, item)
    page.reload()
    expect(page.locator("#sum-answered")).to_have_text("4")
    for item in choices[:4]:
        go_to(page, item.position)
        expect_chosen(page, factories.right_answer(item))
    expect(page.locator("#sum-answered")).to_have_text("4")


def test_only_the_exam_page_is_put_aside_and_not_after_the_end(browse, alice, attempt):
    page = open_question(browse(alice), attempt, 1)
    page.goto(reverse("attempts:review", args=[attempt.pk]))
    addresses = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys())
              found.push(new URL(url).pathname);
          return found;
        }"""
    )
    others = {each for each in addresses if not each.startswith("/static/")}
    base = reverse("attempts:item", args=[attempt.pk, 1]).removesuffix("1/")
    assert others == {base, reverse("attempts:paper", args=[attempt.pk])}
    sitting.submit(page)
    assert page.evaluate(KEPT) == []
    assert page.evaluate(STORED, "known") == 0


@pytest.mark.parametrize("run", range(2))
def test_a_browser_killed_offline_has_kept_every_answer(
    own_browser, site, alice, attempt, choices, run
):
    context = own_browser.open()
    cookie = session_cookie(alice, site)
    # A browser that is killed forgets the cookies of a session; one with a date stays.
    context.add_cookies([cookie | {"expires": 4_000_000_000}])
    items = choices[:10]
    page = open_question(context, attempt, items[0].position)
    context.set_offline(True)
    for item in items:
        go_to(page, item.position)
        choose(page, item)
    page.wait_for_timeout(200)
    own_browser.kill()
    assert not AnswerEvent.objects.filter(attempt=attempt).exists()
    context = own_browser.open()
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(reverse("attempts:item", args=[attempt.pk, items[0].position]))
    expect_chosen(page, factories.right_answer(items[0]))
    expect_nothing_kept(page)
    assert [factories.stored(item) for item in items] == list(map(factories.right_answer, items))


def lose_session(context):
    [key] = [each["value"] for each in context.cookies() if each["name"] == "sessionid"]
    import_module(settings.SESSION_ENGINE).SessionStore(key).delete()


def test_a_lost_session_is_found_again_in_place(browse, alice, attempt, choices):
    context = browse(alice)
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
    sign_in_again(page, alice.email)
    expect(dialog).to_be_hidden()
    expect_saved(page)
    stored = [factories.stored(item) for item in choices[:3]]
    assert stored == list(map(factories.right_answer, choices[:3]))
    assert page.evaluate("() => window.sameDocument")
    expect(page.locator("#notice")).to_be_empty()
    page.get_by_role("button", name="Review and submit").click()
    sitting.submit(page)  # with the fresh token


def test_somebody_else_who_signs_in_sends_nothing_and_loses_nothing(
    new_context, site, alice, attempt, choices, new_person
):
    context = new_context(base_url=site)
    context.add_cookies([session_cookie(alice, site)])
    page = open_question(context, attempt, choices[0].position)
    lose_session(context)
    choose(page, choices[0])
    sign_in_again(page, new_person("bob").email)
    alert = page.get_by_role("dialog").get_by_role("alert")
    expect(alert).to_have_text("This attempt belongs to another account.")
    assert page.evaluate(STORED, "answers") == 1
    context.add_cookies([session_cookie(alice, site)])
    expect_saved(page)
    assert factories.stored(choices[0]) == factories.right_answer(choices[0])


def test_two_tabs_show_the_same_and_the_last_choice_counts(browse, alice, attempt, choices):
    context = browse(alice)
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


def test_two_devices_agree_and_no_blank_wins(browse, alice, attempt, choices):
    laptop, phone = (open_question(browse(alice), attempt, choices[0].position) for _ in range(2))
    item, other = choices[:2]
    right, wrong = factories.right_answer(item), factories.wrong_answer(item)
    laptop.context.set_offline(True)
    choose(laptop, item, wrong)
    expect_waiting(laptop, 1)
    save(phone, item, right)
    go_to(phone, other.position)
    save(phone, other)
    laptop.context.set_offline(False)
    expect(laptop.locator("#notice")).to_contain_text("answered in another tab or device")
    expect_chosen(laptop, right)
    expect(laptop.locator(f'.cells button[value="{other.position}"]')).to_have_class(
        re.compile("c--done"), timeout=2_000
    )
    with sitting.saved(laptop, item.position, wrong):
        laptop.get_by_role("button", name=f"Use {wrong['selected'][0]} instead").click()
    assert (factories.stored(item), factories.stored(other)) == (
        wrong,
        factories.right_answer(other),
    )
    phone.evaluate("() => dispatchEvent(new Event('online'))")
    go_to(phone, item.position)
    expect_chosen(phone, wrong)
