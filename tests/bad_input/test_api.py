"""Hostile bodies at every door of the API that writes: refused, named, nothing stored."""

import gzip
import json
from time import process_time

import pytest
from django.urls import reverse

from tests import factories
from tests.bad_input.corpus import read
from tests.bad_input.judging import changes, domain_rows, failures

GOOD_SAVE = {"answer": {"selected": ["A"]}, "client_id": "tab", "seq": 1, "base_rev": 0}
GOOD_START = {"exam": "EX", "mode": "exam"}


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice)


@pytest.fixture
def exams(db):
    factories.exam(code="EX")
    factories.exam(code="LIST-01", offers_mock_exam=False)
    factories.blueprint(code="THIN-01")


def url(attempt, door: str, *, kind: str = "multiple_choice") -> str:
    if door == "attempts":
        return reverse("api-attempts:attempts")
    if door == "submission":
        return reverse("api-attempts:submission", args=[attempt.pk])
    position = attempt.items.filter(version__type=kind).values_list("position", flat=True)[0]
    return reverse(f"api-attempts:{door}", args=[attempt.pk, position])


def laid_over(good: dict, case: dict) -> dict:
    body = good | case.get("body", {})
    body.pop(case.get("without", ""), None)
    return body


def refused(found: list[dict]) -> list[dict]:
    """Where a case does not say otherwise, the answer is 400."""
    return [{"status": 400} | case for case in found]


def raw_of(case: dict) -> dict:
    """Body and content type, byte by byte."""
    type = case.get("type", "application/json")
    if "gzip" in case:
        return {"body": gzip.compress(case["gzip"].encode()), "type": type}
    text = json.dumps(case["body"]) if "body" in case else case["raw"]
    return {"body": text.encode(case.get("encoding", "utf-8")), "type": type}


def send(client, address: str, body, *, type: str = "application/json"):
    method = client.post if address.endswith(("/submission/", "/attempts/")) else client.put
    return method(address, body, type)


def test_the_good_bodies_are_good(as_alice, attempt, exams):
    """Every case differs from one of these in what its name says, and in nothing else."""
    assert send(as_alice, url(attempt, "answer"), GOOD_SAVE).status_code == 200
    assert send(as_alice, url(attempt, "marks"), {"struck": ["A"]}).status_code == 200
    assert send(as_alice, url(attempt, "attempts"), GOOD_START).status_code == 201
    assert send(as_alice, url(attempt, "submission"), {}).status_code == 200


@pytest.mark.parametrize("door", ["answer", "marks", "attempts", "submission"])
def test_a_body_that_cannot_be_read_is_refused(as_alice, attempt, door):
    address = url(attempt, door)
    assert failures(read("bodies"), lambda case: send(as_alice, address, **raw_of(case))) == {}


@pytest.mark.parametrize("door", ["answer", "attempts"])
def test_where_something_must_be_said_no_body_is_refused(as_alice, attempt, door):
    assert send(as_alice, url(attempt, door), b"").status_code == 400


def test_a_hostile_save_names_the_field_and_stores_nothing(as_alice, attempt):
    def save(case):
        kind = case.get("kind", "multiple_choice")
        return send(as_alice, url(attempt, "answer", kind=kind), laid_over(GOOD_SAVE, case))

    assert failures(refused(read("answer_save")), save) == {}


def test_hostile_marks_name_the_field_and_store_nothing(as_alice, attempt):
    address = url(attempt, "marks")
    assert (
        failures(refused(read("marks")), lambda case: send(as_alice, address, case["body"])) == {}
    )


def test_a_hostile_start_names_the_field_and_begins_nothing(as_alice, exams):
    address = reverse("api-attempts:attempts")
    assert (
        failures(
            refused(read("start")),
            lambda case: send(as_alice, address, laid_over(GOOD_START, case)),
        )
        == {}
    )


def test_a_hostile_submission_leaves_the_attempt_open(as_alice, attempt):
    address = url(attempt, "submission")
    assert failures(read("submission"), lambda case: send(as_alice, address, **raw_of(case))) == {}


@pytest.mark.parametrize(
    "body", [{"struck": list(range(100_000))}, {f"field{n}": 1 for n in range(100_000)}]
)
def test_a_refusal_is_short_and_cheap_however_long_the_body(as_alice, attempt, body):
    text, began = json.dumps(body), process_time()
    answer = send(as_alice, url(attempt, "marks"), text)
    assert answer.status_code == 400
    assert len(answer.content) < 10_000
    assert process_time() - began < 2  # seconds; 3 and more before its length was looked at


@pytest.mark.parametrize("door", ["answer", "marks", "submission"])
def test_a_closed_attempt_takes_nothing_more(as_alice, alice, door):
    attempt = factories.finished(of=alice, right=2)
    body = {"answer": GOOD_SAVE, "marks": {"flagged": True}, "submission": {}}[door]
    before = domain_rows()
    answer = send(as_alice, url(attempt, door), body)
    assert answer.status_code == (200 if door == "submission" else 409)
    assert not changes(before, domain_rows())
