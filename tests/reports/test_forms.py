from datetime import date

import pytest
from django.http import QueryDict

from reports.forms import RealResultForm, WithdrawalForm
from reports.real_results import report_result
from tests import factories
from tests.conftest import NOON

GOOD = {"taken_on": "2026-02-20", "outcome": "passed", "scaled": "745"}


@pytest.fixture
def exam(db):
    return factories.blueprint()


def form(exam, **said):
    data = QueryDict(mutable=True)
    data.update(GOOD | said)
    return RealResultForm(data, exam=exam, now=NOON, told=None)


def test_a_good_form_says_the_result(exam):
    good = form(exam)
    assert good.is_valid()
    assert good.result == {"taken_on": date(2026, 2, 20), "passed": True, "scaled": 745}


def test_the_score_may_be_left_out(exam):
    good = form(exam, scaled="", outcome="failed")
    assert good.is_valid()
    assert (good.result["passed"], good.result["scaled"]) == (False, None)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("taken_on", "2026-03-04", "still to come"),
        ("taken_on", "20/02/2026", "like 2026-03-01"),
        ("taken_on", "2026-02-30", "like 2026-03-01"),
        ("taken_on", "", "required"),
        ("taken_on", "9999-12-31", "still to come"),
        ("outcome", "", "required"),
        ("outcome", "maybe", "maybe"),
        ("scaled", "99", "100"),
        ("scaled", "1001", "1000"),
        ("scaled", "745.5", "whole number"),
        ("scaled", "719", "passed from 720 on"),
    ],
)
def test_a_fault_names_its_field(exam, field, value, words):
    bad = form(exam, **{field: value})
    assert not bad.is_valid()
    assert list(bad.errors) == [field]
    assert words in bad.errors[field][0]


def test_a_score_that_passes_is_not_a_fail(exam):
    bad = form(exam, outcome="failed", scaled="720")
    assert "720 is a pass" in bad.errors["scaled"][0]


def test_today_is_not_the_future(exam):
    assert form(exam, taken_on="2026-03-02").is_valid()
    assert form(exam, taken_on="2026-03-03").is_valid()  # has begun east of here


def test_what_was_told_stands_in_the_form_again(alice, exam):
    told = report_result(
        alice, exam, taken_on=date(2026, 2, 20), passed=False, scaled=700, now=NOON
    )
    filled = RealResultForm(None, exam=exam, now=NOON, told=told).as_p()
    assert 'value="2026-02-20"' in filled
    assert '<option value="failed" selected>' in filled
    assert 'value="700"' in filled


def test_a_withdrawal_names_its_day():
    assert WithdrawalForm({"taken_on": "2026-02-20"}).is_valid()
    assert not WithdrawalForm({"taken_on": "x"}).is_valid()
