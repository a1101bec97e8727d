"""An answer is safe the moment it is given: through a reload, without network, in two tabs."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from attempts import answering
from tests import factories
from tests.e2e import sitting

pytestmark = pytest.mark.e2e


@pytest.fixture
def alice(new_person):
    return new_person()


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice, exam=sitting.mock_exam())


def open_question(context, attempt, position, site=""):
    """The page with script at work: the whole paper is there."""
    page = context.new_page()
    with page.expect_response("**/paper/") as paper:
        page.goto(site + reverse("attempts:item", args=[attempt.pk, position]))
    paper.value.finished()
    sitting.expect_question(page, position)
    return page


def chosen_on(page):
    boxes = page.locator("#question .opt__in:checked")
    return sorted(boxes.evaluate_all("(boxes) => boxes.map((box) => box.value)"))


def choices_of(attempt, count):
    """Items that are answered with one click."""
    items = sitting.items_of(attempt)
    return [item for item in items if item.version.type == "multiple_choice"][:count]


def go_to(page, position):
    page.locator(f'.cells button[value="{position}"]').click()
    sitting.expect_question(page, position)


def test_a_reload_in_mid_exam_keeps_every_answer(browse, alice, attempt):
    context = browse(alice)
    item = sitting.first_of(sitting.items_of(attempt), "multiple_response")
    page = open_question(context, attempt, item.position)
    wire = factories.wrong_answer(item)
    with sitting.saved(page, item.position, wire):
        sitting.answer_by_mouse(page, wire)
    page.locator("#question .toggle--flag").click()
    page.reload()
    sitting.expect_question(page, item.position)
    assert chosen_on(page) == sorted(wire["selected"])
    # Drawn while the flag was on its way, the page learns of it with the paper.
    expect(page.get_by_role("checkbox", name="Flag for review")).to_be_checked()
    page.goto(reverse("attempts:attempt", args=[attempt.pk]))
    sitting.expect_question(page, item.position)


def test_a_page_drawn_before_the_last_save_arrived_catches_up(browse, alice, attempt):
    """A save of the page before can overtake the drawing of this one."""
    context = browse(alice)
    [item] = choices_of(attempt, 1)
    page = context.new_page()
    wire = factories.right_answer(item)

    def save_in_between(route):
        drawn = route.fetch()
        factories.give(item, wire)
        answering.mark(attempt, item.position, flagged=True, now=now())
        route.fulfill(response=drawn)

    page.route(f"**/items/{item.position}/", save_in_between, times=1)
    page.goto(reverse("attempts:item", args=[attempt.pk, item.position]))
    expect(page.get_by_role("checkbox", name="Flag for review")).to_be_checked()
    assert chosen_on(page) == wire["selected"]
    cell = page.locator(f'.cells button[value="{item.position}"]')
    expect(cell).to_have_accessible_name(f"Question {item.position}, answered, flagged")
    other = factories.wrong_answer(item)
    with sitting.saved(page, item.position, other):
        sitting.answer_by_mouse(page, other)


def test_answers_of_a_tab_closed_offline_are_sent_by_the_next_one(browse, wire, alice, attempt):
    context = browse(alice)
    [item] = choices_of(attempt, 1)
    page = open_question(context, attempt, item.position, wire.site)
    wire.cut()
    sitting.answer_by_mouse(page, factories.right_answer(item))
    expect(page.locator("#save-state")).to_have_text(re.compile("1 answer kept on this device"))
    page.close()
    assert factories.stored(item) is None
    wire.mend()
    page = context.new_page()
    with page.expect_response(f"**/items/{item.position}/answer/"):
        page.goto(wire.site + reverse("attempts:item", args=[attempt.pk, item.position]))
    expect(page.locator("#save-state")).to_have_text("Saved")
    assert factories.stored(item) == factories.right_answer(item)
    assert chosen_on(page) == factories.right_answer(item)["selected"]


def test_the_stale_one_of_two_devices_is_told_and_shows_what_counts(browse, alice, attempt):
    [item] = choices_of(attempt, 1)
    first = open_question(browse(alice), attempt, item.position)
    second = open_question(browse(alice), attempt, item.position)
    right, wrong = factories.right_answer(item), factories.wrong_answer(item)
    with sitting.saved(first, item.position, right):
        sitting.answer_by_mouse(first, right)
    with second.expect_response(f"**/items/{item.position}/answer/") as reply:
        sitting.answer_by_mouse(second, wrong)
    assert (reply.value.status, reply.value.json()["code"]) == (409, "stale")
    expect(second.locator("#notice")).to_contain_text("answered in another tab or device")
    assert chosen_on(second) == right["selected"]
    assert factories.stored(item) == right
    with sitting.saved(second, item.position, wrong):
        sitting.answer_by_mouse(second, wrong)
    assert factories.stored(item) == wrong


def test_what_another_person_opens_is_not_there(browse, attempt, new_person):
    page = browse(new_person("bob")).new_page()
    answer = page.goto(reverse("attempts:item", args=[attempt.pk, 1]))
    assert answer.status == 404
