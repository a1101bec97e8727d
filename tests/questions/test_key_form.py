import pytest
from django.http import QueryDict

from questions.key_form import KeyForm
from questions.models import TaskStatement
from tests import factories

SAID = "verdict=key&reason=The+limit+was+raised."


@pytest.fixture
def task(db):
    factories.blueprint()
    return TaskStatement.objects.first()


def form(version, said):
    return KeyForm(QueryDict(said), version=version)


@pytest.mark.parametrize(
    ("type", "said", "key"),
    [
        ("multiple_choice", "answer=C", {"selected": ["c"]}),
        ("multiple_response", "answer=B&answer=D", {"selected": ["b", "d"]}),
        ("ordering", "place-A=3&place-B=2&place-D=1", {"order": ["s4", "s1", "s3"]}),
        ("matching", "pair-1=D&pair-2=B&pair-3=B", {"pairs": {"1": "o4", "2": "o2", "3": "o2"}}),
    ],
)
def test_a_key_is_read_in_the_letters_of_the_author(task, type, said, key):
    told = form(factories.question(task, type=type), f"{SAID}&{said}")
    assert told.is_valid(), told.errors
    assert told.right_key == key


def test_to_void_needs_no_key(task):
    told = form(factories.question(task), "verdict=void&reason=No+answer+is+right.")
    assert (told.is_valid(), told.right_key) == (True, None)


@pytest.mark.parametrize(
    ("type", "said", "words"),
    [
        ("multiple_choice", "answer=A", "the key already"),
        ("multiple_choice", "", "name an option"),
        ("multiple_choice", "answer=Q", "not an option"),
        ("multiple_response", "answer=A", "asked for 2"),
        ("ordering", "place-A=1&place-B=1&place-C=2", "each once"),
        ("ordering", "place-A=x&place-B=1&place-C=2", "each once"),
        ("matching", "pair-1=D", "asked for 3"),
    ],
)
def test_what_cannot_be_the_new_key_is_refused_in_words(task, type, said, words):
    told = form(factories.question(task, type=type), f"{SAID}&{said}")
    assert words in str(told.errors)


@pytest.mark.parametrize("said", ["", "verdict=key", "verdict=other&reason=x", "reason=x%00"])
def test_verdict_and_reason_are_asked_for(task, said):
    assert not form(factories.question(task), f"{said}&answer=C").is_valid()


@pytest.mark.parametrize("type", factories.TYPES)
def test_the_fields_begin_with_the_key_as_it_is(task, type):
    fields = KeyForm(version=factories.question(task, type=type))
    chosen = {each.letter: each.place for each in fields.options if each.chosen or each.place}
    wanted = {
        "multiple_choice": {"A": 0},
        "multiple_response": {"A": 0, "B": 0},
        "ordering": {"B": 1, "C": 2, "A": 3},
        "matching": {},
    }
    assert chosen == wanted[type]
    assert [each.chosen for each in fields.prompts] == (
        ["A", "B", "C"] if type == "matching" else []
    )
