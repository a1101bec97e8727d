from datetime import timedelta

import numpy as np
import pytest

from attempts import answering, lifecycle
from attempts.models import Attempt, Item
from questions.models import Question, QuestionVersion, TaskStatement
from reports import evidence
from reports.mastery import fit_profile, prior_cov, time_step
from tests import factories
from tests.conftest import NOON

WEEK = timedelta(weeks=1)


def counted(attempt) -> int:
    return len(evidence.sittings_up_to(attempt)[-1].rows)


def test_answered_scored_questions_count(alice):
    attempt = factories.finished(of=alice, right=8, now=NOON, scored=8, pilot=0)
    rows = evidence.sittings_up_to(attempt)[0].rows
    assert len(rows) == 8
    assert all(row.correct for row in rows)
    assert {row.rating for row in rows} == {0.7}


def test_a_question_never_seen_says_nothing(alice):
    attempt = factories.finished(of=alice, right=2, wrong=1, now=NOON, scored=8, pilot=0)
    assert counted(attempt) == 3


def test_a_question_seen_and_skipped_counts_as_wrong(alice):
    attempt = factories.attempt(of=alice, now=NOON, scored=8, pilot=0)
    answering.mark(attempt, 1, now=NOON)
    lifecycle.submit(attempt, by=alice, now=NOON)
    rows = evidence.sittings_up_to(attempt)[0].rows
    assert [row.correct for row in rows] == [False]


def test_a_pilot_question_counts_only_when_fifty_have_answered_it(alice, monkeypatch):
    attempt = factories.finished(of=alice, right=8, now=NOON, scored=6, pilot=2)
    assert counted(attempt) == 6
    monkeypatch.setattr(evidence, "TRUSTED_AFTER", 1)
    assert counted(attempt) == 8


def test_fifty_answers_are_counted_over_all_candidates(alice, bob, monkeypatch):
    exam = factories.exam(scored=6, pilot=2)
    attempt = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    monkeypatch.setattr(evidence, "TRUSTED_AFTER", 2)
    assert counted(attempt) == 6
    factories.finished(of=bob, exam=exam, right=8, now=NOON)
    assert counted(attempt) == 8


def test_a_question_met_before_says_nothing(alice):
    exam = factories.exam(scored=8, pilot=0)
    factories.finished(of=alice, exam=exam, right=8, now=NOON)
    second = factories.finished(of=alice, exam=exam, right=8, now=NOON + WEEK)
    assert [len(sitting.rows) for sitting in evidence.sittings_up_to(second)] == [8, 0]


def test_a_question_met_more_than_ninety_days_ago_is_new_again(alice):
    exam = factories.exam(scored=8, pilot=0)
    for days in (0, 90, 181):
        last = factories.finished(of=alice, exam=exam, right=8, now=NOON + timedelta(days=days))
    assert [len(sitting.rows) for sitting in evidence.sittings_up_to(last)] == [8, 0, 8]


def test_a_question_met_at_another_exam_is_not_new(alice):
    exam = factories.exam(scored=8, pilot=0, minutes=60)
    other = factories.blueprint(scored=8, pilot=0)
    tasks = TaskStatement.objects.filter(domain__exam=other)
    for number, question in enumerate(Question.objects.of_exam(exam)):
        question.question_tasks.create(task=tasks[number % 4])
    factories.finished(of=alice, exam=exam, right=8, now=NOON)
    second = factories.finished(of=alice, exam=other, right=8, now=NOON + WEEK)
    assert counted(second) == 0


def test_a_rapid_guess_says_nothing(alice):
    attempt = factories.finished(of=alice, right=20, now=NOON, scored=20, pilot=0)
    attempt.items.update(seconds=60)
    attempt.items.filter(position=1).update(seconds=7)
    attempt.items.filter(position=2).update(seconds=8)
    attempt.items.filter(position=3).update(seconds=0)  # nobody measured it
    assert counted(attempt) == 19


def test_a_blank_question_is_no_rapid_guess(alice):
    attempt = factories.attempt(of=alice, now=NOON, scored=8, pilot=0)
    answering.mark(attempt, 1, now=NOON, seconds_more=2)
    lifecycle.submit(attempt, by=alice, now=NOON)
    assert counted(attempt) == 1


@pytest.mark.parametrize(("rapid", "rows"), [(3, 17), (4, 0)])
def test_an_attempt_without_effort_says_nothing_at_all(alice, rapid, rows):
    attempt = factories.finished(of=alice, right=20, now=NOON, scored=20, pilot=0)
    attempt.items.filter(position__lte=rapid).update(seconds=2)
    sitting = evidence.sittings_up_to(attempt)[0]
    assert (len(sitting.rows), sitting.is_low_effort) == (rows, rows == 0)


