import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from attempts.answering import Given
from attempts.forms import LARGEST_FILE, AnswerFileForm, ItemForm, StartForm
from tests import factories


def form(alice, kind, query):
    items = factories.attempt(of=alice).items.select_related("version")
    return ItemForm(QueryDict(query), items.filter(version__type=kind).first())


@pytest.mark.parametrize(
    ("kind", "query", "wire"),
    [
        ("multiple_choice", "answer=B&go=next", {"selected": ["B"]}),
        ("multiple_choice", "go=next", None),
        ("multiple_choice", "answer=B&go=clear", None),
        ("multiple_response", "answer=B&answer=D", {"selected": ["B", "D"]}),
        ("matching", "pair-1=A&pair-2=&pair-3=B", {"pairs": {"1": "A", "3": "B"}}),
        ("matching", "pair-1=&pair-2=", None),
        ("ordering", "order=B&order=A", {"order": ["B", "A"]}),
        ("ordering", "order=B&go=add:A", {"order": ["B", "A"]}),
        ("ordering", "order=B&order=A&go=add:A", {"order": ["B", "A"]}),
        ("ordering", "order=B&order=A&order=C&go=up:C", {"order": ["B", "C", "A"]}),
        ("ordering", "order=B&order=A&go=up:B", {"order": ["B", "A"]}),
        ("ordering", "order=B&order=A&order=C&go=down:B", {"order": ["A", "B", "C"]}),
        ("ordering", "order=B&order=A&go=out:B", {"order": ["A"]}),
        ("ordering", "order=B&go=out:B", None),
        ("ordering", "order=B&go=out:Z", {"order": ["B"]}),
    ],
)
def test_a_posted_page_speaks_the_wire_form(alice, kind, query, wire):
    assert form(alice, kind, query).wire == wire


def test_a_choice_wins_over_its_strike_out(alice):
    marks = form(alice, "multiple_choice", "answer=B&strike=B&strike=C&flag=1&note=x").marks
    assert marks == {"flagged": True, "struck": ["C"], "note": "x", "sure": ""}


@pytest.mark.parametrize("rev", ["", "x", "-1", "²"])
def test_a_revision_that_is_no_number_counts_as_the_stored_one(alice, rev):
    assert form(alice, "multiple_choice", f"answer=A&rev={rev}").given.base_rev == 0


def test_extra_time_left_over_from_practice_does_not_reach_an_exam():
    start = StartForm({"mode": "exam", "extra_time": "times_2"})
    assert start.is_valid()
    assert start.cleaned_data["extra_time"] == "none"


@pytest.mark.parametrize("data", [{}, {"mode": "x"}, {"mode": "practice", "extra_time": "x9"}])
def test_start_needs_a_known_mode_and_time(data):
    assert not StartForm(data).is_valid()


SAVE = {"position": 1, "answer": {"selected": ["A"]}, "client_id": "c", "seq": 1, "base_rev": 0}


def file_form(alice, content: bytes):
    attempt = factories.attempt(of=alice)
    content = content.replace(b"<mine>", str(attempt.pk).encode())
    return AnswerFileForm({}, {"file": SimpleUploadedFile("a.json", content)}, attempt=attempt)


def as_file(*saves, **more) -> bytes:
    return json.dumps({"attempt": "<mine>", "answers": list(saves)} | more).encode()


def test_an_answer_file_is_a_list_of_saves(alice):
    form = file_form(alice, as_file(SAVE, SAVE | {"position": 2, "seq": 2, "answer": None}))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["file"] == [
        (1, Given({"selected": ["A"]}, client_id="c", seq=1, base_rev=0)),
        (2, Given(None, client_id="c", seq=2, base_rev=0)),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG", "not JSON"),
        (b'{"attempt"', "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"attempt": "<mine>", "attempt": "<mine>"}', "given twice"),
        (b"[]", "Expected a dictionary"),
        (b"{}", "attempt: This field is required."),
        (as_file(), "answers"),
        (as_file(SAVE, attempt="x"), "attempt: "),
        (as_file(SAVE, attempt="00000000-0000-4000-8000-000000000000"), "another attempt"),
        (as_file(SAVE, score=1000), "score: There is no such field."),
        (as_file(SAVE | {"position": 0}), "answers.0.position: "),
        (as_file(SAVE, SAVE | {"seq": "1"}), "answers.1.seq: "),
        (as_file(SAVE | {"is_correct": True}), "answers.0.is_correct: There is no such field."),
        (as_file("x"), "answers.0"),
        (b" " * (LARGEST_FILE + 1), "at most 250,000 bytes"),
    ],
)
def test_what_is_no_answer_file_is_told_what_is_wrong_with_it(alice, content, words):
    form = file_form(alice, content)
    assert not form.is_valid()
    assert words in form.errors["file"][0]


def test_an_answer_file_must_be_chosen(alice):
    attempt = factories.attempt(of=alice)
    assert not AnswerFileForm({}, {}, attempt=attempt).is_valid()
