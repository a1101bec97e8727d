import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions import publishing
from questions.publishing import Filing
from questions.searching import search
from questions.states import VersionState
from tests.conftest import NOON
from tests.questions.posting import sound

QUESTIONS = "/author/questions/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def shown(response) -> str:
    return response.content.decode()


def test_a_search_finds_the_newest_version_alone(published, carol):
    second = publishing.revise(published.question, by=carol, now=NOON)
    assert search().get() == second
    assert not search(state=VersionState.PUBLISHED).exists()


def test_a_question_of_several_tasks_is_found_once(draft, exam, task):
    publishing.classify(draft.question, [task, *task.domain.tasks.exclude(pk=task.pk)])
    assert list(search(exam=exam, q="nightly")) == [draft]


def test_the_list_shows_the_newest_version_of_each_question(draft, as_carol):
    page = shown(as_carol.get(QUESTIONS))
    assert "Nightly job" in page
    assert "EXA-C01 1.1" in page
    assert "1 question" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=nightly", 1),
        ("q=EXA-1.1", 1),
        ("q=has+data", 1),
        ("q=nothing", 0),
        ("exam=EXA-C01", 1),
        ("exam=NOPE", 1),
        ("type=multiple_choice", 1),
        ("type=ordering", 0),
        ("type=essay", 1),
        ("state=draft", 1),
        ("state=published", 0),
        ("task=999999", 1),
        ("task=x", 1),
        ("page=99&q=nightly", 1),
        ("page=x", 1),
        ("q=%00", 1),
    ],
)
def test_filters_narrow_the_list_and_nonsense_filters_nothing(draft, as_carol, query, found):
    response = as_carol.get(f"{QUESTIONS}?{query}")
    assert response.status_code == 200
    assert response.context["page"].paginator.count == found


def test_the_list_can_be_narrowed_to_a_task(draft, task, as_carol):
    other = task.domain.tasks.get(number="1.2")
    assert "Nightly job" in shown(as_carol.get(f"{QUESTIONS}?task={task.pk}"))
    assert "Nightly job" not in shown(as_carol.get(f"{QUESTIONS}?task={other.pk}"))


def test_htmx_gets_the_list_alone(draft, as_carol):
    part = shown(as_carol.get(QUESTIONS, **HTMX))
    assert part.strip().startswith('<section id="found"')
    assert "<html" not in part


def test_a_long_list_comes_in_pages_of_fifty(draft, task, carol, as_carol):
    for number in range(2, 53):
        publishing.create(f"exa-1.1-{number:03}", sound(), Filing([task]), by=carol, now=NOON)
    first = as_carol.get(f"{QUESTIONS}?q=exa")
    assert len(first.context["rows"]) == 50
    assert "?q=exa&amp;page=2" in shown(first)
    assert len(as_carol.get(f"{QUESTIONS}?page=2").context["rows"]) == 2


def test_the_list_asks_the_database_no_more_for_forty_than_for_two(draft, task, carol, as_carol):
    def write(numbers):
        for number in numbers:
            publishing.create(f"exa-1.1-{number:03}", sound(), Filing([task]), by=carol, now=NOON)

    write(range(2, 3))
    as_carol.get(QUESTIONS)
    with CaptureQueriesContext(connection) as for_two:
        assert len(as_carol.get(QUESTIONS).context["rows"]) == 2
    write(range(3, 41))
    with CaptureQueriesContext(connection) as for_forty:
        assert len(as_carol.get(QUESTIONS).context["rows"]) == 40
    assert len(for_forty) == len(for_two)
