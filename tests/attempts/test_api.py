import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from attempts import fixing, lifecycle
from attempts.models import Attempt
from questions.item_types import ITEM_TYPES
from tests import factories

SECRET = " canary"
OPEN_DOORS = ["attempt", "paper"]
CLOSED_DOORS = ["result", "review"]


def url(name, *args):
    return reverse(f"api-attempts:{name}", args=args)


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice)


def put(client, attempt, answer, *, position=1, **fields):
    body = {"answer": answer, "client_id": "tab-1", "seq": 1, "base_rev": 0} | fields
    return client.put(url("answer", attempt.pk, position), body, "application/json")


def first(attempt, kind):
    return attempt.items.select_related("version").filter(version__type=kind).first()


def test_start_gives_a_new_attempt_then_the_open_one(as_alice):
    body = {"exam": factories.exam().code, "mode": "exam"}
    new = as_alice.post(url("attempts"), body, "application/json")
    again = as_alice.post(url("attempts"), body, "application/json")
    assert (new.status_code, again.status_code) == (201, 200)
    assert new.json()["id"] == again.json()["id"]
    assert set(new.json()) == {
        "id",
        "exam",
        "mode",
        "state",
        "started_at",
        "deadline",
        "remaining_ms",
        "item_count",
        "is_paused",
        "revision",
    }
    assert 3_590_000 < new.json()["remaining_ms"] <= 3_600_000


@pytest.mark.parametrize("door", ["attempts", "submission"])
def test_an_idempotency_key_is_taken_and_a_malformed_one_named(as_alice, attempt, door):
    where = url(door) if door == "attempts" else url(door, attempt.pk)
    body = {"exam": attempt.exam.code, "mode": "exam"} if door == "attempts" else {}
    for key, status in (("", 400), ("schl\xfcssel", 400), ("k" * 256, 400), ("k" * 255, 200)):
        headers = {"Idempotency-Key": key}
        answer = as_alice.post(where, body, "application/json", headers=headers)
        assert answer.status_code == status
        assert ("Idempotency-Key" in answer.json().get("fields", {})) == (status == 400)


def test_start_with_a_form_gives_its_questions(as_alice):
    exam = factories.exam(code="EX", spare=3)
    form = fixing.fix(exam, "spring", now=now())
    body = {"exam": "EX", "mode": "exam", "form": "spring"}
    started = as_alice.post(url("attempts"), body, "application/json").json()
    items = Attempt.objects.get(pk=started["id"]).items.values_list("version", flat=True)
    assert list(items) == list(form.items.values_list("version", flat=True))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"mode": "exam"}, "exam"),
        ({"exam": "EX", "mode": "exam", "form": "spring"}, "form"),
        ({"exam": "NO-01", "mode": "exam"}, "exam"),
        ({"exam": 7, "mode": "exam"}, "exam"),
        ({"exam": "EX", "mode": "quiz"}, "mode"),
        ({"exam": "EX"}, "mode"),
        ({"exam": "EX", "mode": "exam", "deadline": "2099-01-01"}, "deadline"),
        ({"exam": "EX", "mode": "exam", "user": 1}, "user"),
        ({"exam": "EX", "mode": "exam", "extra_time": "times_9"}, "extra_time"),
        ({"exam": "EX", "mode": "exam", "extra_time": "times_2"}, "extra_time"),
        ([], "body"),
        ("x", "body"),
    ],
)
def test_start_refuses_what_it_does_not_know_and_names_the_field(as_alice, body, field):
    factories.exam(code="EX")
    refusal = as_alice.post(url("attempts"), body, "application/json")
    assert refusal.status_code == 400
    assert field in (refusal.json()["detail"] + str(refusal.json().get("fields")))
    assert Attempt.objects.count() == 0


def test_the_list_holds_only_ones_own(as_alice, bob, attempt):
    factories.attempt(of=bob, exam=attempt.exam)
    assert [row["id"] for row in as_alice.get(url("attempts")).json()] == [str(attempt.pk)]


@pytest.mark.parametrize("times", [2, 12])
def test_the_list_costs_the_same_however_long(
    as_alice, alice, times, django_assert_max_num_queries
):
    exam = factories.exam()
    for day in range(times):
        factories.finished(of=alice, exam=exam, now=now() - timedelta(days=day))
    with django_assert_max_num_queries(3):
        assert len(as_alice.get(url("attempts")).json()) == times


