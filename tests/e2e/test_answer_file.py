"""The last resort: the network stays away until the end, and the answers go by hand."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from attempts.models import AnswerEvent
from tests import factories
from tests.e2e.clocks import leave
from tests.e2e.room import (
    alice,
    attempt,
    choices,
    choose,
    expect_waiting,
    go_to,
    open_question,
)

__all__ = ["alice", "attempt", "choices"]
pytestmark = pytest.mark.e2e


def downloaded(browse, alice, attempt, choices, folder):
    """Two answers are given offline, one of them twice; at zero the page offers the file."""
    leave(attempt, seconds=12)
    context = browse(alice)
    page = open_question(context, attempt, choices[0].position)
    context.set_offline(True)
    choose(page, choices[0], factories.wrong_answer(choices[0]))
    expect_waiting(page, 1)
    choose(page, choices[0])
    go_to(page, choices[1].position)
    choose(page, choices[1])
    notice = page.locator("#notice")
    expect(notice).to_contain_text("Time is up. 2 answers wait to be sent.", timeout=20_000)
    with page.expect_download() as taken:
        notice.get_by_role("button", name="Download answer file").click()
    expect(notice).to_contain_text("Keep this tab open.", timeout=15_000)
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return page, path


def hand_in(page, attempt, path):
    page.goto(reverse("attempts:answer_file", args=[attempt.pk]))
    page.get_by_label("Answer file").set_input_files(path)
    page.get_by_role("button", name="Send").click()
    return page.get_by_role("region", name="What became of the answers").get_by_role("listitem")


def test_the_file_of_one_device_is_handed_in_on_another(browse, alice, attempt, choices, tmp_path):
    page, path = downloaded(browse, alice, attempt, choices, tmp_path)
    saves = [(each["position"], each["answer"]) for each in json.loads(path.read_text())["answers"]]
    assert saves == [
        (choices[0].position, factories.wrong_answer(choices[0])),
        (choices[0].position, factories.right_answer(choices[0])),
        (choices[1].position, factories.right_answer(choices[1])),
    ]
    leave(attempt, minutes=20)  # the time stands still for somebody
    phone = browse(alice).new_page()
    for _ in range(2):
        positions = [choices[0].position, choices[1].position]
        words = [f"Question {position}: Saved." for position in positions]
        expect(hand_in(phone, attempt, path)).to_have_text(words)
    assert [factories.stored(item) for item in choices[:2]] == [
        factories.right_answer(item) for item in choices[:2]
    ]
    page.context.set_offline(False)  # sends the same saves once more
    expect(page.locator("#save-state")).to_have_text("Saved", timeout=15_000)
    assert AnswerEvent.objects.filter(attempt=attempt).count() == 3


def test_a_file_that_comes_after_the_end_is_told_and_does_not_count(
    browse, alice, attempt, choices, tmp_path
):
    _, path = downloaded(browse, alice, attempt, choices, tmp_path)
    leave(attempt, minutes=-1)
    phone = browse(alice).new_page()
    phone.goto(reverse("reports:report", args=[attempt.pk]))
    phone.get_by_role("link", name="Send an answer file").click()
    late = "Time was up. This answer is kept, but it does not count."
    expect(hand_in(phone, attempt, path).first).to_have_text(
        f"Question {choices[0].position}: {late}"
    )
    phone.goto(reverse("reports:report", args=[attempt.pk]))
    expect(phone.get_by_text("2 answers arrived after time")).to_be_visible()
    assert [factories.stored(item) for item in choices[:2]] == [None, None]
