from random import Random

import pytest

from questions.item_types import MalformedAnswer, multiple_choice
from tests.factories import body

LAYOUT = {"options": ["c", "a", "d", "b"], "prompts": []}


def test_parse_and_wire_are_inverse():
    for letter in "ABCD":
        stored = multiple_choice.parse(body(), LAYOUT, {"selected": [letter]})
        assert multiple_choice.wire(LAYOUT, stored) == {"selected": [letter]}


def test_a_letter_is_a_place_in_the_layout():
    assert multiple_choice.parse(body(), LAYOUT, {"selected": ["B"]}) == {"selected": ["a"]}


def test_only_the_key_is_correct():
    right = [multiple_choice.is_correct(body(), {"selected": [each]}) for each in "abcd"]
    assert right == [True, False, False, False]


def test_no_answer_is_wrong_and_incomplete():
    assert not multiple_choice.is_correct(body(), None)
    assert not multiple_choice.is_complete(body(), None)


def test_two_options_are_refused_in_words():
    with pytest.raises(MalformedAnswer, match="you can select one"):
        multiple_choice.parse(body(), LAYOUT, {"selected": ["A", "B"]})


def test_layout_is_a_permutation_drawn_from_the_generator():
    layouts = [multiple_choice.layout(body(), Random(seed))["options"] for seed in range(20)]
    assert all(sorted(layout) == list("abcd") for layout in layouts)
    assert len({tuple(layout) for layout in layouts}) > 10
    assert multiple_choice.layout(body(), Random(7)) == multiple_choice.layout(body(), Random(7))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda b: b["options"].pop(0), "options"),
        (lambda b: b["options"][1].update(correct=True), "options"),
        (lambda b: b["options"][1].update(correct="yes"), "options"),
        (lambda b: b["options"][1].update(text=" "), "options.b"),
        (lambda b: b["options"][1].update(text="Option a"), "options"),
        (lambda b: b["options"][1].update(id="a"), "options"),
        (lambda b: b["options"][1].update(because=""), "options.b"),
        (lambda b: b.update(options="abcd"), "options"),
        (lambda b: b.update(options=b["options"][:2]), "options"),
        (lambda b: b.pop("options"), "options"),
    ],
)
def test_faults_name_the_place(change, place):
    faulty = body()
    assert multiple_choice.faults(faulty) == []
    change(faulty)
    assert place in [fault.place for fault in multiple_choice.faults(faulty)]
