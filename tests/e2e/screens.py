"""Every screen: its name, who looks at it, where it is, and what was done on it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories
from tests.e2e.sitting import EXAM, first_of, items_of
from tests.e2e.stage import Stage

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Screen:
    name: str
    path: Callable[[Stage], str]
    status: int = 200
    act: Act | None = None

    def open(self, page: Page, stage: Stage) -> None:
        response = page.goto(self.path(stage))
        assert response.status == self.status, f"{self.name}: {response.status}"
        if self.act:
            self.act(page)


def at(name: str, *args: object) -> Callable[[Stage], str]:
    return lambda stage: reverse(name, args=args)


def of(attempt: str, name: str, *args: object, query: str = "") -> Callable[[Stage], str]:
    """A page of the stage's attempt of that name."""
    return lambda stage: reverse(name, args=[getattr(stage, attempt).pk, *args]) + query


def item(pick: Callable[[list], object]) -> Callable[[Stage], str]:
    """The page of the item that `pick` chooses from the running attempt."""

    def path(stage: Stage) -> str:
        position = pick(items_of(stage.sitting)).position
        return reverse("attempts:item", args=[stage.sitting.pk, position])

    return path


def editor(type: str) -> Callable[[Stage], str]:
    return lambda stage: reverse("questions:question", args=[stage.draft(type).question.reference])


def frozen(stage: Stage) -> str:
    return reverse("questions:question", args=[stage.published().question.reference])


def corrected(stage: Stage) -> str:
    """The report of the attempt that a correction concerned."""
    return reverse("reports:report", args=[stage.correction.changes.first().attempt_id])


def voided(stage: Stage) -> str:
    place = stage.sat.items.get(version=stage.correction.version).position
    return reverse("attempts:answer", args=[stage.sat.pk, place])


def correction(type: str) -> Callable[[Stage], str]:
    """The page on which the key of a question that was asked is corrected."""

    def path(stage: Stage) -> str:
        version = first_of(items_of(stage.sat), type).version
        return reverse("reports:correction", args=[version.question.reference, version.number])

    return path


def foretell(page: Page) -> None:
    page.get_by_label("Void the question").check()
    page.get_by_label("What was wrong").fill("The service it is about was renamed.")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def analysed(rank: int) -> Callable[[Stage], str]:
    """The analysis of a question with a flag of that rank; 0: with too few answers."""
    return lambda stage: reverse(
        "reports:question_analysis", args=[stage.analysed(rank).question.reference]
    )


def analysis(stage: Stage) -> str:
    stage.analysed(3)
    return reverse("reports:analysis")


def unseen(items: list) -> object:
    return next(each for each in reversed(items) if each.version.type == "multiple_response")


def in_case(items: list) -> object:
    return next(each for each in items if each.version.question.case_study_id)


def refuse_sign_in(page: Page) -> None:
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def send_nothing(page: Page) -> None:
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()


def open_keys(page: Page) -> None:
    page.locator("#question h1").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def choose_too_many(page: Page) -> None:
    for label in page.locator("#question .opt__lb").all()[:4]:
        label.click()
    expect(page.locator(".opts__refused")).to_be_visible()


