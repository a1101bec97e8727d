"""One exam from sign-in to weakness report, with script and without."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from attempts.models import AnswerEvent
from reports.models import Report
from tests import factories
from tests.e2e import sitting
from tests.e2e.reckoning import is_right, raw_and_scaled

pytestmark = pytest.mark.e2e

ICON = {"/static/img/favicon.svg"}  # Chromium asks for it whenever the address changes
FLAGGED = 5
NOTE = "Read the limits again"


def meant_answer(item):
    """Three of four right, and the first of each type: about that one the mind is changed."""
    earlier = item.attempt.items.filter(position__lt=item.position)
    is_first = not earlier.filter(version__type=item.version.type).exists()
    is_meant_right = is_first or item.position % 4
    return factories.right_answer(item) if is_meant_right else factories.wrong_answer(item)


def is_save(request):
    return request.method == "PUT" and request.url.endswith(("/answer/", "/marks/"))


def is_clock(request):
    """Once a minute, whatever the candidate does."""
    return request.method == "GET" and "/api/v1/attempts/" in request.url


def change_mind(page, item):
    """A wrong answer first, saved, and taken back."""
    first = factories.wrong_answer(item)
    with sitting.saved(page, item.position, first):
        sitting.answer_by_mouse(page, first)
    if item.version.type in ("multiple_response", "ordering"):
        with sitting.saved(page, item.position, None):
            sitting.take_back(page, first)


def answer_with_script(page, item):
    answer = sitting.answer_by_keys if item.position % 2 == 0 else sitting.answer_by_mouse
    wire = meant_answer(item)
    with sitting.saved(page, item.position, wire):
        answer(page, wire)


def flag(page):
    page.locator("#question h1").focus()  # keys are ignored in a list of choices
    page.keyboard.press("f")
    expect(page.get_by_role("checkbox", name="Flag for review")).to_be_checked()


def strike_and_note(page):
    page.locator("#question .opt:not(:has(.opt__in:checked)) .opt__st").first.click()
    page.keyboard.press("m")
    page.keyboard.type(NOTE)


def go_on(page, position):
    if position % 3:
        page.locator("#question h1").focus()
        page.keyboard.press("n")
    else:
        page.locator('#question button[name="go"].btn--primary').click()


def stored_answers(attempt):
    return {item.position: item for item in sitting.items_of(attempt)}


def check_score(page, attempt):
    """Shown, told by the API, and reckoned here from the rows: all one."""
    raw, scaled = raw_and_scaled(attempt)
    told = page.request.get(f"/api/v1/attempts/{attempt.pk}/result/").json()
    assert sitting.score_on(page) == told["scaled"] == scaled
    assert (told["raw"], told["scored"]) == (raw, 50)
    assert told["passed"] == (scaled >= 720)


def check_report(page, attempt):
    sitting.expect_report(page)
    told = page.request.get(f"/api/v1/attempts/{attempt.pk}/report/")
    assert told.status == 200
    written = Report.objects.get(attempt=attempt)
    assert [each["number"] for each in told.json()["tasks"]] == [
        each["number"] for each in written.tasks
    ]
    for task in written.tasks:
        expect(page.locator("#standing")).to_contain_text(task["title"])


def check_answers(page, attempt):
    """Key and rationales of the first wrong answer, then the next one."""
    page.get_by_role("link", name="Review answers").click()
    wrong = [item for item in sitting.items_of(attempt) if not is_right(item)]
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {wrong[0].position}")
    for text in wrong[0].version.rendered["because"].values():
        assert text in page.content()
    expect(page.locator(".an--key, .an--miss").first).to_be_visible()
    page.get_by_role("link", name="Next wrong answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {wrong[1].position}")


def check_history(page, attempt, score):
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Progress").click()
    row = page.get_by_role("row").filter(has_text="Mock exam 1")
    expect(row).to_contain_text(str(score))
    page.goto(reverse("reports:weaknesses", args=[sitting.EXAM]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Where to gain most")


def test_an_exam_with_script(worker, browse, new_person):
    alice, page = new_person(), browse().new_page()
    sitting.sign_in(page, alice)
    sitting.open_start_page(page)
    with page.expect_response("**/paper/") as paper:
        sitting.press_start(page)
    paper.value.finished()
    expect(page.locator("body")).to_have_attribute("data-offline", "ready")
    attempt = sitting.attempt_of(alice)
    items = sitting.items_of(attempt)
    assert {item.version.type for item in items} == set(factories.TYPES)

    changed = [sitting.first_of(items, type) for type in factories.TYPES]
    marked = sitting.first_of(items, "multiple_choice").position
    asked = []
    page.on("request", lambda request: asked.append(request))
    for item in items:
        if item in changed:
            change_mind(page, item)
        answer_with_script(page, item)
        if item.position == FLAGGED:
            flag(page)
        if item.position == marked:
            strike_and_note(page)
        if item.position < len(items):
            go_on(page, item.position)
            sitting.expect_question(page, item.position + 1)
            expect(page.locator("#question h1")).to_be_focused()
    others = [each for each in asked if not is_save(each) and not is_clock(each)]
    assert {each.url.removeprefix(page.url.partition("/attempts")[0]) for each in others} <= ICON

    page.get_by_role("button", name="Review and submit").click()
    expect(page.get_by_role("heading", name="Review your answers")).to_be_visible()
    stored = stored_answers(attempt)
    assert all(sitting.same(factories.stored(each), meant_answer(each)) for each in stored.values())
    assert [n for n, each in stored.items() if each.flagged] == [FLAGGED]
    assert [n for n, each in stored.items() if each.struck] == [marked]
    assert {n: each.note for n, each in stored.items() if each.note} == {marked: NOTE}
    assert not AnswerEvent.objects.filter(attempt=attempt).exclude(outcome="accepted")

    sitting.submit(page)
    check_score(page, attempt)
    check_report(page, attempt)
    score = sitting.score_on(page)
    check_answers(page, attempt)
    check_history(page, attempt, score)


def answer_without_script(page, item):
    wire = meant_answer(item)
    sitting.answer_by_mouse(page, wire)
    if "order" in wire:
        last = wire["order"][-1]
        page.locator(f'#question button[value="up:{last}"]').click()
        page.locator(f'#question button[value="down:{last}"]').click()
    if item.position == FLAGGED:
        page.locator("#question .toggle--flag").click()


def first_twenty_and_all_types(items):
    return [*items[:20], *(sitting.first_of(items[20:], type) for type in factories.TYPES)]


def test_an_exam_without_script(worker, browse, new_person):
    alice, page = new_person(), browse(script=False).new_page()
    sitting.sign_in(page, alice)
    sitting.open_start_page(page)
    sitting.press_start(page)
    attempt = sitting.attempt_of(alice)
    wanted = first_twenty_and_all_types(sitting.items_of(attempt))
    for item in wanted:
        page.locator(f'.cells button[value="{item.position}"]').click()
        sitting.expect_question(page, item.position)
        answer_without_script(page, item)
        page.locator('#question button[name="go"].btn--primary').click()

    page.goto(reverse("attempts:review", args=[attempt.pk]))
    expect(page.get_by_role("link", name=f"Incomplete {65 - len(wanted)}")).to_be_visible()
    stored = stored_answers(attempt)
    answers = {n: factories.stored(each) for n, each in stored.items() if each.answer}
    assert set(answers) == {item.position for item in wanted}
    assert all(sitting.same(answers[item.position], meant_answer(item)) for item in wanted)
    assert [n for n, each in stored.items() if each.flagged] == [FLAGGED]

    sitting.submit(page)
    check_score(page, attempt)
    check_report(page, attempt)
    score = sitting.score_on(page)
    check_answers(page, attempt)
    check_history(page, attempt, score)
