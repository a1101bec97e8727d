"""F09, F10, F11: what must happen once is asked for many times at the same moment."""

import random
import time
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.utils.timezone import now

from attempts import answering, lifecycle, results
from attempts.models import Attempt, AttemptQuerySet, Result
from reports import weakness
from reports.models import Report
from tests import factories
from tests.faults.broken import rules
from tests.faults.broken.tables import without_constraints
from tests.faults.client import InProcess, LoggingClient
from tests.faults.invariants import InvariantBroken
from tests.faults.room import Room, Seat, all_at_once, signed_by_token
from tests.faults.sizes import size

WRITERS, ANSWERS = 3, 6


def submit_often(room: Room, seat: Seat, times: int) -> list[tuple[int, dict]]:
    """Status and body of every reply; the clock in it runs on and is left out.

    Half of the requests bear the same Idempotency-Key, the other half none.
    """

    def submit(headers: dict[str, str]) -> tuple[int, dict]:
        signed = InProcess(headers=seat.headers | headers)
        client = LoggingClient(signed, str(seat.attempt.pk), room.log)
        reply = client.ask_once("POST", "submission/", {})
        client.close()
        return reply.status, {k: v for k, v in reply.body.items() if k != "remaining_ms"}

    keyed = {"Idempotency-Key": f"hand-in-{seat.attempt.pk}"}
    return all_at_once([lambda n=n: submit(keyed if n % 2 else {}) for n in range(times)])


def report_often(seat: Seat, times: int) -> None:
    attempt = Attempt.objects.get(pk=seat.attempt.pk)
    all_at_once([lambda: weakness.write(attempt, now=now())] * times)


def test_f09_a_hundred_submissions_give_one_result_and_one_report(open_room):
    room, times = open_room(), size(20, 100)
    [seat] = room.seat()
    replies = submit_often(room, seat, times)
    report_often(seat, size(5, 20))
    assert all(reply == replies[0] for reply in replies)
    assert replies[0][0] == 200
    assert (Result.objects.count(), Report.objects.count()) == (1, 1)
    room.reckon()


def test_f09_control_without_the_lock_an_attempt_ends_many_times(open_room, monkeypatch):
    room = open_room()
    [seat] = room.seat()
    monkeypatch.setattr(Attempt, "locked", rules.unlocked)
    monkeypatch.setattr(lifecycle, "_move", rules.slow(lifecycle._move))
    submit_often(room, seat, 10)
    with pytest.raises(InvariantBroken, match="I8"):
        room.reckon()


def answer_against_submission(room: Room, seat: Seat) -> None:
    """Three writers with six right answers each against one submission of the same attempt."""

    def writer(number: int) -> None:
        client = seat.inside(room.log)
        for position in list(seat.answers)[number * ANSWERS : (number + 1) * ANSWERS]:
            client.ask_once(
                "PUT",
                f"items/{position}/answer/",
                {
                    "answer": seat.answers[position][0],
                    "client_id": client.name,
                    "seq": position,
                    "base_rev": 0,
                },
                position=position,
            )
        client.close()

    def submitter() -> None:
        time.sleep(random.uniform(0, 0.2))
        client = seat.inside(room.log)
        client.submit()
        client.close()

    all_at_once([*(lambda n=n: writer(n) for n in range(WRITERS)), submitter])


def test_f10_what_is_acknowledged_while_handing_in_is_scored(open_room):
    room = open_room(scored=14, pilot=4)
    for seat in room.seat(size(8, 300)):
        answer_against_submission(room, seat)
    room.reckon()
    assert room.tally.acknowledged


def test_f10_control_without_the_lock_some_are_acknowledged_but_not_scored(open_room, monkeypatch):
    monkeypatch.setattr(Attempt, "locked", rules.unlocked)
    monkeypatch.setattr(answering, "_outcome", rules.slow_after(answering._outcome))
    room = open_room(scored=14, pilot=4)
    for seat in room.seat(6):
        answer_against_submission(room, seat)
    with pytest.raises(InvariantBroken, match="I3"):
        room.reckon()


def start_often(room: Room, times: int) -> set[str]:
    """Eight starts of one candidate at once; the ids of the attempts they got."""
    headers, body = signed_by_token(factories.user()), {"exam": room.exam.code, "mode": "exam"}

    def start() -> str | None:
        client = LoggingClient(InProcess(headers=headers), "", room.log)
        reply = client.transport.send("POST", "/api/v1/attempts/", body)
        client.close()
        room.log.note(kind="request", sent=body)
        return reply.body.get("id")

    return set(all_at_once([start] * times))


def test_f11_eight_starts_at_once_give_one_attempt(open_room):
    room = open_room()
    for _ in range(size(5, 100)):
        assert len(start_often(room, 8)) == 1
    room.reckon()


def test_f11_control_without_the_constraint_there_are_several(open_room, monkeypatch):
    room = open_room()
    without_constraints("one_open_attempt_per_exam", "one_attempt_per_number")
    monkeypatch.setattr(lifecycle, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(AttemptQuerySet, "create", rules.slow(AttemptQuerySet.create))
    start_often(room, 8)
    with pytest.raises(InvariantBroken, match="I5"):
        room.reckon()


def test_f09_results_recorded_at_once_are_one(open_room):
    room = open_room()
    [seat] = room.seat()
    submit_often(room, seat, 1)
    Result.objects.all().delete()
    attempt = Attempt.objects.get(pk=seat.attempt.pk)
    all_at_once([lambda: results.record_once(attempt, now=now())] * 8)
    assert Result.objects.count() == 1
    room.reckon()