def test_the_paper_has_every_item_and_nothing_more(as_alice, attempt):
    paper = as_alice.get(url("paper", attempt.pk)).json()
    assert [item["position"] for item in paper["items"]] == list(range(1, 9))
    assert set(paper["items"][0]) == {
        "position",
        "type",
        "case_study",
        "stem_html",
        "select",
        "options",
        "prompts",
        "answer",
        "rev",
        "flagged",
    }
    assert {field for item in paper["items"] for each in item["options"] for field in each} == {
        "id",
        "html",
    }


def test_no_door_shows_key_or_rationale_before_the_end(as_alice, alice):
    """Rationales, takeaways and the ids of options never leave the server while it runs."""
    attempt = factories.attempt(of=alice)
    for name in OPEN_DOORS:
        text = as_alice.get(url(name, attempt.pk)).text
        assert not re.search(r"Because|Why|Takeaway|Decides|correct|rating|task|\bo1\b", text), name
    for name in CLOSED_DOORS:
        refusal = as_alice.get(url(name, attempt.pk))
        assert (refusal.status_code, refusal.json()["code"]) == (409, "open")


def test_an_answer_is_saved(as_alice, attempt):
    item = first(attempt, "multiple_choice")
    reply = put(as_alice, attempt, {"selected": ["B"]}, position=item.position)
    assert (reply.status_code, set(reply.json())) == (200, {"rev", "saved_at", "remaining_ms"})
    assert reply.json()["rev"] == 1
    assert factories.stored(item) == {"selected": ["B"]}


@pytest.mark.parametrize("kind", factories.TYPES)
def test_an_answer_of_every_type_comes_back_in_the_paper(as_alice, attempt, kind):
    item = first(attempt, kind)
    wire = factories.right_answer(item)
    assert put(as_alice, attempt, wire, position=item.position).status_code == 200
    paper = as_alice.get(url("paper", attempt.pk)).json()
    assert paper["items"][item.position - 1]["answer"] == wire


def test_the_same_save_twice_gives_the_first_reply(as_alice, attempt):
    item = first(attempt, "multiple_choice")
    replies = [
        put(as_alice, attempt, {"selected": [letter]}, position=item.position).json()
        for letter in "AB"
    ]
    assert replies[0] == replies[1]
    assert factories.stored(item) == {"selected": ["A"]}


def test_a_stale_save_gets_the_stored_value(as_alice, attempt):
    item = first(attempt, "multiple_choice")
    put(as_alice, attempt, {"selected": ["A"]}, position=item.position)
    refusal = put(as_alice, attempt, {"selected": ["B"]}, position=item.position, client_id="tab-2")
    assert refusal.status_code == 409
    assert refusal.json() | {"detail": ""} == {
        "code": "stale",
        "detail": "",
        "rev": 1,
        "answer": {"selected": ["A"]},
    }


def test_a_save_after_submission_is_closed(as_alice, attempt):
    as_alice.post(url("submission", attempt.pk))
    refusal = put(as_alice, attempt, None)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "closed")


def test_a_late_save_is_kept_and_said_to_be_late(as_alice, alice):
    attempt = factories.attempt(of=alice, now=now() - timedelta(hours=2))
    item = first(attempt, "multiple_choice")
    refusal = put(as_alice, attempt, {"selected": ["A"]}, position=item.position)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "late")
    assert attempt.answer_events.get().outcome == "late"
    assert factories.stored(item) is None


@pytest.mark.parametrize("position", [0, 9, 10**9])
def test_an_item_that_is_not_there_is_a_404(as_alice, attempt, position):
    assert put(as_alice, attempt, None, position=position).status_code == 404


def test_marks_are_kept(as_alice, attempt):
    body = {"flagged": True, "struck": ["A"], "note": "Hm", "seconds_more": 5}
    reply = as_alice.put(url("marks", attempt.pk, 1), body, "application/json")
    assert reply.json() == {"flagged": True, "note": "Hm", "sure": "", "seconds": 5}
    assert as_alice.get(url("paper", attempt.pk)).json()["items"][0]["flagged"] is True


