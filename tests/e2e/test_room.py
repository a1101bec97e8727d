"""Nothing is lost: not without network, browser or session, nor in two tabs or on two devices."""

import pytest
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
    expect_saved,
    expect_waiting,
    go_to,
    lose_session,
    open_question,
    own_browser,
    save,
    sign_in_again,
)

__all__ = ["alice", "attempt", "choices", "own_browser"]
pytestmark = pytest.mark.e2e


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
