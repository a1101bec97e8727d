"""What a candidate does in a browser, as small functions of a page."""

import re
from collections.abc import Callable
from contextlib import contextmanager

from playwright.sync_api import Page, Response, expect

from accounts.models import User
from attempts.models import Attempt, Item
from questions.models import Exam
from tests.conftest import PASSWORD

Wire = dict
EXAM = "MLA-C01"


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name=f"Account, {user}")).to_be_visible()


def open_start_page(page: Page) -> None:
    """From anywhere with the site's navigation to the page that starts a mock exam."""
    page.get_by_role("navigation").get_by_role("link", name="Exams").click()
    page.get_by_role("link", name=EXAM).click()
    page.get_by_role("link", name="Start a mock exam").click()
    expect(page.get_by_role("radio", name="Exam")).to_be_checked()


def press_start(page: Page) -> None:
    page.get_by_role("button", name="Start: the clock begins now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 of 65")


def mock_exam() -> Exam:
    return Exam.objects.get(code=EXAM)


def attempt_of(user: User) -> Attempt:
    return Attempt.objects.of(user).get()


def items_of(attempt: Attempt) -> list[Item]:
    return list(attempt.items.select_related("version__question", "task__domain"))


# --- Answering. Each function gives one whole answer in the letters of the attempt.


def answer_by_mouse(page: Page, wire: Wire) -> None:
    card = page.locator("#question article.q")
    for letter in wire.get("selected", []):
        card.locator(f'.opt[data-letter="{letter}"] .opt__lb').click()
    for letter in wire.get("order", []):
        card.locator(f'button[value="add:{letter}"]').click()
        expect(card.locator(f'[data-list="ordered"] [data-letter="{letter}"]')).to_be_visible()
    for prompt, letter in wire.get("pairs", {}).items():
        card.locator(f'select[name="pair-{prompt}"]').select_option(letter)


def answer_by_keys(page: Page, wire: Wire) -> None:
    for letter in wire.get("selected", []):
        page.keyboard.press(letter.lower())
    for letter in wire.get("order", []):
        tab_to(page, f'button[value="add:{letter}"]')
        page.keyboard.press("Enter")
    for prompt, letter in wire.get("pairs", {}).items():
        tab_to(page, f'select[name="pair-{prompt}"]')
        page.keyboard.type(letter)


def take_back(page: Page, wire: Wire) -> None:
    """Undo an answer where a new one does not simply replace it."""
    for letter in wire.get("selected", []):
        page.locator(f'#question .opt[data-letter="{letter}"] .opt__lb').click()
    for letter in wire.get("order", []):
        page.locator(f'#question button[value="out:{letter}"]').click()


def first_of(items: list[Item], type: str) -> Item:
    return next(item for item in items if item.version.type == type)


def tab_to(page: Page, selector: str, *, most: int = 120) -> None:
    """Press Tab until the focus is on what `selector` finds."""
    for _ in range(most):
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {selector}")


@contextmanager
def saved(page: Page, position: int, wire: Wire | None):
    """The server acknowledges exactly this answer, and the page says so."""
    with page.expect_response(_saves(position, wire)) as reply:
        yield
    assert reply.value.status == 200
    expect(page.locator("#save-state")).to_have_text("Saved")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def _saves(position: int, wire: Wire | None) -> Callable[[Response], bool]:
    address = re.compile(rf"/items/{position}/answer/$")

    def fits(response: Response) -> bool:
        return bool(address.search(response.url)) and same(
            response.request.post_data_json["answer"], wire
        )

    return fits


def same(one: Wire | None, other: Wire | None) -> bool:
    """Whether two wire answers say the same; the order of choices means nothing."""
    if one and other and set(one) == set(other) == {"selected"}:
        return sorted(one["selected"]) == sorted(other["selected"])
    return one == other


def expect_question(page: Page, position: int) -> None:
    heading = re.compile(rf"^Question {position} of \d+$")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


# --- After the last question


def submit(page: Page) -> None:
    """From the review screen to the score."""
    page.get_by_role("link", name="Submit exam…").click()
    expect(page.get_by_role("heading", name="Submit now?")).to_be_visible()
    page.get_by_role("button", name="Submit exam").click()
    page.wait_for_url("**/report/")


def score_on(page: Page) -> int:
    return int(page.locator(".verdict__n").inner_text())


def expect_report(page: Page, *, within_ms: int = 60_000) -> None:
    """The worker's part of the report arrives on the page that waits for it."""
    tasks = page.locator("#standing").get_by_role("heading", name=re.compile("task", re.IGNORECASE))
    expect(tasks.first).to_be_visible(timeout=within_ms)
    expect(page.get_by_text("Working out where you stand")).to_have_count(0)
