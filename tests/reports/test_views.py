import re
from datetime import timedelta

import pytest
from django.urls import reverse

from attempts import lifecycle
from exam_platform.celery import app
from reports import nudge, pdf, views, weakness
from reports.models import ReportFailure
from reports.tasks import write_missing_reports
from tests import factories
from tests.conftest import NOON

HTMX = {"HX-Request": "true"}
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Messages to the worker, kept here instead of in a broker."""
    messages = []
    monkeypatch.setattr(nudge, "_send", messages.append)
    return messages


@pytest.fixture
def attempt(alice):
    return factories.finished(of=alice, right=5, wrong=2, now=NOON)


def report_of(attempt) -> str:
    return reverse("reports:report", args=[attempt.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_score_shows_before_the_worker_is_done(as_alice, attempt):
    page = text(as_alice.get(report_of(attempt)))
    assert str(attempt.result.scaled) in page
    assert "Working out where you stand" in page
    assert 'http-equiv="refresh"' in page
    assert 'hx-trigger="every 2s"' in page


def test_the_page_tells_the_worker_once(as_alice, attempt, sent):
    as_alice.get(report_of(attempt))
    as_alice.get(report_of(attempt))
    as_alice.get(report_of(attempt), headers=HTMX)
    assert sent == [attempt.pk]


def test_a_finished_report_is_shown_and_no_worker_told(as_alice, attempt, sent):
    weakness.write(attempt, now=NOON)
    page = text(as_alice.get(report_of(attempt)))
    assert "Your next hour" in page
    assert "Working out" not in page
    assert "refresh" not in page
    assert "hx-trigger" not in page
    assert not sent


def test_polling_gets_nothing_until_there_is_something(as_alice, attempt):
    response = as_alice.get(report_of(attempt), headers=HTMX)
    assert (response.status_code, response.content) == (204, b"")


def test_polling_stops_with_the_part_that_was_missing(as_alice, attempt):
    weakness.write(attempt, now=NOON)
    response = as_alice.get(report_of(attempt), headers=HTMX)
    assert response.status_code == views.STOP_POLLING == 286
    assert text(response).startswith('<div id="standing"')
    assert "<html" not in text(response)
    assert "Your next hour" in text(response)


@pytest.fixture
def given_up(attempt):
    return ReportFailure.objects.create(attempt=attempt, tries=3, error="KeyError", failed_at=NOON)


def test_a_report_that_was_given_up_is_not_waited_for(as_alice, attempt, given_up, sent):
    page = text(as_alice.get(report_of(attempt)))
    assert "This failed on our side, and we know of it." in page
    assert "KeyError" not in page
    assert "hx-get" not in page
    assert 'http-equiv="refresh"' not in page
    assert not sent


def test_polling_stops_when_a_report_is_given_up(as_alice, attempt, given_up):
    response = as_alice.get(report_of(attempt), headers=HTMX)
    assert response.status_code == views.STOP_POLLING
    assert "we know of it" in text(response)


def test_what_the_page_could_not_send_the_sweep_finds(as_alice, attempt, monkeypatch):
    def away(attempt_id):
        raise OSError("no route to the broker")

    monkeypatch.setattr(nudge, "_send", away)
    assert as_alice.get(report_of(attempt)).status_code == 200
    assert write_missing_reports() == 1
    assert "Your next hour" in text(as_alice.get(report_of(attempt)))


def test_a_broker_that_is_away_does_not_break_the_page(as_alice, attempt, monkeypatch):
    monkeypatch.undo()
    # The write address first: until it is set it reads as the other, and would be put back so.
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    assert as_alice.get(report_of(attempt)).status_code == 200


def test_a_running_attempt_leads_back_to_its_questions(as_alice, alice):
    attempt = factories.attempt(of=alice)
    response = as_alice.get(report_of(attempt))
    assert response.url == reverse("attempts:attempt", args=[attempt.pk])


def test_an_overdue_attempt_is_closed_and_reported(as_alice, alice):
    attempt = factories.attempt(of=alice, now=NOON)
    assert "Time ran out" in text(as_alice.get(report_of(attempt)))


def test_a_voided_attempt_has_no_report(as_alice, attempt, dave):
    lifecycle.void(attempt, by=dave, now=NOON)
    assert as_alice.get(report_of(attempt)).status_code == 409


def test_report_is_nobody_elses(as_bob, as_carol, attempt):
    for client in (as_bob, as_carol):
        assert client.get(report_of(attempt)).status_code == 404


def file_of(attempt, kind: str) -> str:
    return reverse(f"reports:report_{kind}", args=[attempt.pk])


@pytest.mark.parametrize("kind", ["csv", "pdf"])
def test_files_are_nobody_elses_and_not_had_while_it_runs(as_alice, as_bob, alice, attempt, kind):
    assert as_bob.get(file_of(attempt, kind)).status_code == 404
    assert as_alice.get(file_of(factories.attempt(of=alice), kind)).status_code == 409


def test_the_table_is_a_file_with_a_name(as_alice, attempt):
    answer = as_alice.get(file_of(attempt, "csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"{attempt.exam.code}-mock-exam-1.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert len(answer.content.decode().splitlines()) == 9


@pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")
def test_the_pdf_is_a_file_with_a_name(as_alice, attempt):
    weakness.write(attempt, now=NOON)
    assert file_of(attempt, "pdf") in text(as_alice.get(report_of(attempt)))
    answer = as_alice.get(file_of(attempt, "pdf"))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('-mock-exam-1.pdf"')


def test_where_no_pdf_can_be_made_printing_is_offered(as_alice, attempt, monkeypatch):
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    page = text(as_alice.get(report_of(attempt)))
    assert "data-print" in page
    assert "report.pdf" not in page
    assert as_alice.get(file_of(attempt, "pdf")).status_code == 404


def test_the_official_page_classes_every_section(as_alice, as_bob, attempt):
    url = reverse("reports:official", args=[attempt.pk])
    assert url in text(as_alice.get(report_of(attempt)))
    page = text(as_alice.get(url))
    found = page.count("</svg>Meets competencies") + page.count("</svg>Needs improvement")
    assert found == 2
    assert as_bob.get(url).status_code == 404


def test_certainty_is_shown_only_where_it_was_told(as_alice, attempt):
    assert "How sure you were" not in text(as_alice.get(report_of(attempt)))
    attempt.items.filter(position__lte=3).update(sure="sure")
    assert "How sure you were" in text(as_alice.get(report_of(attempt)))


def test_progress_is_nobody_elses(as_alice, as_bob, attempt):
    url = reverse("reports:progress", args=[attempt.exam.code])
    assert str(attempt.pk) in text(as_alice.get(url))
    assert "Your first report appears here" in text(as_bob.get(url))


def test_weaknesses_is_nobody_elses(as_alice, as_bob, attempt):
    weakness.write(attempt, now=NOON)
    url = reverse("reports:weaknesses", args=[attempt.exam.code])
    assert str(attempt.pk) in text(as_alice.get(url))
    assert "Your first report appears here" in text(as_bob.get(url))


@pytest.mark.parametrize("name", ["progress", "weaknesses"])
def test_an_exam_that_does_not_exist_is_not_found(as_alice, name):
    assert as_alice.get(reverse(f"reports:{name}", args=["NO-SUCH"])).status_code == 404


@pytest.mark.parametrize("name", ["report", "progress", "weaknesses"])
def test_pages_only_show(as_alice, attempt, name):
    argument = attempt.pk if name == "report" else attempt.exam.code
    assert as_alice.post(reverse(f"reports:{name}", args=[argument])).status_code == 405


def test_the_page_has_no_inline_style_or_script(as_alice, attempt):
    weakness.write(attempt, now=NOON)
    attempt.items.update(seconds=60)
    page = as_alice.get(report_of(attempt)).content.decode()
    assert ' style="' not in page
    assert "<style" not in page
    assert "<script>" not in page


def test_every_chart_has_its_sentence_and_its_table(as_alice, attempt):
    weakness.write(attempt, now=NOON)
    attempt.items.update(seconds=60)
    page = as_alice.get(report_of(attempt)).content.decode()
    charts = page.count('role="img"')
    assert charts == page.count('role="img" aria-label="') > 6
    assert page.count("Show as table") == 4


@pytest.mark.parametrize(("size", "times"), [(2, 1), (40, 1), (2, 8)])
@pytest.mark.parametrize("name", ["report", "progress", "weaknesses"])
def test_query_count_is_flat(as_alice, alice, name, size, times, django_assert_max_num_queries):
    exam = factories.exam(scored=size, pilot=0, types=("multiple_choice",))
    for week in range(times):
        last = factories.finished(of=alice, exam=exam, right=1, now=NOON + week * WEEK)
        weakness.write(last, now=NOON)
    argument = last.pk if name == "report" else exam.code
    most = {"report": 8 + 2, "progress": 4, "weaknesses": 6}  # 2: changed answers, corrections
    with django_assert_max_num_queries(most[name]):
        as_alice.get(reverse(f"reports:{name}", args=[argument]))


def test_the_report_says_that_it_is_too_early_and_uncalibrated(as_alice, attempt):
    weakness.write(attempt, now=NOON)
    for page in (
        text(as_alice.get(report_of(attempt))),
        text(as_alice.get(reverse("reports:weaknesses", args=[attempt.exam.code]))),
    ):
        assert "Would you pass today?" in page
        assert "Too early to say whether you would pass." in page
        assert "Uncalibrated against the real exam: 0 of the 100 real results" in page
        assert reverse("reports:real_results", args=[attempt.exam.code]) in page


def test_a_probability_never_stands_alone(as_alice, alice):
    exam = factories.exam(scored=56, pilot=0, minutes=120, spare=14, types=("multiple_choice",))
    pages = []
    for week in range(2):
        now = NOON + week * WEEK
        last = factories.finished(of=alice, exam=exam, right=40, wrong=16, now=now)
        weakness.write(last, now=now)
        pages.append(text(as_alice.get(report_of(last))))
    assert "Your chance to pass" not in pages[0]
    assert "The likely range of the chance is" in pages[0]
    told = r"Your chance to pass is about \d+%, likely range \d+ to \d+%\."
    assert re.search(told, pages[1])
    assert "if the exam were today and as strict as ours" in pages[1]
    assert "From 112 answers to questions new to you in 2 exams." in pages[1]
