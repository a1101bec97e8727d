"""F12: Redis dies with everything it held, before, during and after people hand in."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from reports.models import Report, awaiting_report
from tests.faults.processes import until
from tests.faults.product import Beat, Web, Worker, redis_beside, running
from tests.faults.room import Room, Seat, percentile, signed_by_session
from tests.faults.sizes import ONLY_IN_FULL, size, within

pytestmark = [ONLY_IN_FULL, pytest.mark.parametrize("database", ["postgresql"])]
ATTEMPTS, ANSWERS, AT_ONCE = size(10, 200), 5, 6


def sit(room: Room, seat: Seat, web: Web) -> list[float]:
    """A few answers, handing in, and a look at the report, which tells the worker."""
    client = seat.over(web.port, room.log)
    try:
        for position in list(seat.answers)[:ANSWERS]:
            client.save(position, random.choice(seat.answers[position]))
            time.sleep(random.uniform(0, 0.1))
        client.submit()
        client.ask_once("GET", "report/", {})
        return client.waits
    finally:
        client.close()
        connection.close()


def all_sit(room: Room, web: Web, *, meanwhile) -> list[float]:
    """Every candidate, a few at a time, while something happens; how long each save took."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running_ = [pool.submit(sit, room, seat, web) for seat in room.seats]
        meanwhile()
        return [wait for each in running_ for wait in each.result()]


def failures(room: Room) -> list[dict]:
    """Saves and submissions that did not succeed at the first try."""
    asked = (each for each in room.log.entries() if each.get("method") in {"PUT", "POST"})
    return [each for each in asked if each["kind"] == "silence" or each.get("status", 200) != 200]


def seated(room: Room, number: int) -> None:
    """Half of them by token, half by session: sessions have a copy in Redis."""
    room.seat(number // 2)
    room.seat(number - number // 2, signed=signed_by_session)


def test_f12_redis_lost_with_all_it_held_costs_no_save_and_no_report(open_room, place):
    room = open_room()
    seated(room, ATTEMPTS)
    with redis_beside(place) as (redis, beside):
        web = Web(beside)

        def lose_redis() -> None:
            for _ in range(2):
                time.sleep(random.uniform(3, 6))
                redis.lose_everything()
                time.sleep(random.uniform(3, 6))
                redis.start()

        with running(web, Worker(beside), Beat(beside)):
            waits = all_sit(room, web, meanwhile=lose_redis)
            began = time.monotonic()
            until(lambda: not awaiting_report().exists(), "all reports", seconds=within(60))
    room.tally.notes.append(f"save p95 {1000 * percentile(waits, 0.95):.0f} ms")
    room.tally.notes.append(
        f"last report {time.monotonic() - began:.0f} s after the last submission"
    )
    assert not failures(room), failures(room)[0]
    assert Report.objects.count() == ATTEMPTS
    room.reckon()


def test_f12_without_redis_from_the_start_an_exam_is_sat_all_the_same(open_room, place):
    room = open_room()
    seated(room, 12)
    with redis_beside(place) as (redis, beside):
        redis.lose_everything()
        with running(web := Web(beside)):
            all_sit(room, web, meanwhile=lambda: None)
    assert not failures(room), failures(room)[0]
    room.reckon()


def test_f12_control_sessions_that_need_redis_stop_the_exam(open_room, place):
    room = open_room()
    room.seat(2, signed=signed_by_session)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.broken.impatient_sessions"}
    with redis_beside(place) as (redis, beside), running(web := Web(beside, **settings)):
        redis.lose_everything()
        for seat in room.seats:
            client = seat.over(web.port, room.log)
            body = {"answer": None, "client_id": "c", "seq": 1, "base_rev": 0}
            client.ask_once("PUT", "items/1/answer/", body, position=1)
            client.close()
    assert failures(room)


def test_f12_control_without_the_sweep_what_redis_held_is_gone(open_room, place):
    room = open_room()
    seated(room, 6)
    with redis_beside(place) as (redis, beside):
        with running(web := Web(beside)):
            all_sit(room, web, meanwhile=lambda: None)
        redis.lose_everything()
        redis.start()
        with running(Worker(beside)), pytest.raises(AssertionError, match="all reports"):
            until(lambda: not awaiting_report().exists(), "all reports", seconds=20)
