from datetime import timedelta

import pytest

from reports import outlook, weakness
from reports.models import PassIntercept, latest_intercept
from tests import factories
from tests.conftest import NOON

WEEK = timedelta(weeks=1)


@pytest.fixture
def exam(db):
    return factories.exam(scored=56, pilot=0, minutes=120, spare=14, types=("multiple_choice",))


def reported(alice, exam, *, times=1, right=42, wrong=14):
    for week in range(times):
        sat = factories.finished(
            of=alice, exam=exam, right=right, wrong=wrong, now=NOON + week * WEEK
        )
        report = weakness.write(sat, now=NOON + week * WEEK)
    return report


def test_after_one_exam_there_is_no_number(alice, exam):
    said = reported(alice, exam).readiness
    assert (said["kind"], said["percent"]) == ("words", None)
    assert (said["answers"], said["attempts"]) == (56, 1)
    assert 5 <= said["low"] < said["high"] <= 95


def test_after_two_exams_there_is_a_number_in_its_band(alice, exam):
    report = reported(alice, exam, times=2)
    said = report.readiness
    assert (said["kind"], said["answers"], said["attempts"]) == ("number", 112, 2)
    assert said["low"] <= said["percent"] <= said["high"]
    shown = outlook.outlook(report)
    assert f"about {said['percent']}%, likely range {said['low']} to {said['high']}%" in shown.lead
    assert shown.basis == "From 112 answers to questions new to you in 2 exams."
    assert shown.said_at == NOON + WEEK


def test_a_second_exam_of_known_questions_gives_no_number(alice):
    exam = factories.exam(scored=56, pilot=0, minutes=120, types=("multiple_choice",))
    said = reported(alice, exam, times=2).readiness
    assert (said["kind"], said["answers"], said["attempts"]) == ("words", 56, 1)


def test_a_domain_without_an_answer_forbids_a_statement(alice, exam):
    exam.domains.create(number=3, title="Newest", weight=10).tasks.create(number="3.1", title="New")
    report = reported(alice, exam)
    assert report.readiness["kind"] == "nothing"
    assert "in: Newest." in report.readiness["detail"]
    assert report.readiness["low"] is None


def test_too_few_answers_forbid_a_statement(alice, exam):
    report = reported(alice, exam, right=30, wrong=19)
    assert report.readiness["kind"] == "nothing"
    assert "there are 49" in report.readiness["detail"]


def test_who_answers_more_rightly_is_more_likely_to_pass(alice, bob, exam):
    good, bad = (
        reported(alice, exam, times=2, right=48, wrong=8),
        reported(bob, exam, times=2, right=34, wrong=22),
    )
    assert good.readiness["percent"] > bad.readiness["percent"]


def test_an_exam_without_effort_is_left_out_and_that_is_said(alice, exam):
    sat = factories.finished(of=alice, exam=exam, right=42, wrong=14, now=NOON)
    sat.items.filter(position__lte=20).update(seconds=3)
    report = weakness.write(sat, now=NOON)
    assert (report.readiness["kind"], report.readiness["left_out"]) == ("nothing", 1)
    assert "1 exam was left out: too many answers came faster" in outlook.outlook(report).basis


def test_until_100_real_results_it_is_called_uncalibrated(alice, bob, exam):
    PassIntercept.objects.create(exam=exam, a=0.4, n=99, as_of=NOON.date())
    shown = outlook.outlook(reported(alice, exam))
    assert not shown.is_calibrated
    assert shown.calibration == (
        "Uncalibrated against the real exam: 99 of the 100 real results that takes are in."
    )
    PassIntercept.objects.create(exam=exam, a=0.4, n=100, as_of=NOON.date() + WEEK)
    shown = outlook.outlook(reported(bob, exam))
    assert shown.is_calibrated
    assert shown.calibration == "Calibrated on 100 real results."


def test_the_intercept_moves_what_is_said(alice, bob, exam):
    before = reported(alice, exam, times=2, right=40, wrong=16).readiness
    PassIntercept.objects.create(exam=exam, a=1.0, n=200, as_of=NOON.date())
    after = reported(bob, exam, times=2, right=40, wrong=16).readiness
    assert after["percent"] > before["percent"]


def test_what_was_said_stays_when_the_intercept_changes(alice, exam):
    report = reported(alice, exam, times=2)
    before = outlook.outlook(report)
    PassIntercept.objects.create(exam=exam, a=2.0, n=200, as_of=NOON.date())
    report.refresh_from_db()
    assert outlook.outlook(report) == before


def test_the_newest_intercept_holds(exam):
    assert (latest_intercept(exam).a, latest_intercept(exam).n) == (0, 0)
    for days, a in ((0, 0.1), (14, 0.3), (7, 0.2)):
        as_of = NOON.date() + timedelta(days=days)
        PassIntercept.objects.create(exam=exam, a=a, n=1, as_of=as_of)
    assert latest_intercept(exam).a == 0.3


def test_an_older_report_says_nothing_of_either(alice, exam):
    report = reported(alice, exam)
    report.readiness = {}
    assert outlook.outlook(report) is None
