import pytest

from questions.item_types import MalformedAnswer, multiple_response
from tests.factories import body

BODY = body("multiple_response")
LAYOUT = {"options": ["e", "a", "d", "b", "c"], "prompts": []}


@pytest.mark.parametrize(
    ("chosen", "correct"),
    [("ab", True), ("ba", True), ("a", False), ("ac", False), ("abc", False), ("cd", False)],
)
def test_all_that_is_needed_and_nothing_else(chosen, correct):
    assert multiple_response.is_correct(BODY, {"selected": list(chosen)}) is correct


def test_one_of_two_is_incomplete():
    answers = [None, {"selected": ["a"]}, {"selected": ["a", "e"]}]
    assert [multiple_response.is_complete(BODY, each) for each in answers] == [False, False, True]


def test_the_order_of_ticking_does_not_matter():
    first = multiple_response.parse(BODY, LAYOUT, {"selected": ["B", "D"]})
    assert first == multiple_response.parse(BODY, LAYOUT, {"selected": ["D", "B"]})


@pytest.mark.parametrize(
    ("selected", "words"),
    [
        (["A", "B", "C"], "you can select two"),
        (["A", "A"], "named twice"),
        ([], "send null"),
        (["F"], "Use A to E"),
        ([1], "list of letters"),
        (None, "list of letters"),
    ],
)
def test_what_cannot_be_is_refused_in_words(selected, words):
    with pytest.raises(MalformedAnswer, match=words):
        multiple_response.parse(BODY, LAYOUT, {"selected": selected})


@pytest.mark.parametrize(
    ("change", "place"),
    [({"select": 3}, "select"), ({"select": None}, "select"), ({"options": []}, "options")],
)
def test_faults_name_the_place(change, place):
    assert multiple_response.faults(BODY) == []
    assert place in [fault.place for fault in multiple_response.faults(BODY | change)]


def test_all_options_correct_is_no_question():
    options = [option | {"correct": True} for option in BODY["options"]]
    faults = multiple_response.faults(BODY | {"options": options, "select": 5})
    assert "not all" in faults[0].message
