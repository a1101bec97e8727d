from datetime import timedelta

import pytest

from questions import publishing
from questions.conflicts import base_of, differences
from questions.models import QuestionVersion
from questions.publishing import Filing
from tests import factories
from tests.conftest import NOON
from tests.questions.posting import form, sound

QUESTION = "/author/questions/exa-1.1-001/"
LATER = NOON + timedelta(minutes=2)


def shown(response) -> str:
    return response.content.decode()


def hidden(page: str) -> dict[str, list[str]]:
    """The fields that a page would post again."""
    import re  # noqa: PLC0415
    from html import unescape  # noqa: PLC0415

    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w[\w-]*)" value="([^"]*)"', page):
        found.setdefault(name, []).append(unescape(value))
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.fixture
def overtaken(draft, task):
    """What carol posts from a form she opened before somebody else saved."""
    posted = form(draft, gist="Mine", **{"task-EXA-C01": task.pk})
    publishing.edit(draft, sound(gist="Theirs"), Filing([task]), base=draft.updated_at, now=LATER)
    return posted


@pytest.mark.parametrize("door", ["", "publication/", "review/"])
def test_a_late_save_shows_both_and_writes_nothing(overtaken, draft, as_carol, door):
    response = as_carol.post(QUESTION + door, overtaken)
    page = shown(response)
    assert response.status_code == 409
    assert "Somebody else changed this question" in page
    assert "Theirs" in page
    assert "Mine" in page
    draft.refresh_from_db()
    assert (draft.gist, draft.state) == ("Theirs", "draft")


def test_everything_typed_can_be_saved_over_the_other(overtaken, draft, as_carol):
    again = hidden(shown(as_carol.post(QUESTION, overtaken)))
    assert as_carol.post(QUESTION, again | {"do": "save"}).status_code == 302
    draft.refresh_from_db()
    assert draft.gist == "Mine"
    assert [option["text"] for option in draft.body["options"]] == overtaken["option_text"]


def test_everything_typed_can_be_worked_on_further(overtaken, draft, as_carol):
    again = hidden(shown(as_carol.post(QUESTION, overtaken)))
    page = shown(as_carol.post(QUESTION, again | {"do": "keep"}))
    assert 'value="Mine"' in page
    assert hidden(page)["base"] == [base_of(draft)]
    draft.refresh_from_db()
    assert draft.gist == "Theirs"


def test_text_typed_for_a_version_that_was_published_meanwhile_starts_a_new_one(
    draft, task, carol, as_carol
):
    posted = form(draft, gist="Mine", **{"task-EXA-C01": task.pk})
    publishing.publish(draft, by=carol, now=LATER)
    response = as_carol.post(QUESTION, posted)
    assert response.status_code == 409
    assert "Start a new version with your text" in shown(response)
    page = shown(as_carol.post(f"{QUESTION}draft/", hidden(shown(response)) | {"do": "keep"}))
    assert 'value="Mine"' in page
    second = QuestionVersion.objects.get(number=2)
    again = posted | {"base": base_of(second)}
    assert as_carol.post(QUESTION, again).status_code == 302
    second.refresh_from_db()
    draft.refresh_from_db()
    assert (second.gist, draft.gist) == ("Mine", "Nightly job")


@pytest.mark.parametrize("base", ["", "x", "1@", "999999@2026-01-01T00:00:00+00:00"])
def test_a_form_that_says_no_base_we_know_is_late(draft, as_carol, base):
    assert as_carol.post(QUESTION, form(draft, base=base)).status_code == 409


def test_differences_are_said_field_by_field(draft):
    assert differences(draft, sound()) == []
    body = factories.body()
    body["options"][0]["correct"], body["options"][1]["correct"] = False, True
    found = differences(draft, sound(gist="Other", body=body, rating_u=6500, services=["A", "B"]))
    assert [difference.label for difference in found] == [
        "Short title",
        "Options and rationales",
        "Rating",
        "Services",
    ]
    assert "a (correct): Option a" in found[1].theirs
    assert "b (correct): Option b" in found[1].yours
    assert (found[2].theirs, found[2].yours) == ("", "0.65")
    assert found[3].yours == "A, B"


def test_differences_of_matching_and_ordering_are_readable(draft):
    matching = sound(type="matching", body=factories.body("matching"))
    assert "belongs to" in differences(draft, matching)[1].yours
    ordering = sound(type="ordering", body=factories.body("ordering"))
    assert "place 1" in differences(draft, ordering)[1].yours
