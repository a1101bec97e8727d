import pytest

from questions.item_types import MalformedAnswer, ordering
from tests.factories import body

BODY = body("ordering")  # s1, s2, s3 in this order; s4 is surplus
LAYOUT = {"options": ["s4", "s2", "s1", "s3"], "prompts": []}


@pytest.mark.parametrize(
    ("letters", "correct"),
    [("CBD", True), ("BCD", False), ("CB", False), ("CBA", False)],
)
def test_only_the_whole_order_is_correct(letters, correct):
    answer = ordering.parse(BODY, LAYOUT, {"order": list(letters)})
    assert ordering.is_correct(BODY, answer) is correct
    assert ordering.wire(LAYOUT, answer) == {"order": list(letters)}


def test_complete_is_as_many_as_the_order_has():
    answers = [None, {"order": ["s1"]}, {"order": ["s4", "s1", "s2"]}]
    assert [ordering.is_complete(BODY, each) for each in answers] == [False, False, True]


@pytest.mark.parametrize(
    ("order", "words"),
    [(list("ABCD"), "at most 3"), (["A", "A"], "twice"), (["E"], "not an option"), ([], "null")],
)
def test_what_cannot_be_is_refused_in_words(order, words):
    with pytest.raises(MalformedAnswer, match=words):
        ordering.parse(BODY, LAYOUT, {"order": order})


@pytest.mark.parametrize(
    "order", [None, ["s1", "s2"], ["s1", "s2", "s9"], ["s1", "s2", "s2"], [1, 2, 3], "s1s2s3"]
)
def test_a_faulty_order_is_named(order):
    assert ordering.faults(BODY) == []
    assert "order" in [fault.place for fault in ordering.faults(BODY | {"order": order})]
