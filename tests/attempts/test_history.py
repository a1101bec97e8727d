from datetime import timedelta

import pytest

from attempts import history
from questions.models import Exam
from tests import factories
from tests.conftest import NOON


def test_cards_tell_the_last_and_the_best_score(alice):
    exam = factories.exam(spare=2)
    good = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    bad = factories.finished(of=alice, exam=exam, now=NOON + timedelta(days=1))
    (card,) = history.exam_cards(alice)
    assert (card.attempts, card.last, card.best) == (2, bad.result.scaled, good.result.scaled)


def test_rows_are_newest_first_and_without_a_score_while_open(alice, bob):
    exam = factories.exam(spare=2)
    factories.finished(of=bob, exam=exam, now=NOON)
    factories.finished(of=alice, exam=exam, now=NOON)
    factories.attempt(of=alice, exam=exam, now=NOON + timedelta(days=1))
    rows = history.attempt_rows(alice, exam=exam)
    assert [(row.title, row.is_open) for row in rows] == [
        ("Mock exam 2", True),
        ("Mock exam 1", False),
    ]
    assert (rows[0].scaled, rows[1].scaled) == (None, 100)


def test_active_exams_come_first(db):
    for code, status in [("A", "retired"), ("B", "beta"), ("C", "active")]:
        Exam.objects.filter(pk=factories.blueprint(code=code).pk).update(status=status)
    assert [exam.code for exam in history.exams()] == ["C", "B", "A"]


def test_a_card_counts_what_its_blueprint_lists(alice):
    factories.blueprint(weights=(40, 60), tasks_each=3)
    (card,) = history.exam_cards(alice)
    assert (card.domains, card.tasks) == (2, 6)


@pytest.mark.parametrize("times", [2, 12])
def test_query_count_is_flat(alice, times, django_assert_max_num_queries):
    exam = factories.exam()
    for day in range(times):
        factories.finished(of=alice, exam=exam, now=NOON + timedelta(days=day))
    with django_assert_max_num_queries(4):
        history.exam_cards(alice)


def test_history_lists_attempts(as_alice, alice):
    attempt = factories.finished(of=alice)
    assert str(attempt.result.scaled) in as_alice.get("/attempts/").text
