from questions.content import Content
from tests import factories


def content(type="multiple_choice", **fields):
    return Content(type=type, body=factories.body(type), **fields)


def test_the_question_is_the_last_paragraph():
    assert content(stem="A team.\n\nMore.\n\nWhich? ").question == "Which?"
    assert content(stem="Which?").question == "Which?"
    assert content(stem="").question == ""


def test_an_option_is_named_by_its_place():
    mixed = Content("multiple_choice", body={"options": [{"id": "c"}, {"id": "a"}]})
    assert mixed.name("options.c") == "Option A"
    assert mixed.name("options.a") == "Option B"
    assert mixed.mention("options.a") == "option B"
    assert mixed.name("options.zz") == "Options"
    assert mixed.name("stem") == "Stem"


def test_a_prompt_is_named_by_its_number():
    prompt = content("matching").prompts[1]["id"]
    assert content("matching").name(f"prompts.{prompt}") == "Prompt 2"


def test_everything_a_candidate_reads_has_a_place():
    said = content(stem="Stem", gist="Gist", decides="D", takeaway="T").texts()
    assert {"stem", "gist", "decides", "takeaway"} < set(said)
    assert said["options.a"] == "Option a"
    assert said["options.a.because"] == "Because a"


def test_an_unfinished_body_reads_as_far_as_it_goes():
    for body in ({}, {"options": None}, {"options": "x"}, {"options": [None, 3, {"id": "a"}]}):
        broken = Content("multiple_choice", body=body)
        assert broken.keys == []
        assert isinstance(broken.texts(), dict)