def test_submission_is_idempotent(as_alice, attempt):
    replies = [as_alice.post(url("submission", attempt.pk)) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert [reply.json()["state"] for reply in replies] == ["submitted", "submitted"]


def test_submission_takes_no_fields(as_alice, attempt):
    refusal = as_alice.post(url("submission", attempt.pk), {"score": 1000}, "application/json")
    attempt.refresh_from_db()
    assert (refusal.status_code, attempt.is_open) == (400, True)


def test_the_result_tells_how_it_was_made(as_alice, alice):
    attempt = factories.finished(of=alice, right=8)
    result = as_alice.get(url("result", attempt.pk)).json()
    assert (result["raw"], result["scored"], result["cut"]) == (6, 6, 4.2)
    assert (result["scaled"], result["pass_mark"], result["passed"]) == (1000, 720, True)
    assert result["low"] <= result["scaled"] <= result["high"]
    assert set(result["domains"][0]) >= {"number", "title", "weight", "correct", "scored", "label"}


def test_the_review_tells_key_answer_and_rationale(as_alice, alice):
    attempt = factories.finished(of=alice, right=4, wrong=4, mark=SECRET)
    items = as_alice.get(url("review", attempt.pk)).json()["items"]
    assert [item["correct"] for item in items] == [True] * 4 + [False] * 4
    assert all((item["answer"] == item["key"]) == item["correct"] for item in items)
    assert all(SECRET in item["options"][0]["because_html"] for item in items)
    assert {item["task"] for item in items} == {"1.1", "1.2", "2.1", "2.2"}


@pytest.mark.parametrize("name", ["attempt", "paper", "submission", "result", "review"])
def test_an_attempt_is_nobody_elses(as_bob, attempt, name):
    method = as_bob.post if name == "submission" else as_bob.get
    mine, nowhere = (
        method(url(name, attempt_id))
        for attempt_id in (attempt.pk, "00000000-0000-4000-8000-000000000000")
    )
    assert (mine.status_code, mine.content) == (404, nowhere.content)


@pytest.mark.parametrize("name", ["answer", "marks"])
def test_an_item_is_nobody_elses(as_bob, attempt, name):
    body = {"answer": None, "client_id": "x", "seq": 1, "base_rev": 0} if name == "answer" else {}
    assert as_bob.put(url(name, attempt.pk, 1), body, "application/json").status_code == 404


def test_everything_needs_a_signed_in_user(client, attempt):
    assert client.get(url("attempts")).status_code in {401, 403}


@pytest.mark.parametrize("size", [8, 40])
def test_query_counts_are_flat(as_alice, alice, size, django_assert_max_num_queries):
    attempt = factories.attempt(of=alice, exam=factories.exam(scored=size - 2, pilot=2))
    with django_assert_max_num_queries(4):
        as_alice.get(url("paper", attempt.pk))
    with django_assert_max_num_queries(8):  # session, user; lock, read, store, log; a savepoint
        put(as_alice, attempt, None)
    lifecycle.submit(attempt, by=alice, now=now())
    with django_assert_max_num_queries(5):
        as_alice.get(url("review", attempt.pk))


def test_item_types_of_the_api_are_those_of_the_bank():
    assert set(factories.TYPES) == set(ITEM_TYPES)


def test_a_solution_comes_in_practice_only_and_fixes_the_answer(as_alice, alice, attempt):
    assert as_alice.post(url("solution", attempt.pk, 1)).json()["code"] == "not_practice"
    lifecycle.submit(attempt, by=alice, now=now())
    practice = factories.attempt(of=alice, mode="practice")
    solution = as_alice.post(url("solution", practice.pk, 1)).json()
    assert solution["key"]
    assert put(as_alice, practice, solution["key"]).json()["code"] == "revealed"


def test_a_paused_attempt_gives_no_paper_and_takes_no_answer(as_alice, alice):
    practice = factories.attempt(of=alice, mode="practice")
    left = as_alice.post(url("pause", practice.pk)).json()["remaining_ms"]
    assert as_alice.get(url("paper", practice.pk)).json()["code"] == "paused"
    assert put(as_alice, practice, None).json()["code"] == "paused"
    assert as_alice.get(url("attempt", practice.pk)).json()["remaining_ms"] == left
    as_alice.post(url("resumption", practice.pk))
    assert put(as_alice, practice, None).status_code == 200
