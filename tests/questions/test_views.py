import pytest
from django.urls import reverse

from questions.models import Question, QuestionVersion
from questions.states import VersionState
from tests.conftest import NOON
from tests.questions.posting import form

QUESTIONS = reverse("questions:questions")
NEW = reverse("questions:new")
PREVIEW = reverse("questions:preview")
QUESTION = "/author/questions/exa-1.1-001/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def shown(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", QUESTIONS),
        ("get", NEW),
        ("post", NEW),
        ("post", PREVIEW),
        ("get", QUESTION),
        ("post", QUESTION),
        ("get", f"{QUESTION}versions/1/"),
        ("post", f"{QUESTION}review/"),
        ("post", f"{QUESTION}publication/"),
        ("post", f"{QUESTION}draft/"),
        ("post", f"{QUESTION}retirement/"),
    ],
)
def test_an_author_page_is_no_candidates(draft, as_alice, client, method, path):
    refused = getattr(as_alice, method)(path)
    assert refused.status_code == 403
    assert "You need the instructor role" in shown(refused)
    assert "Nightly job" not in shown(refused)
    signed_out = getattr(client, method)(path)
    assert signed_out.status_code == 302
    assert "/accounts/login/" in signed_out.url
    draft.refresh_from_db()
    assert (draft.state, draft.updated_at) == (VersionState.DRAFT, NOON)
    assert QuestionVersion.objects.count() == 1


def test_an_administrator_may_write_too(draft, as_dave):
    assert as_dave.get(QUESTION).status_code == 200


@pytest.mark.parametrize("path", ["exa-9.9-999/", "exa-1.1-001/versions/9/", "%00/", "x/draft/"])
def test_what_does_not_exist_is_not_found(draft, as_carol, path):
    method = as_carol.post if path.endswith("draft/") else as_carol.get
    assert method(QUESTIONS + path).status_code == 404


# --- Writing


def test_a_new_question_begins_empty(exam, as_carol):
    page = shown(as_carol.get(NEW))
    assert "New question" in page
    assert page.count('name="option_text"') == 4
    assert 'name="task-EXA-C01"' in page


def test_a_new_question_is_saved_as_a_draft_of_its_author(task, carol, as_carol):
    posted = form(**{"task-EXA-C01": task.pk, "reference": "exa-1.1-777"})
    response = as_carol.post(NEW, posted)
    assert response.url == "/author/questions/exa-1.1-777/"
    made = QuestionVersion.objects.get()
    assert (made.state, made.created_by, made.rating_u) == (VersionState.DRAFT, carol, 6500)
    assert made.body["options"][0] == {
        "id": "a",
        "text": "Option a",
        "correct": True,
        "because": "Because a",
    }
    assert made.body["options"][1]["misconception"] == "async-vs-batch"
    assert made.services == ["Amazon S3", "AWS Glue"]
    assert list(made.question.tasks.all()) == [task]


def test_a_new_question_without_an_id_gets_the_next_of_its_task(draft, task, as_carol):
    response = as_carol.post(NEW, form(**{"task-EXA-C01": task.pk}))
    assert response.url == "/author/questions/exa-1.1-002/"


@pytest.mark.parametrize(
    ("changes", "anchor", "said"),
    [
        ({"reference": "exa-1.1-001"}, "reference", "There is a question exa-1.1-001 already"),
        ({"reference": "Not an id"}, "reference", "Use small letters"),
        ({"reference": ""}, "reference", "choose a task and we make one"),
        ({"rating": "65"}, "rating", "less than or equal to 0.99"),
        ({"rating": "nan"}, "rating", "Enter a number"),
        ({"type": "essay"}, "type", "not one of the available choices"),
        ({"gist": "x" * 81}, "gist", "at most 80"),
        ({"stem": "x" * 5_001}, "stem", "at most 5000"),
        ({"stem": "*" * 2_100}, "stem", "Markdown characters"),
        ({"references": "docs.example"}, "references", "Write “Title | https://address | day”"),
        ({"references": "Docs | https://docs.example/ | soon"}, "references", "Write the day"),
        ({"case_study": "case-none"}, "case_study", "not one of the available choices"),
        ({"option_text": ["x" * 601, "b", "c", "d"]}, "option-a-text", "at most 600"),
        ({"gist": "a\x00b"}, "gist", "Null characters"),
    ],
)
def test_what_cannot_be_saved_is_named_with_a_link_and_nothing_is_lost(
    draft, as_carol, changes, anchor, said
):
    response = as_carol.post(NEW, form(**{"reference": "exa-1.1-900", **changes}))
    page = shown(response)
    assert response.status_code == 422
    assert f'<a href="#{anchor}">' in page
    assert said in page.replace("&amp;", "&")
    assert "<title>Error: " in page
    assert f'id="{anchor}"' in page
    assert "Because d" in page
    assert "Think of cost" in page
    assert Question.objects.count() == 1


def test_a_draft_is_saved_however_unfinished(draft, as_carol):
    empty = form(draft, stem="", gist="", decides="", references="", rating="", option_id=[])
    assert as_carol.post(QUESTION, empty).status_code == 302
    draft.refresh_from_db()
    assert (draft.stem, draft.references, draft.rating_u) == ("", [], None)
    assert as_carol.get(QUESTION).status_code == 200


