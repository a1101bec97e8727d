from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from attempts import lifecycle
from attempts.models import Attempt
from questions.models import QuestionVersion
from reports import weakness
from reports.models import Report
from tests import factories
from tests.conftest import NOON

WEEK = timedelta(weeks=1)


def big_exam(**options):
    return factories.exam(weights=(60, 40), scored=40, pilot=0, **options)


def sit(alice, exam, *, right_in: set[int], now=NOON):
    """Answers rightly in these domains and wrongly in the rest."""
    attempt = factories.attempt(of=alice, exam=exam, now=now)
    for item in attempt.items.select_related("version", "task__domain"):
        is_right = item.task.domain.number in right_in
        give = factories.right_answer if is_right else factories.wrong_answer
        factories.give(item, give(item), now=now)
    lifecycle.submit(attempt, by=alice, now=now + timedelta(hours=1))
    return attempt


def test_strength_and_weakness_are_told_apart(alice):
    attempt = sit(alice, big_exam(minutes=120), right_in={1})
    report = weakness.write(attempt, now=NOON)
    by_number = {line["number"]: line for line in report.domains}
    assert by_number[1]["label"] == "meets"
    assert by_number[2]["label"] == "needs work"
    assert by_number[1]["low"] > by_number[2]["high"]


def test_what_gains_most_comes_first(alice):
    report = weakness.write(sit(alice, big_exam(minutes=120), right_in={1}), now=NOON)
    for lines in (report.domains, report.tasks):
        gains = [line["gain"] for line in lines]
        assert gains == sorted(gains, reverse=True)
    assert report.domains[0]["number"] == 2
    assert report.tasks[0]["domain"] == 2


def test_gain_is_weight_times_the_distance_from_the_low_end(alice):
    report = weakness.write(sit(alice, big_exam(minutes=120), right_in={1}), now=NOON)
    for line in report.domains:
        distance = line["pass_level"] - line["low"]
        assert line["gain"] == pytest.approx(line["weight"] / 100 * distance, abs=2e-4)


def test_every_share_is_in_order_and_the_pass_level_is_the_pool_s(alice):
    report = weakness.write(sit(alice, big_exam(minutes=120), right_in={2}), now=NOON)
    for line in [*report.domains, *report.tasks, report.overall]:
        assert 0 < line["low"] < line["mean"] < line["high"] < 1
        assert line["pass_level"] == pytest.approx(0.7)


def test_an_easy_pool_raises_the_shares_not_the_ability(alice):
    exam = big_exam(minutes=120)
    attempt = sit(alice, exam, right_in={1})
    before = weakness.draft(attempt, now=NOON)
    easy = factories.question(exam.domains.get(number=2).tasks.first(), rating_u=9000)
    assert easy in QuestionVersion.objects.current()
    after = weakness.draft(attempt, now=NOON)
    one, two = (next(d for d in r.domains if d["number"] == 2) for r in (before, after))
    assert two["mean"] > one["mean"]
    assert two["pass_level"] > one["pass_level"]
    assert two["label"] == one["label"]


def test_counts_add_up(alice):
    attempt = factories.finished(of=alice, right=9, wrong=5, now=NOON, scored=20, pilot=0)
    report = weakness.write(attempt, now=NOON)
    assert (report.overall["answered"], report.overall["correct"]) == (14, 9)
    for lines in (report.domains, report.tasks):
        assert sum(line["answered"] for line in lines) == 14
        assert sum(line["correct"] for line in lines) == 9


def test_weights_of_tasks_add_up_to_the_exam(alice):
    attempt = factories.finished(of=alice, now=NOON, weights=(28, 26, 22, 24), tasks_each=3)
    report = weakness.write(attempt, now=NOON)
    assert sum(line["weight"] for line in report.tasks) == pytest.approx(100, abs=0.05)


def test_nothing_answered_labels_nothing(alice):
    report = weakness.write(factories.finished(of=alice, now=NOON), now=NOON)
    assert {line["label"] for line in [*report.domains, *report.tasks]} == {"not enough evidence"}
    assert report.overall["answered"] == 0


def test_a_second_attempt_adds_to_the_first(alice):
    exam = factories.exam(scored=8, pilot=0, spare=4)
    first = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    second = factories.finished(of=alice, exam=exam, right=8, now=NOON + WEEK)
    assert weakness.write(first, now=NOON).overall["attempts"] == 1
    overall = weakness.write(second, now=NOON).overall
    assert (overall["attempts"], overall["answered"]) == (2, 16)


def test_a_task_without_questions_any_more_still_has_a_line(alice):
    attempt = factories.finished(of=alice, right=3, now=NOON)
    attempt.exam.domains.first().tasks.create(number="1.9", title="New task")
    report = weakness.write(attempt, now=NOON)
    line = next(line for line in report.tasks if line["number"] == "1.9")
    assert (line["answered"], line["pass_level"]) == (0, 0.7)


def test_the_report_names_its_method(alice):
    report = weakness.write(factories.finished(of=alice, now=NOON), now=NOON)
    report.refresh_from_db()
    assert report.method["prior_sigma"] == [1.0, 0.45, 0.25]
    assert report.computed_at == NOON


def test_writing_again_changes_nothing(alice):
    attempt = factories.finished(of=alice, right=5, now=NOON)
    first = weakness.write(attempt, now=NOON)
    again = weakness.write(attempt, now=NOON + WEEK)
    assert (again.pk, again.computed_at) == (first.pk, NOON)
    assert Report.objects.count() == 1


def test_the_row_that_came_first_stays(alice, monkeypatch):
    """Two workers compute at once: the second insert must give way, not fail."""
    attempt = factories.finished(of=alice, right=5, now=NOON)
    draft = weakness.draft

    def overtaken(attempt, *, now):
        Report.objects.bulk_create([draft(attempt, now=NOON)], ignore_conflicts=True)
        return draft(attempt, now=now)

    monkeypatch.setattr(weakness, "draft", overtaken)
    written = weakness.write(attempt, now=NOON + WEEK)
    assert written.computed_at == NOON
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="needs two writers: PostgreSQL")
def test_five_workers_at_once_write_one_report():
    attempt = factories.finished(right=5, now=NOON)

    def work(_) -> int:
        try:
            return weakness.write(Attempt.objects.get(pk=attempt.pk), now=NOON).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        written = set(pool.map(work, range(5)))
    assert written == {Report.objects.get().pk}


@pytest.mark.parametrize(("size", "times"), [(2, 1), (40, 1), (4, 5)])
def test_query_count_is_flat(alice, size, times, django_assert_num_queries):
    exam = factories.exam(scored=size, pilot=0, types=("multiple_choice",))
    for week in range(times):
        last = factories.finished(of=alice, exam=exam, right=size, now=NOON + week * WEEK)
    last = Attempt.objects.select_related("exam").get(pk=last.pk)
    held = 3  # the results it rests on, held in a transaction of its own
    with django_assert_num_queries(held + (11 if times == 1 else 12)):
        weakness.write(last, now=NOON)
