import pytest

from questions.item_types import MalformedAnswer, matching
from tests.factories import body

BODY = body("matching")  # prompt n belongs to option on; o4 is surplus
LAYOUT = {"options": ["o3", "o4", "o1", "o2"], "prompts": ["2", "3", "1"]}
RIGHT = {"1": "D", "2": "A", "3": "C"}  # numbers and letters are places in the layout


def test_only_all_pairs_are_correct():
    assert matching.is_correct(BODY, matching.parse(BODY, LAYOUT, {"pairs": RIGHT}))
    for number in RIGHT:
        for wrong in [RIGHT | {number: "B"}, {k: v for k, v in RIGHT.items() if k != number}]:
            assert not matching.is_correct(BODY, matching.parse(BODY, LAYOUT, {"pairs": wrong}))


def test_parse_and_wire_are_inverse():
    assert matching.wire(LAYOUT, matching.parse(BODY, LAYOUT, {"pairs": RIGHT})) == {"pairs": RIGHT}


def test_a_response_may_be_used_again():
    answer = matching.parse(BODY, LAYOUT, {"pairs": {"1": "A", "2": "A"}})
    assert (matching.is_complete(BODY, answer), len(answer["pairs"])) == (False, 2)


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ({"4": "A"}, "not a prompt"),
        ({"1": "E"}, "A to D"),
        ({"1": None}, "pairs.1"),
        ({}, "null to clear"),
        (["1", "A"], "an object"),
    ],
)
def test_what_cannot_be_is_refused_in_words(pairs, words):
    with pytest.raises(MalformedAnswer, match=words):
        matching.parse(BODY, LAYOUT, {"pairs": pairs})


def test_faults_name_prompts_without_a_match_and_surplus_without_a_reason():
    assert matching.faults(BODY) == []
    prompts = [prompt | {"match": "o9"} for prompt in BODY["prompts"]]
    options = [{**option, "because": ""} for option in BODY["options"]]
    assert {fault.place for fault in matching.faults(BODY | {"prompts": prompts})} == {
        "prompts.1",
        "prompts.2",
        "prompts.3",
    }
    assert [f.place for f in matching.faults(BODY | {"options": options})] == ["options.o4"]
