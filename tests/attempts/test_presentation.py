from dataclasses import fields

import pytest

from attempts import presentation
from tests import factories

SECRETS = {"key", "correct", "is_correct", "because", "rationale", "rating", "decides", "takeaway"}


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice)


def item_of_type(attempt, kind):
    items = presentation.items_of(attempt)
    position = next(item.position for item in items if item.version.type == kind)
    return items[position - 1], lambda: presentation.open_item(
        presentation.items_of(attempt), position
    )


@pytest.mark.parametrize(
    "shown", [presentation.OpenItem, presentation.OpenOption, presentation.OpenPrompt]
)
def test_there_is_no_field_for_the_key(shown):
    assert not {field.name for field in fields(shown)} & SECRETS


def test_options_bear_the_letters_of_their_place(attempt):
    item, show = item_of_type(attempt, "multiple_choice")
    words = [item.version.rendered["options"][each] for each in item.layout["options"]]
    assert [(option.id, option.html) for option in show().options] == list(
        zip("ABCD", words, strict=True)
    )


def test_progress_goes_from_new_to_answered(attempt):
    item, show = item_of_type(attempt, "multiple_response")
    steps = [show().progress]
    for letters in (["A"], ["A", "B"]):
        factories.give(item, {"selected": letters})
        steps.append(show().progress)
    factories.give(item, None)
    assert [*steps, show().progress] == ["new", "incomplete", "answered", "seen"]


def test_an_ordering_item_tells_placed_from_unplaced(attempt):
    item, show = item_of_type(attempt, "ordering")
    factories.give(item, {"order": ["C", "A"]})
    shown = show()
    assert [option.id for option in shown.ordered] == ["C", "A"]
    assert [option.id for option in shown.unplaced] == ["B", "D"]


def test_a_matching_item_shows_what_was_matched(attempt):
    item, show = item_of_type(attempt, "matching")
    factories.give(item, {"pairs": {"2": "B"}})
    shown = show()
    assert [prompt.chosen for prompt in shown.prompts] == ["", "B", ""]
    assert (shown.chosen_count, shown.select) == (1, 3)


def test_the_first_has_no_previous_and_the_last_no_next(attempt):
    paper = presentation.paper(presentation.items_of(attempt))
    assert (paper[0].previous, paper[0].next) == (None, 2)
    assert (paper[-1].previous, paper[-1].next) == (7, None)
