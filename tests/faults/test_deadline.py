"""F13, F14, F21, F42: the end of an attempt, to the microsecond, and what comes after it."""

import random
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now as real_now

from attempts import access, answering, lifecycle, tasks
from attempts.models import Attempt, AttemptEvent, Result
from attempts.timing import GRACE
from tests.faults.broken import rules
from tests.faults.client import LoggingClient
from tests.faults.invariants import InvariantBroken
from tests.faults.processes import until
from tests.faults.product import Beat, Worker, redis_beside, running
from tests.faults.room import Room, Seat
from tests.faults.sizes import ONLY_IN_FULL, size, within

MICROSECOND = timedelta(microseconds=1)
EDGES = [
    timedelta(seconds=-120),
    timedelta(seconds=-1),
    timedelta(0),
    GRACE - timedelta(milliseconds=100),
    GRACE,
    GRACE + MICROSECOND,
    GRACE + timedelta(milliseconds=100),
    GRACE + timedelta(seconds=1),
]


def offsets(number: int) -> list[timedelta]:
    """The edges themselves and random moments around them, -150 s to +11 s, in order of time."""
    dice = random.Random(21)
    near = [GRACE + timedelta(milliseconds=dice.uniform(-100, 100)) for _ in range(number // 2)]
    far = [timedelta(seconds=dice.uniform(-150, 11)) for _ in range(number // 2)]
    return sorted([*EDGES, *near, *far])


def answer_at(seat: Seat, client: LoggingClient, moment: datetime):
    with time_machine.travel(moment, tick=False):
        return client.save(1, random.choice(seat.answers[1]))


def reopened(seat: Seat) -> None:
    """The same attempt as if nobody had noticed yet; for one more case at the edge."""
    Result.objects.filter(attempt=seat.attempt).delete()
    AttemptEvent.objects.filter(attempt=seat.attempt, kind="expired").delete()
    Attempt.objects.filter(pk=seat.attempt.pk).update(state="in_progress", ended_at=None)


def wrongly_decided(room: Room, number: int) -> list[str]:
    [seat] = room.seat(now=real_now())
    client, wrong = seat.inside(room.log), []
    for offset in offsets(number):
        reply = answer_at(seat, client, seat.attempt.deadline + offset)
        told = "accepted" if reply.status == 200 else reply.body["code"]
        event = seat.attempt.answer_events.get(client_id=client.name, seq=client.seq)
        expected = "accepted" if offset <= GRACE else "late"
        if (told, event.outcome) != (expected, expected):
            wrong.append(f"{offset}: told {told}, stored {event.outcome}, should be {expected}")
        if told == "late":
            reopened(seat)
    return wrong


def test_f21_every_answer_at_the_edge_is_decided_right_and_kept(open_room):
    room = open_room()
    assert not wrongly_decided(room, size(40, 5000))
    room.reckon()


@pytest.mark.parametrize("variant", ["ends_early", "takes_late_answers"])
def test_f21_control_an_edge_in_the_wrong_place_is_noticed(open_room, monkeypatch, variant):
    name, broken = getattr(rules, variant)
    monkeypatch.setattr(answering, name, broken)
    assert wrongly_decided(open_room(), 10)


def given_offline_then_closed(room: Room) -> tuple[Seat, LoggingClient, Result]:
    """Two answers arrive, one stays on the device; the sweep closes the attempt."""
    [seat] = room.seat(now=real_now())
    client = seat.inside(room.log)
    for position in (1, 2):
        client.save(position, seat.answers[position][0])
    lifecycle.settle_overdue(now=seat.attempt.deadline + GRACE + timedelta(seconds=5))
    return seat, client, Result.objects.get(attempt=seat.attempt)


def test_f42_an_answer_delivered_ten_minutes_after_the_end_is_kept_but_not_scored(open_room):
    room = open_room()
    seat, client, before = given_offline_then_closed(room)
    with time_machine.travel(seat.attempt.deadline + timedelta(minutes=10), tick=False):
        reply = client.save(3, seat.answers[3][0])
    assert (reply.status, reply.body["code"]) == (409, "late")
    assert seat.attempt.answer_events.get(outcome="late").item.position == 3
    after = Result.objects.get(attempt=seat.attempt)
    assert (after.pk, after.scored_at, after.scaled) == (before.pk, before.scored_at, before.scaled)
    room.reckon(is_swept=True)


def test_f42_control_a_door_that_stays_open_changes_a_closed_attempt(open_room, monkeypatch):
    room = open_room()
    seat, client, _ = given_offline_then_closed(room)
    name, broken = rules.takes_late_answers
    monkeypatch.setattr(answering, name, broken)
    with time_machine.travel(seat.attempt.deadline + timedelta(minutes=10), tick=False):
        client.save(3, seat.answers[3][0])
    with pytest.raises(InvariantBroken, match="I4"):
        room.reckon(is_swept=True)


def abandoned(room: Room, number: int, *, started: datetime) -> list[Seat]:
    """Candidates who gave from none to all answers, each right, and were not seen again."""
    seats = room.seat(number, now=started)
    for place, seat in enumerate(seats):
        client = seat.inside(room.log)
        for position in list(seat.answers)[: place % (len(seat.answers) + 1)]:
            reply = client.save(position, seat.answers[position][0])
            assert reply.status == 200
    return seats


def all_is_counted(seats: list[Seat]) -> None:
    """Who gave n right answers is scored for those n, pilots aside."""
    for place, seat in enumerate(seats):
        items = seat.attempt.items.filter(position__lte=place % (len(seat.answers) + 1))
        assert seat.attempt.result.raw == items.filter(is_scored=True).count()


def test_f13_what_the_vanished_had_answered_counts(open_room):
    room = open_room()
    seats = abandoned(room, size(10, 200), started=real_now())
    with time_machine.travel(seats[-1].attempt.deadline + GRACE + timedelta(seconds=1)):
        tasks.settle_overdue_attempts()
    all_is_counted(seats)
    room.reckon(is_swept=True)


def a_little_before_the_end(room: Room) -> datetime:
    """A start that leaves 20 s of the attempt."""
    return real_now() - timedelta(minutes=room.exam.minutes) + timedelta(seconds=20)


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f13_beat_and_worker_close_what_is_overdue_within_a_minute(open_room, place):
    room = open_room()
    with redis_beside(place) as (_, beside), running(Worker(beside), Beat(beside)):
        seats = abandoned(room, 30, started=a_little_before_the_end(room))
        waiting = Attempt.objects.in_progress()
        until(lambda: not waiting.exists(), "all closed", seconds=within(20 + 10 + 60))
    all_is_counted(seats)
    room.reckon(is_swept=True)


def test_f13_control_without_a_sweep_nobody_closes_them(open_room):
    room = open_room()
    room.seat(3, now=real_now() - timedelta(days=1))
    with pytest.raises(InvariantBroken, match="I9 swept"):
        room.reckon(is_swept=True)


def touch(seat: Seat, path: str) -> None:
    client = Client()
    client.force_login(seat.user)
    client.get(path.format(seat.attempt.pk))


TOUCHES = ["/attempts/{}/", "/api/v1/attempts/{}/", "/api/v1/attempts/{}/result/"]


@pytest.mark.parametrize("path", TOUCHES)
def test_f14_without_any_worker_a_touch_closes_and_scores(open_room, path):
    room = open_room()
    seats = abandoned(room, 4, started=real_now())
    with time_machine.travel(seats[-1].attempt.deadline + GRACE + timedelta(minutes=3)):
        for seat in seats:
            touch(seat, path)
    all_is_counted(seats)
    room.reckon()
    assert not Attempt.objects.in_progress().exists()


def test_f14_control_a_door_that_does_not_settle_leaves_it_open(open_room, monkeypatch):
    room = open_room()
    [seat] = abandoned(room, 1, started=real_now())
    monkeypatch.setattr(access.lifecycle, "settle", lambda attempt, *, now: None)
    with time_machine.travel(seat.attempt.deadline + timedelta(minutes=3)):
        touch(seat, TOUCHES[1])
    assert Attempt.objects.in_progress().exists()
