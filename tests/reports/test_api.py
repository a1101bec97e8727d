import pytest

from attempts import lifecycle
from reports import nudge, weakness
from reports.models import ReportFailure
from reports.tasks import write_report
from tests import factories
from tests.conftest import NOON

ESTIMATE = {"mean", "low", "high", "pass_level", "label", "answered", "correct"}


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    messages = []
    monkeypatch.setattr(nudge, "_send", messages.append)
    return messages


@pytest.fixture
def attempt(alice):
    return factories.finished(of=alice, right=5, wrong=2, now=NOON)


def url(attempt) -> str:
    return f"/api/v1/attempts/{attempt.pk}/report/"


def test_while_it_is_computed_the_answer_is_to_come_back(as_alice, attempt, sent):
    response = as_alice.get(url(attempt))
    assert (response.status_code, response.json()) == (202, {"state": "computing"})
    assert sent == [attempt.pk]


def test_the_report_comes_when_the_worker_is_done(as_alice, attempt):
    write_report(str(attempt.pk))
    response = as_alice.get(url(attempt))
    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"computed_at", "overall", "readiness", "domains", "tasks", "actions"}
    assert body["readiness"]["kind"] == "nothing"
    assert body["readiness"]["percent"] is None
    assert not body["readiness"]["is_calibrated"]
    assert set(body["overall"]) == ESTIMATE | {"attempts"}
    for domain in body["domains"]:
        assert set(domain) == ESTIMATE | {"number", "title", "weight", "gain"}
    for task in body["tasks"]:
        assert set(task) == ESTIMATE | {"number", "title", "domain", "weight", "gain"}
    for action in body["actions"]:
        assert set(action) == {"title", "detail", "minutes", "url"}


def test_every_domain_and_task_of_the_blueprint_is_there(as_alice, attempt):
    write_report(str(attempt.pk))
    body = as_alice.get(url(attempt)).json()
    assert sorted(domain["number"] for domain in body["domains"]) == [1, 2]
    assert sorted(task["number"] for task in body["tasks"]) == ["1.1", "1.2", "2.1", "2.2"]
    assert {task["label"] for task in body["tasks"]} <= {
        "meets",
        "needs work",
        "not enough evidence",
    }


def test_while_the_attempt_runs_there_is_no_report(as_alice, alice):
    response = as_alice.get(url(factories.attempt(of=alice)))
    assert response.status_code == 409
    assert response.json()["code"] == "open"


def test_an_overdue_attempt_is_closed_on_sight(as_alice, alice):
    attempt = factories.attempt(of=alice, now=NOON)
    assert as_alice.get(url(attempt)).status_code == 202


def test_a_voided_attempt_has_no_report(as_alice, attempt, dave):
    weakness.write(attempt, now=NOON)
    lifecycle.void(attempt, by=dave, now=NOON)
    response = as_alice.get(url(attempt))
    assert (response.status_code, response.json()["code"]) == (409, "closed")


def test_a_report_that_was_given_up_is_not_waited_for(as_alice, attempt):
    ReportFailure.objects.create(attempt=attempt, tries=3, error="KeyError", failed_at=NOON)
    response = as_alice.get(url(attempt))
    assert (response.status_code, response.json()["code"]) == (409, "report_failed")
    assert "KeyError" not in str(response.json())


def test_report_is_nobody_elses(as_bob, as_carol, client, attempt):
    weakness.write(attempt, now=NOON)
    for other in (as_bob, as_carol):
        response = other.get(url(attempt))
        assert response.status_code == 404
        assert set(response.json()) == {"code", "detail"}
    assert client.get(url(attempt)).status_code in (401, 403)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_report_can_only_be_read(as_alice, attempt, method):
    response = getattr(as_alice, method)(url(attempt))
    assert response.status_code == 405
    assert set(response.json()) == {"code", "detail"}


@pytest.mark.parametrize("size", [2, 40])
def test_query_count_is_flat(as_alice, alice, size, django_assert_max_num_queries):
    exam = factories.exam(scored=size, pilot=0, types=("multiple_choice",))
    attempt = factories.finished(of=alice, exam=exam, right=1, now=NOON)
    weakness.write(attempt, now=NOON)
    with django_assert_max_num_queries(5):
        as_alice.get(url(attempt))