@pytest.mark.parametrize("type", ["multiple_response", "ordering", "matching"])
def test_every_type_is_written_and_read_back(draft, as_carol, type):
    posted = form(
        draft,
        type=type,
        correct=["a", "c"],
        option_place=["2", "", "1", "3"],
        prompt_id=["1", "2", "3"],
        prompt_text=["P1", "P2", "P3"],
        prompt_because=["Y1", "Y2", "Y3"],
        prompt_match=["b", "a", "b"],
    )
    assert as_carol.post(QUESTION, posted).status_code == 302
    draft.refresh_from_db()
    if type == "multiple_response":
        assert draft.body["select"] == 2
    elif type == "ordering":
        assert draft.body["order"] == ["c", "a", "d"]
    else:
        assert [prompt["match"] for prompt in draft.body["prompts"]] == ["b", "a", "b"]
    page = shown(as_carol.get(QUESTION))
    assert "Option d" in page
    assert ("P2" in page) == (type == "matching")


def test_two_options_cannot_have_one_place(draft, as_carol):
    posted = form(draft, type="ordering", option_place=["1", "1", "2", "3"])
    response = as_carol.post(QUESTION, posted)
    assert response.status_code == 422
    assert "Option B: place 1 is taken." in shown(response)


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("option:add", ["a", "b", "c", "d", "e"]),
        ("option:remove:b", ["a", "c", "d"]),
        ("option:up:c", ["a", "c", "b", "d"]),
        ("option:down:d", ["a", "b", "c", "d"]),
        ("option:up:zz", ["a", "b", "c", "d"]),
        ("check", ["a", "b", "c", "d"]),
    ],
)
def test_buttons_change_the_rows_without_script_and_save_nothing(draft, as_carol, button, order):
    response = as_carol.post(QUESTION, form(draft, do=button, stem="Typed?"))
    assert response.status_code == 200
    assert [row.id for row in response.context["form"].rows.options] == order
    assert "Typed?" in shown(response)
    draft.refresh_from_db()
    assert draft.stem != "Typed?"


def test_htmx_gets_the_rows_alone(draft, as_carol):
    part = shown(as_carol.post(QUESTION, form(draft, do="option:add"), **HTMX))
    assert part.strip().startswith('<fieldset class="fs" id="options">')
    assert part.count('name="option_text"') == 5


def test_a_type_of_matching_brings_prompts_to_fill_in(draft, as_carol):
    part = shown(as_carol.post(QUESTION, form(draft, type="matching", do="type"), **HTMX))
    assert part.count('name="prompt_text"') == 3


# --- Publishing


def test_publishing_saves_what_is_typed_first(draft, task, as_carol):
    posted = form(draft, gist="Typed now", **{"task-EXA-C01": task.pk})
    assert as_carol.post(f"{QUESTION}publication/", posted).url == QUESTION
    draft.refresh_from_db()
    assert (draft.state, draft.gist) == (VersionState.PUBLISHED, "Typed now")


@pytest.mark.parametrize("door", ["publication", "review"])
def test_what_has_faults_stays_a_draft_and_the_faults_lead_to_their_fields(
    draft, task, as_carol, door
):
    typed = form(draft, stem="No question.", takeaway="", **{"task-EXA-C01": task.pk})
    typed |= {"option_because": ["Because a", "", "Because c", "Because d"]}
    response = as_carol.post(f"{QUESTION}{door}/", typed)
    page = shown(response)
    assert response.status_code == 422
    assert "3 things to fix first" in page
    for anchor in ("stem", "takeaway", "option-b-because"):
        assert f'<a href="#{anchor}">' in page
        assert f'id="{anchor}"' in page
    draft.refresh_from_db()
    assert (draft.state, draft.stem) == (VersionState.DRAFT, "No question.")


def test_a_question_without_a_task_is_not_published(draft, as_carol):
    response = as_carol.post(f"{QUESTION}publication/", form(draft))
    assert response.status_code == 422
    assert '<a href="#tasks">No exam asks this question.' in shown(response)


def test_review_goes_there_and_back(draft, task, as_carol):
    as_carol.post(f"{QUESTION}review/", form(draft, **{"task-EXA-C01": task.pk}))
    draft.refresh_from_db()
    assert draft.state == VersionState.IN_REVIEW
    assert "Back to draft" in shown(as_carol.get(QUESTION))
    as_carol.post(f"{QUESTION}review/", form(draft, do="back"))
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


def test_a_published_question_is_shown_and_cannot_be_typed_into(published, as_carol):
    page = shown(as_carol.get(QUESTION))
    assert "Candidates get this version" in page
    assert "<textarea" not in page
    assert "Because a" in page


def test_a_new_version_can_be_begun_and_the_old_one_read(published, as_carol):
    assert as_carol.post(f"{QUESTION}draft/").url == QUESTION
    assert "Draft 2" in shown(as_carol.get(QUESTION))
    old = shown(as_carol.get(f"{QUESTION}versions/1/"))
    assert "An older version." in old
    assert "Retire" not in old


def test_a_question_can_be_retired(published, as_carol):
    assert as_carol.post(f"{QUESTION}retirement/").url == QUESTION
    published.refresh_from_db()
    assert published.state == VersionState.RETIRED
    assert as_carol.post(f"{QUESTION}retirement/").status_code == 409


def test_pages_of_the_author_cannot_be_changed_by_reading(published, as_carol):
    for door in ("review", "publication", "draft", "retirement"):
        assert as_carol.get(f"{QUESTION}{door}/").status_code == 405
