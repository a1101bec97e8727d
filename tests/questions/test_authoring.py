from datetime import date

import pytest

from questions.authoring import checks_of, frozen_preview, preview_of, row_of
from questions.models import Question
from tests import factories
from tests.questions.posting import form, sound

PREVIEW = "/author/questions/preview/"
TODAY = date(2026, 3, 2)


def shown(response) -> str:
    return response.content.decode()


def test_a_check_leads_to_its_field():
    body = factories.body()
    body["options"][1] |= {"text": "All of the above"}
    del body["options"][2]["because"]
    checks = checks_of(sound(body=body, stem="No question.", gist=""), today=TODAY, is_filed=False)
    anchors = {check.evidence: check.anchor for check in checks.found if check.must_fix}
    assert anchors == {
        "No exam asks this question": "tasks",
        "Option C has no rationale": "option-c-because",
        "There is no short title": "gist",
        "The last paragraph does not ask a question": "stem",
        "“All of the above” in option B": "option-b-text",
    }
    assert checks.to_fix == 5
    assert checks.to_consider == len(checks.found) - 5


def test_a_preview_of_ordering_knows_the_places():
    seen = preview_of(sound(type="ordering", body=factories.body("ordering")))
    assert seen.select == "three"
    assert {option.id: option.place for option in seen.options} == {
        "s3": 3,
        "s1": 1,
        "s2": 2,
        "s4": 0,
    }


def test_a_preview_of_matching_knows_what_belongs_where():
    seen = preview_of(sound(type="matching", body=factories.body("matching")))
    assert all(prompt.match and prompt.match_html for prompt in seen.prompts)


def test_a_version_is_shown_as_it_was_rendered_when_it_was_written(draft):
    draft.rendered["stem"] = "<p>As it was</p>"
    assert frozen_preview(draft).stem_html == "<p>As it was</p>"


def test_a_row_of_the_list_says_where_it_is_asked_and_what_is_wrong(draft):
    row = row_of(draft, today=TODAY)
    assert (row.tags, row.rating, row.to_fix) == (["EXA-C01 1.1"], "", 0)
    assert row.to_consider > 0


def test_the_preview_judges_and_renders_what_is_typed(exam, as_carol):
    typed = form(stem="A **b** <script>x</script>\n\nWhich fits?", gist="", decides="")
    part = shown(as_carol.post(PREVIEW, typed))
    assert "<strong>b</strong> &lt;script&gt;" in part
    assert '<section id="checks"' in part
    assert "There is no short title" in part
    assert "No exam asks this question" in part
    assert 'id="fx-options-a"' in part
    assert "<html" not in part
    assert not Question.objects.exists()


@pytest.mark.parametrize("posted", [{}, {"type": "essay"}, {"option_id": ["<b>", "a"] * 30}])
def test_the_preview_of_nonsense_is_a_preview(exam, as_carol, posted):
    assert as_carol.post(PREVIEW, posted).status_code == 200
