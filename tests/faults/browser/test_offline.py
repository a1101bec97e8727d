"""F05, F06: the network stays away, and somebody ends the browser meanwhile."""

from collections import defaultdict
from time import monotonic

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from attempts.models import AnswerEvent, Item
from tests import factories
from tests.e2e import sitting
from tests.e2e.conftest import session_cookie
from tests.e2e.process import OwnBrowser
from tests.e2e.room import (
    STORED,
    choose,
    expect_chosen,
    expect_nothing_kept,
    expect_saved,
    expect_waiting,
    go_to,
    marked_text,
    open_question,
)
from tests.faults.browser.listening import listen, measure
from tests.faults.processes import until
from tests.faults.room import Room, percentile
from tests.faults.sizes import ONLY_IN_FULL, size, within

pytestmark = pytest.mark.e2e

ALL_SENT_SECONDS = 10
SAFE_MS = 50


def arrived(attempt) -> list[int]:
    """The positions whose answers came, in the order in which they came."""
    events = AnswerEvent.objects.filter(attempt=attempt).order_by("number")
    return list(events.values_list("item__position", flat=True))


def answer_offline(page, items):
    for item in items:
        go_to(page, item.position)
        choose(page, item)


def highlighted(item) -> list:
    return Item.objects.get(pk=item.pk).highlights


def test_f05_twenty_answers_of_five_minutes_offline_arrive_in_their_order(
    enter, room, attempt, choices
):
    context = enter()
    context.clock.install()
    items = choices[19::-1]  # not the order of the paper
    page = open_question(context, attempt, items[0].position)
    expect_saved(page)
    context.set_offline(True)
    for count, item in enumerate(items, start=1):
        answer_offline(page, [item])
        expect_waiting(page, count)
    page.keyboard.press("h")
    page.keyboard.press("Enter")
    [text] = marked_text(page)
    page.wait_for_timeout(size(0, 30_000))
    page.clock.fast_forward("04:30")
    expect_waiting(page, 20)
    assert arrived(attempt) == []
    began = monotonic()
    context.set_offline(False)
    expect_saved(page, within_s=within(ALL_SENT_SECONDS))
    room.tally.notes.append(f"all sent {monotonic() - began:.1f} s after the network was back")
    assert arrived(attempt) == [item.position for item in items]
    assert [factories.stored(item) for item in items] == list(map(factories.right_answer, items))
    assert page.evaluate(STORED, "answers") == 0
    until(lambda: highlighted(items[-1]) == [[0, len(text)]], "the highlight is sent too")
    page.reload()
    sitting.expect_question(page, items[-1].position)
    until(lambda: marked_text(page) == [text], "the highlight is drawn again")
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("spoiled", ["tries_once", "newest_first"])
def test_f05_control_a_queue_that_gives_up_or_jumps_it(enter, attempt, choices, spoiled):
    context = enter()
    items = choices[:4]
    page = open_question(context, attempt, items[0].position)
    context.set_offline(True)
    answer_offline(page, items)
    context.set_offline(False)
    page.wait_for_timeout(3_000)
    assert arrived(attempt) != [item.position for item in items]
    assert (len(arrived(attempt)) < len(items)) == (spoiled == "tries_once")


def killed_offline(
    own_browser: OwnBrowser, room: Room, waits: dict[str, list[float]]
) -> tuple[Page, list[Item]]:
    """Ten answers offline, 200 ms, and the whole browser is gone; the page of the next one."""
    [seat] = room.seat()
    items = sitting.items_of(seat.attempt)[:10]
    context = own_browser.open()
    cookie = session_cookie(seat.user, own_browser.site)
    context.add_cookies([cookie])
    measure(context, waits)
    page = open_question(context, seat.attempt, items[0].position)
    context.set_offline(True)
    answer_offline(page, items)
    page.wait_for_timeout(200)
    own_browser.kill()
    assert arrived(seat.attempt) == []
    context = own_browser.open()
    context.add_cookies([cookie])
    listen(context, room.log)
    page = context.new_page()
    page.goto(reverse("attempts:item", args=[seat.attempt.pk, items[0].position]))
    expect(page.locator("body")).to_have_attribute("data-offline", "ready")
    return page, items


def recovered(items) -> int:
    return sum(factories.stored(item) == factories.right_answer(item) for item in items)


def test_f06_a_browser_killed_offline_has_kept_every_answer(own_browser, room):
    waits: dict[str, list[float]] = defaultdict(list)
    runs, kept = size(2, 50), 0
    for _ in range(runs):
        page, items = killed_offline(own_browser, room, waits)
        expect_chosen(page, factories.right_answer(items[0]))
        expect_nothing_kept(page)
        assert recovered(items) == len(items)
        kept += 1
        own_browser.close()
    p50, p99 = (percentile(waits["safe"], share) for share in (0.5, 0.99))
    room.tally.notes.append(f"{kept} of {runs} runs; click to safe p50 {p50:.0f}, p99 {p99:.0f} ms")
    room.reckon()
    assert len(waits["safe"]) == 10 * runs
    assert p99 <= 1000 * within(SAFE_MS / 1000)


@ONLY_IN_FULL
@pytest.mark.parametrize("spoiled", ["local_storage"])
def test_f06_control_local_storage_loses_them(own_browser, room, spoiled):
    for _ in range(10):
        _, items = killed_offline(own_browser, room, defaultdict(list))
        if lost := len(items) - recovered(items):
            room.tally.notes.append(f"{lost} of 10 answers lost")
            return
        own_browser.close()
    pytest.fail("localStorage kept all answers in ten runs")
