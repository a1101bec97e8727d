"""The exam room: an attempt in progress, its one-click questions, and what a page shows."""

from importlib import import_module
from time import monotonic

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.conftest import PASSWORD
from tests.e2e import sitting
from tests.e2e.process import OwnBrowser

KEPT = "() => caches.keys().then((names) => names.filter((name) => name.startsWith('exam ')))"
STORED = """(shelf) => new Promise((resolve) => {
  const opening = indexedDB.open("rehearsal");
  opening.onsuccess = () => {
    const all = opening.result.transaction(shelf).objectStore(shelf).getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result.length); };
  };
})"""


@pytest.fixture
def alice(new_person):
    return new_person()


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice, exam=sitting.mock_exam())


@pytest.fixture
def choices(attempt):
    """Items that are answered with one click."""
    items = sitting.items_of(attempt)
    return [item for item in items if item.version.type == "multiple_choice"]


@pytest.fixture
def own_browser(playwright, tmp_path, site):
    browser = OwnBrowser(playwright, tmp_path / "profile", site)
    yield browser
    browser.close()


def open_question(context, attempt, position, site=""):
    """The page with script at work, ready for a reload without network."""
    page = context.new_page()
    page.goto(site + reverse("attempts:item", args=[attempt.pk, position]))
    sitting.expect_question(page, position)
    expect(page.locator("body")).to_have_attribute("data-offline", "ready")
    return page


def go_to(page, position):
    page.locator(f'.cells button[value="{position}"]').click()
    sitting.expect_question(page, position)


def choose(page, item, wire=None):
    sitting.answer_by_mouse(page, wire or factories.right_answer(item))


def save(page, item, wire=None):
    """Choose, and wait for the acknowledgement of just that."""
    wire = wire or factories.right_answer(item)
    with sitting.saved(page, item.position, wire):
        sitting.answer_by_mouse(page, wire)


def chosen_on(page):
    boxes = page.locator("#question .opt__in:checked")
    return boxes.evaluate_all("(boxes) => boxes.map((box) => box.value)")


def expect_chosen(page, wire):
    for letter in wire["selected"]:
        expect(page.locator(f'#question .opt__in[value="{letter}"]')).to_be_checked()
    assert len(chosen_on(page)) == len(wire["selected"])


def expect_saved(page, *, within_s=5.0):
    state = page.locator("#save-state")
    expect(state).to_have_text("Saved", timeout=1000 * within_s)
    expect(state).to_have_attribute("data-state", "saved")


def expect_waiting(page, count):
    noun = "answer" if count == 1 else "answers"
    words = f"Not sent yet: {count} {noun} kept on this device"
    expect(page.locator("#save-state")).to_have_text(words)


def marked_text(page):
    return page.evaluate("() => [...(CSS.highlights.get('marked') ?? [])].map(String)")


def expect_nothing_kept(page):
    end = monotonic() + 15
    while page.evaluate(STORED, "answers"):
        assert monotonic() < end
        page.wait_for_timeout(50)


def sign_in_again(page, email, password=PASSWORD):
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Email").fill(email)
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_role("button", name="Sign in").click()
    return dialog


def lose_session(context):
    [key] = [each["value"] for each in context.cookies() if each["name"] == "sessionid"]
    import_module(settings.SESSION_ENGINE).SessionStore(key).delete()
