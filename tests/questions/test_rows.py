import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.rows import MOST_OPTIONS, MOST_PROMPTS, Rows
from tests import factories

TYPES = ["multiple_choice", "multiple_response", "ordering", "matching"]


def posted(**lists):
    return Rows.of_post(lambda name: lists.get(name, []))


@pytest.mark.parametrize("type", TYPES)
def test_a_body_comes_back_as_it_was(type):
    body = factories.body(type)
    assert Rows.of_body(body).body(type) == body


def test_rows_are_read_from_parallel_lists():
    rows = posted(option_id=["a", "b"], option_text=["A", "B"], correct=["b"])
    assert [(row.id, row.letter, row.text, row.correct) for row in rows.options] == [
        ("a", "A", "A", False),
        ("b", "B", "B", True),
    ]


def test_lists_of_unequal_length_are_filled_up():
    rows = posted(option_id=["a", "b", "c"], option_text=["A"], option_because=["x", "y"])
    assert [row.text for row in rows.options] == ["A", "", ""]
    assert [row.because for row in rows.options] == ["x", "y", ""]


def test_rows_we_never_gave_out_are_dropped():
    assert posted(option_id=["<b>", "", "a b", "x" * 11, "é", "a"]).options[0].id == "a"
    assert len(posted(option_id=["a"] * 500, prompt_id=["1"] * 500).options) == MOST_OPTIONS
    assert len(posted(prompt_id=["1"] * 500).prompts) == MOST_PROMPTS


def test_a_new_row_takes_a_free_id():
    rows = posted(option_id=["a", "c"]).after("option:add")
    assert [row.id for row in rows.options] == ["a", "c", "b"]
    assert [row.letter for row in rows.options] == ["A", "B", "C"]


def test_there_is_an_end_to_adding():
    rows = Rows.blank()
    for _ in range(20):
        rows = rows.after("option:add").after("prompt:add")
    assert (len(rows.options), len(rows.prompts)) == (MOST_OPTIONS, MOST_PROMPTS)


def test_prompts_move_and_are_numbered_anew():
    rows = posted(prompt_id=["1", "2", "3"]).after("prompt:down:1").after("prompt:remove:3")
    assert [(row.id, row.letter) for row in rows.prompts] == [("2", "1"), ("1", "2")]


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_button_does_something_or_nothing(buttons):
    rows = Rows.blank()
    for button in [*buttons, *(f"option:{each}" for each in buttons)]:
        rows = rows.after(button)
    assert {row.id for row in rows.options} <= set("abcdefghijkl")


def test_too_long_texts_and_doubled_places_are_problems():
    rows = posted(option_id=["a", "b"], option_text=["x" * 601, "b"], option_place=["1", "1"])
    assert rows.problems("multiple_choice") == [
        ("option-a-text", "Option A: at most 600 characters.")
    ]
    assert ("option-b-place", "Option B: place 1 is taken.") in rows.problems("ordering")


def test_a_matching_question_has_prompts_to_begin_with():
    assert len(posted(option_id=["a"]).with_prompts().prompts) == 3
    assert len(posted(prompt_id=["1"]).with_prompts().prompts) == 1


def test_what_no_database_keeps_is_dropped():
    assert posted(option_id=["a"], option_text=["x\x00y\r\nz"]).options[0].text == "xy\nz"
