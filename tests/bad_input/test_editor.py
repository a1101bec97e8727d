"""The authors' editor, posted by hand at each of its doors."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from questions.conflicts import base_of
from questions.content import Content
from questions.models import QuestionVersion
from questions.publishing import Filing, create
from tests import factories
from tests.bad_input.corpus import read
from tests.bad_input.judging import failures
from tests.bad_input.test_forms import post

GOOD = {
    "type": "multiple_choice",
    "level": "apply",
    "gist": "A short title",
    "stem": "A team trains a model.\n\nWhat should the team do?",
    "decides": "It decides.",
    "takeaway": "Take this.",
    "rating": "0.6",
    "services": "",
    "references": "Docs | https://docs.aws.amazon.com/ | 2026-01-01",
    "option_id": ["a", "b", "c", "d"],
    "option_text": ["One", "Two", "Three", "Four"],
    "option_because": ["Right.", "No.", "No.", "No."],
    "option_misconception": ["", "x", "y", "z"],
    "option_place": ["", "", "", ""],
    "correct": "a",
}
DOORS = ["new", "question", "review", "publication"]


@pytest.fixture
def draft(carol):
    exam = factories.exam(code="EX")
    task = exam.domains.get(number=1).tasks.first()
    factories.question(task)
    content = Content(type="multiple_choice", stem="A draft.", body=factories.body())
    now = datetime(2026, 1, 1, tzinfo=UTC)
    create("taken-1", content, Filing(tasks=[task]), by=carol, now=now)
    return QuestionVersion.objects.get(question__reference="taken-1")


def address(door: str) -> str:
    return reverse("questions:" + door, args=[] if door in {"new", "preview"} else ["taken-1"])


def over(draft, door: str) -> dict:
    task = draft.question.question_tasks.get().task_id
    mine = {"reference": "fresh-1"} if door == "new" else {"base": base_of(draft)}
    return GOOD | mine | {"task-EX": str(task)}


def for_door(found: list[dict], door: str, status: list[int]) -> list[dict]:
    return [{"status": status} | case for case in found if door in case.get("only", [door])]


@pytest.mark.parametrize("door", DOORS)
def test_the_good_form_is_good(as_carol, draft, door):
    """Every case differs from this one in what its name says, and in nothing else."""
    before = QuestionVersion.objects.count()
    answer = post(as_carol, address(door), {"form": {}}, over=over(draft, door))
    assert answer.status_code in {302, 422}  # 422: saved, and not yet good enough to publish
    draft.refresh_from_db()
    assert draft.gist == "A short title" or QuestionVersion.objects.count() == before + 1


@pytest.mark.parametrize("door", DOORS)
def test_what_cannot_be_stored_is_said_and_not_stored(as_carol, draft, door):
    found = for_door(read("editor"), door, [400, 422])
    good = over(draft, door)
    assert failures(found, lambda case: post(as_carol, address(door), case, over=good)) == {}


def test_what_no_control_sends_is_dropped(as_carol, draft):
    good = over(draft, "publication")
    said = {"status": [302, 422], "may_change": ["QuestionVersion.*"]}

    def send(case):
        answer = post(as_carol, address("publication"), case, over=good)
        body = str(QuestionVersion.objects.get(pk=draft.pk).body)
        assert "\\x00" not in body
        assert len(body) < 2000
        return answer

    assert failures([said | case for case in read("editor_dropped")], send) == {}


@pytest.mark.parametrize("twice", ["option_id", "prompt_id"])
def test_two_rows_of_one_id_cannot_be_published(as_carol, draft, twice):
    rows = {"type": "matching", "prompt_text": list("xyz"), "prompt_match": list("abc")}
    rows |= {"prompt_id": list("123"), "prompt_because": list("xyz")} | {twice: list("aab")}
    answer = post(as_carol, address("publication"), {"form": rows}, over=over(draft, "publication"))
    assert answer.status_code == 422
    assert QuestionVersion.objects.get(pk=draft.pk).is_editable


@pytest.mark.parametrize("door", ["new", "question", "preview"])
def test_a_button_gives_the_form_back_and_stores_nothing(as_carol, draft, door):
    found = for_door(read("buttons"), door, [200, 400])
    good = over(draft, door)
    assert failures(found, lambda case: post(as_carol, address(door), case, over=good)) == {}


def test_a_published_version_cannot_be_written(as_carol, draft):
    published = factories.question(draft.question.question_tasks.get().task)
    form = over(draft, "question") | {"base": base_of(published)}
    before = published.content()
    for door in ["question", "review", "publication"]:
        where = reverse("questions:" + door, args=[published.question.reference])
        answer = post(as_carol, where, {"form": {}}, over=form)
        assert answer.status_code in {409, 422}
    assert QuestionVersion.objects.get(pk=published.pk).content() == before


@pytest.mark.parametrize(
    "door", ["new", "question", "review", "publication", "preview", "draft", "retirement"]
)
def test_a_candidate_can_post_to_no_door_of_the_authors(as_alice, draft, door):
    cases = [{"name": door, "status": 403, "form": {}}]
    good = over(draft, door)
    assert failures(cases, lambda case: post(as_alice, address(door), case, over=good)) == {}
