from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questions import publishing
from questions.difficulty import Rating, RatingChange
from reports import item_pages
from reports.access import version_or_404
from reports.item_analysis import recompute
from tests import factories
from tests.conftest import NOON
from tests.reports.crowd import bank, choice, crowd, sat

LATER = NOON + timedelta(days=1)


@pytest.fixture
def exam(db):
    return factories.blueprint()


@pytest.fixture
def versions(exam):
    return bank(exam, size=8)


def miskeyed(place, is_right, ability, draw):
    return None if place != 5 else ("b" if is_right else "a")


def address(version) -> str:
    return reverse("reports:question_analysis", args=[version.question.reference])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_below_fifty_answers_only_their_number_is_said(exam, versions, as_carol):
    crowd(exam, versions, size=23)
    recompute(as_of=LATER)
    page = item_pages.page_of(version_or_404(versions[0].question.reference))
    assert (page.so_far, page.has_enough, page.rows) == ("23 of 50 answers so far", False, [])
    told = ["On recent forms", "Rating it was published with"]
    assert [fact.label for fact in page.facts] == told
    shown = text(as_carol.get(address(versions[0])))
    assert "23 of 50 answers so far." in shown
    assert "Who chose what" not in shown


def test_a_question_nobody_has_met_has_a_page(versions, as_carol):
    assert "0 of 50 answers so far." in text(as_carol.get(address(versions[0])))


def test_from_fifty_on_the_figures_stand_with_their_ranges(exam, versions):
    crowd(exam, versions, size=50, seconds=80)
    recompute(as_of=LATER)
    page = item_pages.page_of(version_or_404(versions[0].question.reference))
    facts = {fact.label: fact for fact in page.facts}
    assert facts["Right"].of.startswith("likely ")
    assert facts["Tells strong from weak (r)"].value.lstrip("\N{MINUS SIGN}").startswith(".")
    assert facts["Usual time"].value == "1:20"
    assert facts["Rapid guesses"].value == "0%"
    assert facts["On recent forms"].value == "100%"


def test_every_choice_has_its_line_and_its_numbers(exam, versions, as_carol):
    crowd(exam, versions, size=50)
    recompute(as_of=LATER)
    page = item_pages.page_of(version_or_404(versions[0].question.reference))
    assert [(row.label, row.kind) for row in page.rows] == [
        ("A", "Key"),
        ("B", "Wrong"),
        ("C", "Wrong"),
        ("D", "Wrong"),
    ]
    assert all(len(row.shares) == len(row.line.spots) == 5 for row in page.rows)
    assert all(share in page.rows[0].sentence for share in page.rows[0].shares)
    assert "Option a" in page.rows[0].html
    shown = text(as_carol.get(address(versions[0])))
    assert shown.count("<svg width") == 4
    assert "<script src" in shown  # htmx of the base page; the charts need none


def test_the_list_begins_with_what_is_urgent(exam, versions, as_carol):
    crowd(exam, versions, size=50, choose=miskeyed)
    recompute(as_of=LATER)
    first = item_pages.line_of(item_pages.queue()[0])
    assert first.reference == versions[5].question.reference
    assert (first.findings[0].rank, first.findings[0].tone) == ("Urgent", "bad")
    shown = text(as_carol.get(reverse("reports:analysis")))
    assert shown.index(first.reference) < shown.index(versions[0].question.reference)
    assert "High scorers prefer B" in text(as_carol.get(address(versions[5])))


def test_the_list_says_too_early_where_it_is(exam, versions, as_carol):
    sat(exam, versions, [choice("a")] * 8)
    recompute(as_of=LATER)
    shown = text(as_carol.get(reverse("reports:analysis")))
    assert shown.count("Too early to tell") == 8
    assert "1 of 50 answers so far" in shown


def test_an_empty_bank_says_so(as_carol):
    assert "No question is published yet." in text(as_carol.get(reverse("reports:analysis")))


def test_what_became_of_the_rating_is_told(versions):
    version, plain = versions[0], {"answers": 70, "as_of": NOON}
    steps = (("held back", None, None), ("promoted", None, 6400), ("moved", 6400, 6100))
    for kind, before, after in steps:
        change = {"kind": kind, "before_u": before, "after_u": after, "reason": "Why."}
        RatingChange.objects.create(version=version, **change, **plain)
    found = {"rating_u": 6100, "logit": 0.4, "variance": 0.1, "is_anchor": False}
    Rating.objects.create(version=version, **found, **plain)
    page = item_pages.page_of(version_or_404(version.question.reference))
    assert [change.words for change in page.changes] == [
        "Rating moved from 0.64 to 0.61 on 70 answers.",
        "Pilot question got its rating, 0.64: Why.",
        "Stays a pilot question: Why.",
    ]
    assert ("Rating that counts", "0.61") in [(fact.label, fact.value) for fact in page.facts]


def test_a_draft_does_not_hide_what_candidates_get(exam, versions, carol):
    publishing.revise(versions[0].question, by=carol, now=NOON)
    assert version_or_404(versions[0].question.reference) == versions[0]


def test_reliability_waits_for_fifty_attempts(alice):
    factories.finished(of=alice, right=3)
    assert [each.words for each in item_pages.reliabilities()] == ["1 of 50 attempts so far"]


def test_reliability_is_told_of_every_exam_that_was_sat(alice, bob, monkeypatch):
    exam = factories.exam()
    factories.exam()
    for who, right in ((alice, 8), (bob, 4)):
        factories.finished(of=who, exam=exam, right=right)
    monkeypatch.setattr(item_pages, "FEWEST", 2)
    told = item_pages.reliabilities()
    assert [each.exam for each in told] == [exam.code]
    assert told[0].words.startswith("reliability .")


def test_query_count_is_flat(exam, versions, as_carol, django_assert_num_queries):
    crowd(exam, versions, size=2)
    recompute(as_of=LATER)
    with CaptureQueriesContext(connection) as first:
        as_carol.get(reverse("reports:analysis"))
    assert len(first) < 10
    bank(exam, size=32)
    with django_assert_num_queries(len(first)):
        as_carol.get(reverse("reports:analysis"))
