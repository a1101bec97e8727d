"""An exam without a mouse: every type answered, marked, reviewed and handed in by keys alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.e2e import sitting
from tests.e2e.sitting import tab_to

pytestmark = pytest.mark.e2e

# The ring is drawn on the control itself, or on what stands for it where the control is hidden.
RING = """() => {
  const focused = document.activeElement;
  const places = [focused, focused.nextElementSibling, focused.closest(".opt, .exam-card")];
  return places.filter(Boolean).some((place) => {
    const { outlineStyle, outlineWidth, visibility } = getComputedStyle(place);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && visibility === "visible";
  });
}"""


def has_ring(page):
    return page.evaluate(RING)


def press(page, key):
    page.keyboard.press(key)


def move_with_alt(page, wire):
    """The last step up and down again, with the focus on one of its buttons."""
    last = wire["order"][-1]
    row = page.locator(f'.oi--in[data-letter="{last}"]')
    tab_to(page, f'[data-list="ordered"] [data-letter="{last}"] button')
    press(page, "Alt+ArrowUp")
    expect(row.locator(".oi__n")).to_have_text(str(len(wire["order"]) - 1))
    press(page, "Alt+ArrowDown")
    expect(row.locator(".oi__n")).to_have_text(str(len(wire["order"])))


def go_to(page, position):
    """G to the numbers, arrow keys to the one that is wanted, Enter."""
    press(page, "g")
    while (at := int(page.evaluate("document.activeElement.textContent"))) != position:
        press(page, "ArrowRight" if at < position else "ArrowLeft")
        assert has_ring(page)
    press(page, "Enter")
    sitting.expect_question(page, position)
    expect(page.locator("#question h1")).to_be_focused()


def answer(page, item):
    wire = factories.right_answer(item)
    with sitting.saved(page, item.position, wire):
        sitting.answer_by_keys(page, wire)
    assert has_ring(page)
    if "order" in wire:
        with sitting.saved(page, item.position, wire):
            move_with_alt(page, wire)
    return wire


def leave_list(page):
    """Letters go into a list of choices, not to the page: one more Tab leaves it."""
    tab_to(page, "button, a, input")


def stops_without_ring(page):
    """Once round the page: from the question to where Tab leaves it."""
    page.locator("#question h1").focus()
    stops, without = 0, []
    while stops < 150:
        press(page, "Tab")
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if here.startswith("<body"):
            break
        stops += 1
        without += [] if has_ring(page) else [here]
    assert stops > 5
    return without


def hide_rings(page):
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { outline: none !important }");
      document.adoptedStyleSheets = [sheet];
    }""")


def test_an_exam_by_keyboard_alone(browse, new_person):
    alice = new_person()
    page = browse(alice).new_page()
    page.goto(f"/exams/{sitting.EXAM}/start/")
    tab_to(page, "form.stack button")
    with page.expect_response("**/paper/"):
        press(page, "Enter")
        sitting.expect_question(page, 1)
    attempt = sitting.attempt_of(alice)
    items = sitting.items_of(attempt)
    in_case = [item for item in items if item.version.question.case_study_id]
    alone = [item for item in items if item not in in_case]
    wanted = [*(sitting.first_of(alone, type) for type in factories.TYPES), in_case[0]]

    meant = {}
    for item in wanted:
        go_to(page, item.position)
        meant[item.position] = answer(page, item)
        leave_list(page)
    press(page, "f")
    expect(page.get_by_role("checkbox", name="Flag for review")).to_be_checked()
    press(page, "Shift+A")
    press(page, "z")
    press(page, "m")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type("n is a letter here")
    tab_to(page, "button, a")
    position = in_case[0].position
    press(page, "p" if position == len(items) else "n")
    sitting.expect_question(page, position - 1 if position == len(items) else position + 1)
    expect(page.locator("#question h1")).to_be_focused()
    assert not stops_without_ring(page)

    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press(page, "Escape")
    press(page, "r")
    expect(page.get_by_role("heading", name="Review your answers")).to_be_visible()
    tab_to(page, 'a[href$="/submission/"]')
    assert has_ring(page)
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Submit now?")).to_be_visible()
    tab_to(page, "#submission-form button")
    assert has_ring(page)
    press(page, "Enter")
    page.wait_for_url("**/report/")

    stored = {item.position: item for item in sitting.items_of(attempt)}
    for n, wire in meant.items():
        assert sitting.same(factories.stored(stored[n]), wire), stored[n].version.type
    assert {n for n, item in stored.items() if item.answer} == set(meant)
    assert [n for n, item in stored.items() if item.flagged] == [position]
    assert stored[position].note == "n is a letter here"
    assert stored[position].struck == []


def test_the_negative_control_a_page_without_rings_is_found_out(browse, new_person):
    alice = new_person()
    attempt = factories.attempt(of=alice, exam=sitting.mock_exam())
    page = browse(alice).new_page()
    page.goto(reverse("attempts:item", args=[attempt.pk, 1]))
    hide_rings(page)
    assert stops_without_ring(page)
