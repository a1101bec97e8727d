import pytest
from django.urls import Resolver404, resolve

from reports import weakness
from tests import factories
from tests.conftest import NOON


def steps(attempt):
    return weakness.write(attempt, now=NOON).actions


def test_the_task_with_most_to_gain_comes_first(alice):
    attempt = factories.finished(of=alice, right=10, wrong=6, now=NOON, scored=16, pilot=0)
    report = weakness.write(attempt, now=NOON)
    missed = {i.task.number for i in attempt.items.select_related("task") if not i.is_correct}
    first = next(task for task in report.tasks if task["number"] in missed)
    assert report.actions[0]["title"] == f"Read why you missed {first['number']}"
    assert first["title"] in report.actions[0]["detail"]


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


def test_the_link_opens_a_question_that_went_wrong(alice):
    attempt = factories.finished(of=alice, right=5, wrong=3, now=NOON, scored=8, pilot=0)
    path, _, query = steps(attempt)[0]["url"].partition("?")
    position = resolve(path).kwargs["position"]
    assert query == "show=wrong"
    assert attempt.items.get(position=position).is_correct is False


def test_a_perfect_attempt_has_nothing_missed_to_read(alice):
    found = steps(factories.finished(of=alice, right=8, now=NOON, scored=8, pilot=0))
    assert not [step for step in found if "missed" in step["title"]]
    assert found[-1]["title"] == "Sit another exam"


def test_an_exam_that_cannot_be_sat_again_is_not_offered(alice):
    attempt = factories.finished(of=alice, right=4, wrong=4, now=NOON, scored=8, pilot=0)
    attempt.exam.offers_mock_exam = False
    attempt.exam.save()
    assert "Sit another exam" not in [step["title"] for step in steps(attempt)]


def test_every_address_resolves(alice):
    for step in steps(factories.finished(of=alice, right=3, now=NOON)):
        try:
            resolve(step["url"].partition("?")[0])
        except Resolver404:
            pytest.fail(step["url"])