def send_empty(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_title(re.compile("^Error: New question"))


def publish_faulty(page: Page) -> None:
    page.locator("#decides").fill("")
    page.locator("#takeaway").fill("")
    page.locator("#gist").fill("")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#problems")).to_be_visible()


ENTRANCE = [
    Screen("landing", at("attempts:home")),
    Screen("sign-in", at("account_login")),
    Screen("sign-in-refused", at("account_login"), act=refuse_sign_in),
    Screen("sign-up", at("account_signup")),
    Screen("password-reset", at("account_reset_password")),
    Screen("password-reset-sent", at("account_reset_password_done")),
    Screen("password-reset-old-link", at("account_reset_password_from_key", "1", "set-password")),
    Screen("e-mail-verification", at("account_email_verification_sent")),
    Screen("e-mail-old-link", at("account_confirm_email", "nothing")),
    Screen("inactive", at("account_inactive")),
]
NEWCOMER = [
    Screen("home-new", at("attempts:home")),
    Screen("exams", at("attempts:exams")),
    Screen("exam", at("attempts:exam", EXAM)),
    Screen("exam-topic-list", at("attempts:exam", "SAA-C03")),
    Screen("start", at("attempts:start", EXAM)),
    Screen("history-empty", at("attempts:attempts")),
    Screen("progress-empty", at("reports:progress", EXAM)),
    Screen("weaknesses-empty", at("reports:weaknesses", EXAM)),
    Screen("account", at("accounts:account")),
    Screen("account-password", at("account_change_password")),
    Screen("account-e-mail", at("account_email")),
    Screen("account-confirm-it-is-you", at("account_reauthenticate")),
    Screen("sign-out", at("account_logout")),
    Screen("not-found", lambda stage: "/nothing/", status=404),
    Screen("forbidden", at("questions:questions"), status=403),
]
SITTER = [
    Screen("home-resume", at("attempts:home")),
    Screen("exam-resume", at("attempts:exam", EXAM)),
    Screen("start-resume", at("attempts:start", EXAM)),
    *(
        Screen(
            f"item-{type.replace('_', '-')}", item(lambda items, type=type: first_of(items, type))
        )
        for type in factories.TYPES
    ),
    Screen("item-case-study", item(in_case)),
    Screen("item-not-answered", item(unseen)),
    Screen("item-too-many", item(unseen), act=choose_too_many),
    Screen("item-keys", item(lambda items: items[0]), act=open_keys),
    Screen("review", of("sitting", "attempts:review")),
    Screen("review-incomplete", of("sitting", "attempts:review", query="?show=incomplete")),
    Screen("submission", of("sitting", "attempts:submission")),
    Screen("help", of("sitting", "attempts:help")),
    Screen("answer-file", of("sitting", "attempts:answer_file")),
    Screen("answer-file-refused", of("sitting", "attempts:answer_file"), act=send_nothing),
    Screen("refused", of("sitting", "attempts:answers"), status=409),
]
GRADUATE = [
    Screen("home", at("attempts:home")),
    Screen("exam-with-attempts", at("attempts:exam", EXAM)),
    Screen("report", of("sat", "reports:report")),
    Screen("report-official", of("sat", "reports:official")),
    Screen("answers", of("sat", "attempts:answers")),
    Screen("answers-all", of("sat", "attempts:answers", query="?show=all")),
    *(
        Screen(
            f"answer-{type.replace('_', '-')}",
            lambda stage, type=type: reverse(
                "attempts:answer",
                args=[stage.sat.pk, first_of(items_of(stage.sat), type).position],
            ),
        )
        for type in factories.TYPES
    ),
    Screen("history", at("attempts:attempts")),
    Screen("progress", at("reports:progress", EXAM)),
    Screen("weaknesses", at("reports:weaknesses", EXAM)),
    Screen("real-results", at("reports:real_results", EXAM)),
]
GRADUATE += [
    Screen("report-corrected", corrected),
    Screen("answer-voided", voided),
    Screen("history-corrected", at("attempts:attempts")),
    Screen("errata", at("reports:errata")),
]
FINISHER = [Screen("report-computing", of("handed_in", "reports:report"))]
INSTRUCTOR = [
    Screen("questions", at("questions:questions")),
    Screen("questions-none", lambda stage: reverse("questions:questions") + "?q=zzzz"),
    *(Screen(f"editor-{type.replace('_', '-')}", editor(type)) for type in factories.TYPES),
    Screen("editor-new", at("questions:new")),
    Screen("editor-new-refused", at("questions:new"), act=send_empty),
    Screen("editor-not-publishable", editor("multiple_choice"), act=publish_faulty),
    Screen("question-published", frozen),
    Screen("correction", correction("multiple_response")),
    Screen("correction-ordering", correction("ordering")),
    Screen("correction-matching", correction("matching")),
    Screen("correction-foretold", correction("multiple_choice"), act=foretell),
    Screen("rescoring", lambda stage: reverse("reports:rescoring", args=[stage.correction.pk])),
    Screen("analysis", analysis),
    Screen("analysis-urgent", analysed(3)),
    Screen("analysis-too-early", analysed(0)),
]
BY_ROLE: dict[str | None, list[Screen]] = {
    None: ENTRANCE,
    "newcomer": NEWCOMER,
    "sitter": SITTER,
    "graduate": GRADUATE,
    "finisher": FINISHER,
    "instructor": INSTRUCTOR,
}
