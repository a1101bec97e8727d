"""Practice with its solutions and its pause, how sure one is, highlights; what it all weighs."""

import gzip

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from attempts.models import Item
from exam_platform.static import without_comments
from tests import factories
from tests.e2e import looks, sitting
from tests.e2e.room import alice, attempt, choices, choose, go_to, marked_text, open_question, save

__all__ = ["alice", "attempt", "choices"]
pytestmark = pytest.mark.e2e

MOST_SCRIPT = 30_000


@pytest.fixture
def practice(alice):
    return factories.attempt(of=alice, exam=sitting.mock_exam(), mode="practice")


def of_type(attempt, type):
    return sitting.first_of(sitting.items_of(attempt), type)


def item_page(item):
    return reverse("attempts:item", args=[item.attempt_id, item.position])


def check(page):
    page.get_by_role("button", name="Check answer").click()
    solution = page.locator("#question .q__solution")
    expect(solution.get_by_role("heading", name="Solution")).to_be_visible()
    return solution


def expect_solution(page, item, verdict):
    solution = page.locator("#question .q__solution")
    expect(solution.locator(".q__verdict .tag")).to_have_text(verdict)
    for html in item.version.rendered["because"].values():
        assert html in solution.inner_html()
    expect(page.locator("#question .q__work")).to_be_hidden()
    expect(page.get_by_role("button", name="Check answer")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("type", factories.TYPES)
def test_in_practice_an_answer_is_checked_at_once_and_then_stands(
    browse, alice, practice, type, script
):
    item = of_type(practice, type)
    page = browse(alice, script=script).new_page()
    page.goto(item_page(item))
    sitting.answer_by_mouse(page, factories.right_answer(item))
    page.get_by_role("radio", name="Think so").check()
    check(page)
    expect_solution(page, item, "Right")
    item.refresh_from_db()
    assert (item.sure, item.revealed_at is None) == ("think", False)
    page.locator('#question button[name="go"].btn--primary').click()
    page.goto(item_page(item))
    expect_solution(page, item, "Right")
    assert sitting.same(factories.stored(item), factories.right_answer(item))


def test_the_solution_takes_the_focus_and_keys_choose_no_more(browse, alice, practice):
    item = of_type(practice, "multiple_choice")
    page = open_question(browse(alice), practice, item.position)
    save(page, item, factories.wrong_answer(item))
    solution = check(page)
    expect(solution.get_by_role("heading", name="Solution")).to_be_focused()
    expect_solution(page, item, "Wrong")
    page.keyboard.press("a")
    page.keyboard.press("b")
    page.keyboard.press("n")
    sitting.expect_question(page, item.position + 1)
    assert factories.stored(item) == factories.wrong_answer(item)


def test_an_exam_has_neither_solutions_nor_a_pause(browse, alice, attempt):
    page = open_question(browse(alice), attempt, 1)
    expect(page.get_by_role("button", name="Check answer")).to_have_count(0)
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    expect(page.get_by_role("group", name="How sure?")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_pause_stops_the_clock_and_hides_the_question(browse, alice, practice, script):
    item = of_type(practice, "multiple_choice")
    context = browse(alice, script=script)
    page = open_question(context, practice, item.position) if script else context.new_page()
    page.goto(item_page(item))
    choose(page, item)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    stands = page.locator("#paused .num").text_content()
    page.goto(item_page(item))
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    page.wait_for_timeout(1_500)
    page.reload()
    expect(page.locator("#paused .num")).to_have_text(stands)
    assert factories.stored(item) == factories.right_answer(item)
    page.get_by_role("button", name="Resume").click()
    sitting.expect_question(page, item.position)
    expect(page.locator("#question .opt__in:checked")).to_have_count(1)


def test_another_tab_leaves_a_paused_question(browse, alice, practice):
    item = of_type(practice, "multiple_choice")
    context = browse(alice)
    first, second = (open_question(context, practice, item.position) for _ in range(2))
    first.get_by_role("button", name="Pause").click()
    expect(first.get_by_role("heading", name="Paused")).to_be_visible()
    choose(second, item)
    expect(second.get_by_role("heading", name="Paused")).to_be_visible()
    first.get_by_role("button", name="Resume").click()
    expect(first.locator("#question .opt__in:checked")).to_have_count(1)
    expect(first.locator("#save-state")).to_have_text("Saved")


def stored_highlights(item):
    return Item.objects.get(pk=item.pk).highlights


def expect_marked(page, item, count):
    with page.expect_response(f"**/items/{item.position}/marks/"):
        page.keyboard.press("Enter")
    assert len(marked_text(page)) == count


def test_sentences_are_highlighted_by_keyboard_and_stay(browse, alice, attempt, choices):
    item = choices[0]
    page = open_question(browse(alice), attempt, item.position)
    page.keyboard.press("h")
    expect(page.locator("#question .q__stem")).to_be_focused()
    expect_marked(page, item, 1)
    [text] = marked_text(page)
    expect(page.locator("#announcer")).to_have_text("Highlighted")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#announcer")).to_have_text(f"Highlighted: {text}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Highlight")).to_be_focused()
    go_to(page, choices[1].position)
    assert marked_text(page) == []
    page.goto(item_page(item))
    expect(page.get_by_role("button", name="Highlight")).to_be_visible()
    assert marked_text(page) == [text]
    assert stored_highlights(item) == [[0, len(text)]]
    page.keyboard.press("h")
    expect_marked(page, item, 0)
    assert stored_highlights(item) == []


def test_selected_words_are_highlighted_by_mouse(browse, alice, attempt, choices):
    page = open_question(browse(alice), attempt, choices[0].position)
    page.locator("#question .q__stem p").first.dblclick(position={"x": 40, "y": 10})
    word = page.evaluate("() => String(getSelection())")
    with page.expect_response(f"**/items/{choices[0].position}/marks/"):
        page.get_by_role("button", name="Highlight").click()
    assert marked_text(page) == [word]


def test_without_script_there_is_no_highlighting(browse, alice, attempt):
    page = browse(alice, script=False).new_page()
    page.goto(reverse("attempts:item", args=[attempt.pk, 1]))
    expect(page.get_by_role("button", name="Highlight")).to_have_count(0)
    expect(page.get_by_role("group", name="How sure?")).to_be_visible()


def test_the_script_of_the_exam_page_is_light(browse, alice, attempt):
    page = browse(alice).new_page()
    scripts = {}
    page.on("response", lambda each: is_script(each) and scripts.setdefault(each.url, each))
    page.goto(reverse("attempts:item", args=[attempt.pk, 1]))
    expect(page.locator("body")).to_have_attribute("data-offline", "ready")
    sizes = {
        url: len(gzip.compress(without_comments(each.body()), 9)) for url, each in scripts.items()
    }
    assert sum(sizes.values()) <= MOST_SCRIPT, sizes


def is_script(response):
    return response.url.endswith(".js") and not response.url.endswith("/worker.js")


def faults_of(page):
    for name, size in looks.SIZES.items():
        for theme in looks.THEMES:
            looks.show(page, size, theme)
            yield from (f"{name} {theme}: {each}" for each in looks.violations(page))
    for width in looks.WIDTHS:
        yield from (f"{width}: {each}" for each in looks.faults_at_width(page, width))


@pytest.mark.skipif(not looks.AXE.exists(), reason="axe-core is not installed: npm ci")
def test_the_new_states_are_fit_for_everybody(browse, alice, practice):
    found = []
    for type in factories.TYPES:
        item = of_type(practice, type)
        page = open_question(browse(alice), practice, item.position)
        sitting.answer_by_mouse(page, factories.wrong_answer(item))
        check(page)
        found += faults_of(page)
    page.keyboard.press("h")
    found += faults_of(page)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    found += faults_of(page)
    assert not found, "\n".join(found)


@pytest.mark.skipif(not looks.AXE.exists(), reason="axe-core is not installed: npm ci")
def test_the_dialogs_are_fit_for_everybody(browse, alice, attempt, choices):
    context = browse(alice)
    page = open_question(context, attempt, choices[0].position)
    context.clear_cookies()
    choose(page, choices[0])
    expect(page.get_by_role("dialog", name="Sign in again")).to_be_visible()
    found = list(faults_of(page))
    page.get_by_role("button", name="Later").click()
    expect(page.locator("#notice")).to_contain_text("You are signed out.")
    found += faults_of(page)
    assert not found, "\n".join(found)