def test_known_questions_do_not_count(alice):
    exam = factories.exam(scored=8, pilot=0, spare=1)
    factories.finished(of=alice, exam=exam, right=5, wrong=3, now=NOON)
    second = factories.finished(of=alice, exam=exam, right=8, now=NOON + WEEK)
    first, last = evidence.sittings_up_to(second)
    assert second.items.filter(is_new=True).count() == 4
    assert (len(first.rows), len(last.rows)) == (8, 4)


def test_sittings_of_many_are_told_apart_by_candidate(alice, bob, django_assert_num_queries):
    exam = factories.exam(scored=8, pilot=0)
    for candidate, right in ((alice, 8), (bob, 5)):
        for week in range(2):
            factories.finished(of=candidate, exam=exam, right=right, now=NOON + week * WEEK)
    with django_assert_num_queries(4):
        found = evidence.sittings_of(Attempt.objects.filter(exam=exam))
    assert {who: [len(each.rows) for each in sat] for who, sat in found.items()} == {
        alice.pk: [8, 0],
        bob.pk: [5, 0],
    }


def test_an_unrated_question_is_taken_as_usual(alice):
    attempt = factories.finished(of=alice, right=1, now=NOON, scored=8, pilot=0)
    Item.objects.filter(attempt=attempt).update(rating_u=None)
    assert evidence.sittings_up_to(attempt)[0].rows[0].rating == 0.7


def test_later_attempts_other_people_and_other_exams_are_left_out(alice, bob):
    exam = factories.exam(scored=8, pilot=0, spare=8)
    first = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    factories.finished(of=alice, exam=exam, right=8, now=NOON + WEEK)
    factories.finished(of=bob, exam=exam, right=8, now=NOON)
    factories.finished(of=alice, right=6, now=NOON)
    assert len(evidence.sittings_up_to(first)) == 1


def test_repeats_are_left_out_and_known_to_be(alice, bob):
    exam = factories.exam(scored=8, pilot=0)
    first = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    second = factories.finished(of=alice, exam=exam, right=8, now=NOON + WEEK)
    others = factories.finished(of=bob, exam=exam, right=8, now=NOON + WEEK)
    assert (counted(first), counted(second)) == (8, 0)
    assert evidence.leaves_out_repeats(second)
    assert not evidence.leaves_out_repeats(first)
    assert not evidence.leaves_out_repeats(others)


def test_a_voided_attempt_is_left_out(alice, dave):
    exam = factories.exam(scored=8, pilot=0, spare=8)
    first = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    second = factories.finished(of=alice, exam=exam, right=8, now=NOON + WEEK)
    lifecycle.void(first, by=dave, now=NOON + WEEK)
    assert len(evidence.sittings_up_to(second)) == 1


def test_replay_lets_the_real_weeks_pass_between_attempts(alice):
    exam = factories.exam(scored=8, pilot=0)
    tasks = list(TaskStatement.objects.filter(domain__exam=exam))
    domain = [0, 0, 1, 1]
    row = evidence.Row(task=tasks[0].pk, correct=True, rating=0.6)
    sittings = [evidence.Sitting(NOON, [row]), evidence.Sitting(NOON + 2 * WEEK, [row])]
    m, v = fit_profile([0], [1], [0.6], prior_cov(domain), -0.1)
    m, v = fit_profile([0], [1], [0.6], *reversed(time_step(m, v, 2, domain)))
    got = evidence.profile(sittings, tasks, domain)
    assert np.allclose(got[0], m)
    assert np.allclose(got[1], v)


def test_an_attempt_that_says_nothing_still_lets_time_pass(alice):
    exam = factories.exam(scored=8, pilot=0)
    tasks = list(TaskStatement.objects.filter(domain__exam=exam))
    one = evidence.profile([evidence.Sitting(NOON)], tasks, [0, 0, 1, 1])
    two = evidence.profile(
        [evidence.Sitting(NOON), evidence.Sitting(NOON + WEEK)], tasks, [0, 0, 1, 1]
    )
    assert np.allclose(two[0] - one[0], 0.05)
    assert (np.diag(two[1]) > np.diag(one[1])).all()


def test_the_pool_is_what_is_published_now(alice):
    exam = factories.exam(scored=8, pilot=0)
    task = TaskStatement.objects.filter(domain__exam=exam).first()
    other = factories.exam()
    factories.question(task, TaskStatement.objects.filter(domain__exam=other)[0], rating_u=5000)
    factories.question(task, rating_u=None)
    pool = evidence.pool(exam)
    assert set(pool) == {each.pk for each in TaskStatement.objects.filter(domain__exam=exam)}
    assert sorted(pool[task.pk]) == pytest.approx([0.5, 0.7, 0.7, 0.7])


def test_an_old_version_is_not_in_the_pool(alice):
    exam = factories.exam(scored=8, pilot=0)
    before = sum(map(len, evidence.pool(exam).values()))
    version = QuestionVersion.objects.of_exam(exam).first()
    newer = QuestionVersion.objects.get(pk=version.pk)
    newer.pk, newer.number = None, 2
    newer.save()
    assert sum(map(len, evidence.pool(exam).values())) == before
