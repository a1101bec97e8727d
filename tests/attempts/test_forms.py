import pytest
from django.http import QueryDict

from attempts.forms import ItemForm, StartForm
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
