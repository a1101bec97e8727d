import pytest
from django.urls import Resolver404, resolve

from reports import next_steps, weakness
from tests import factories
from tests.conftest import NOON


def steps(attempt):
    return weakness.write(attempt, now=NOON).actions


def rated(*tasks: tuple[str, float, float]) -> list[dict]:
    """Tasks of a report: number, weight in percent, share right."""
    return [{"number": n, "title": f"Task {n}", "weight": w, "mean": m} for n, w, m in tasks]


@pytest.fixture
def missed_all(alice):
    """Four tasks, each with four questions answered wrong."""
    return factories.finished(of=alice, wrong=16, now=NOON, scored=16, pilot=0)


def numbers(found) -> list[str]:
    return [step["title"].split()[-1] for step in found if step["title"].startswith("Read why")]


def test_what_may_win_most_in_a_minute_comes_first(missed_all):
    tasks = rated(("1.1", 10, 0.9), ("1.2", 40, 0.7), ("2.1", 20, 0.2), ("2.2", 30, 0.8))
    assert numbers(next_steps.next_steps(missed_all, tasks)) == ["2.1", "1.2", "2.2"]


def test_of_two_equal_tasks_the_shorter_one_wins_more_in_a_minute(alice):
    attempt = factories.finished(of=alice, right=0, wrong=16, now=NOON, scored=16, pilot=0)
    kept = attempt.items.filter(task__number="2.2").first()
    attempt.items.filter(task__number="2.2").exclude(pk=kept.pk).update(is_correct=True)
    tasks = rated(("1.1", 25, 0.9), ("1.2", 25, 0.9), ("2.1", 25, 0.5), ("2.2", 25, 0.5))
    assert numbers(next_steps.next_steps(attempt, tasks))[:2] == ["2.2", "2.1"]


def test_the_steps_fit_into_an_hour(missed_all):
    found = steps(missed_all)
    assert 50 <= sum(step["minutes"] for step in found) <= next_steps.HOUR
    assert len(found) <= next_steps.MOST
    assert found[-1]["title"] == "Read more of what you missed"


@pytest.mark.parametrize("right", [0, 1, 7, 8])
def test_there_are_three_or_four_steps_with_minutes_and_pages_that_exist(as_alice, alice, right):
    attempt = factories.finished(
        of=alice, right=right, wrong=8 - right, now=NOON, scored=8, pilot=0
    )
    found = steps(attempt)
    assert 3 <= len(found) <= 4
    for step in found:
        assert step["title"]
        assert step["detail"]
        assert step["minutes"] > 0
        assert as_alice.get(step["url"]).status_code == 200


def test_reading_takes_four_minutes_for_each_missed_question(alice):
    attempt = factories.finished(of=alice, right=5, wrong=3, now=NOON, scored=8, pilot=0)
    first = steps(attempt)[0]
    assert first["minutes"] == 4 * int(first["detail"].split()[0])


def test_of_many_missed_in_one_task_a_part_is_enough(alice):
    attempt = factories.finished(
        of=alice, wrong=12, now=NOON, scored=12, pilot=0, weights=(100,), tasks_each=1
    )
    first = steps(attempt)[0]
    assert first["detail"].startswith("4 of 12 questions with rationales")
    assert first["minutes"] == 16


def test_the_link_opens_a_question_that_went_wrong(alice):
    attempt = factories.finished(of=alice, right=5, wrong=3, now=NOON, scored=8, pilot=0)
    path, _, query = steps(attempt)[0]["url"].partition("?")
    position = resolve(path).kwargs["position"]
    assert query == "show=wrong"
    assert attempt.items.get(position=position).is_correct is False


def test_what_was_guessed_right_is_checked(alice):
    attempt = factories.finished(of=alice, right=8, now=NOON, scored=8, pilot=0)
    attempt.items.filter(position__in=(3, 5)).update(sure="guess")
    first = steps(attempt)[0]
    assert first["title"] == "Check what you guessed right"
    assert first["detail"].startswith("2 questions")
    assert resolve(first["url"].partition("?")[0]).kwargs["position"] == 3


def test_a_perfect_attempt_has_nothing_missed_to_read(alice):
    found = steps(factories.finished(of=alice, right=8, now=NOON, scored=8, pilot=0))
    assert not [step for step in found if "missed" in step["title"]]


def test_every_address_resolves(alice):
    for step in steps(factories.finished(of=alice, right=3, now=NOON)):
        try:
            resolve(step["url"].partition("?")[0])
        except Resolver404:
            pytest.fail(step["url"])


def test_a_void_question_is_not_among_those_missed(missed_all):
    tasks = rated(("1.1", 100, 0.5))
    missed_all.items.exclude(task__number="1.1").update(is_correct=True)
    assert numbers(next_steps.next_steps(missed_all, tasks)) == ["1.1"]
    missed_all.items.filter(task__number="1.1").update(is_correct=None)
    assert numbers(next_steps.next_steps(missed_all, tasks)) == []
