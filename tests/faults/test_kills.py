"""F02, F03, F04: processes die without a word while people answer."""

import random
import time

import pytest

from tests.faults.invariants import InvariantBroken
from tests.faults.place import Place, leave
from tests.faults.processes import kill, until
from tests.faults.product import Web, running
from tests.faults.room import Crowd, Room
from tests.faults.sizes import ONLY_IN_FULL, size, within

CLIENTS = size(4, 20)
RECOVERY = 3.0  # seconds in which a retry must have succeeded
LATE_SAVES = "one candidate alone never meets a newer revision"
only_postgresql = pytest.mark.parametrize("database", ["postgresql"])


def crowd_of(room: Room, web: Web, number: int = CLIENTS) -> Crowd:
    return Crowd((seat, seat.over(web.port, room.log)) for seat in room.seat(number))


def kill_workers(web: Web, times: int, *, pause: tuple[float, float]) -> None:
    """One worker at a time, at random moments, and never before there are two again."""
    for _ in range(times):
        until(lambda: len(web.children) >= 2, "two workers")
        time.sleep(random.uniform(*pause))
        kill(random.choice(web.children))


def reckon_and_submit(room: Room, crowd: Crowd, web: Web) -> None:
    """Everybody hands in; then nothing may be missing, doubled or refused."""
    for seat in room.seats:
        client = seat.over(web.port, room.log)
        assert client.submit().status == 200
        client.close()
    refused = [each for each in room.log.replies() if 400 <= each["status"] < 500]
    assert not refused, LATE_SAVES
    room.tally.notes.append(f"longest wait {crowd.longest_wait:.1f} s")
    room.reckon()


def test_f02_a_killed_worker_takes_no_answer_with_it(open_room, place):
    room, web = open_room(), Web(place)
    with running(web):
        with (crowd := crowd_of(room, web)):
            kill_workers(web, size(3, 20), pause=(0.2, 0.8))
            time.sleep(1)
            crowd.enough.set()
        reckon_and_submit(room, crowd, web)
    assert crowd.longest_wait <= within(RECOVERY)


def test_f02_control_answers_acknowledged_before_they_are_stored_die(open_room, place):
    room, web = open_room(), Web(place, wsgi="tests.faults.broken.write_behind")
    with running(web):
        with (crowd := crowd_of(room, web, 4)):
            kill_workers(web, 2, pause=(1.0, 1.5))
            crowd.enough.set()
        web.kill_group()
    with pytest.raises(InvariantBroken, match="I1"):
        room.reckon()


@ONLY_IN_FULL
def test_f03_the_whole_web_tree_dies_and_comes_back(open_room, place):
    room, web = open_room(), Web(place)
    times = 3
    with running(web):
        with (crowd := crowd_of(room, web)):
            for _ in range(times):
                time.sleep(random.uniform(1, 3))
                web.kill_group()
                time.sleep(2)
                web.start()
                drained(crowd)
            crowd.enough.set()
        reckon_and_submit(room, crowd, web)


def drained(crowd: Crowd) -> None:
    """Within 5 s of listening again everybody has had another answer acknowledged."""
    before = [len(client.waits) for _, client in crowd.pairs]

    def all_went_on() -> bool:
        now = [len(client.waits) for _, client in crowd.pairs]
        return all(late > early for late, early in zip(now, before, strict=True))

    until(all_went_on, "the queues are drained", seconds=within(5))


@ONLY_IN_FULL
def test_f03_control_an_unwritten_queue_dies_with_the_tree(open_room, place):
    room, web = open_room(), Web(place, wsgi="tests.faults.broken.write_behind")
    with running(web):
        with (crowd := crowd_of(room, web, 4)):
            time.sleep(2)
            crowd.enough.set()
        web.kill_group()
    with pytest.raises(InvariantBroken, match="I1"):
        room.reckon()


def crash_and_return(place: Place, crowd: Crowd) -> float:
    """PostgreSQL stops at once and starts again; seconds from its return to the next good save."""
    time.sleep(random.uniform(0.5, 2))
    leave()
    place.cluster.crash()
    time.sleep(random.uniform(0.2, 1))
    place.cluster.start()
    began, before = time.monotonic(), crowd.acknowledged
    until(lambda: crowd.acknowledged > before, "a save after the database is back")
    return time.monotonic() - began


@ONLY_IN_FULL
@only_postgresql
def test_f04_an_immediate_stop_of_postgresql_loses_nothing(open_room, place):
    room, web = open_room(), Web(place)
    with running(web):
        with (crowd := crowd_of(room, web)):
            pauses = [crash_and_return(place, crowd) for _ in range(10)]
            until(lambda: crowd.acknowledged >= 2000, "2,000 saves", seconds=300)
            crowd.enough.set()
        reckon_and_submit(room, crowd, web)
    room.tally.notes.append(f"first good save after {max(pauses):.1f} s")
    failures = [each for each in room.log.replies() if each["status"] >= 500]
    assert all(each["status"] == 503 and each["retry_after"] for each in failures)
    assert max(pauses) <= within(2)


@ONLY_IN_FULL
@only_postgresql
def test_f04_control_without_synchronous_commit_acknowledged_answers_are_gone(open_room, place):
    settings = {"synchronous_commit": "off", "wal_writer_delay": "10s"}
    told = [f"ALTER SYSTEM SET {name} = '{value}'" for name, value in settings.items()]
    leave()
    place.cluster.do(*told, "SELECT pg_reload_conf()")
    try:
        room, web = open_room(), Web(place, wsgi="tests.faults.broken.unchecked")
        with running(web), (crowd := crowd_of(room, web, 4)):
            crash_and_return(place, crowd)
            crowd.enough.set()
        with pytest.raises(InvariantBroken, match="I1"):
            room.reckon()
    finally:
        place.cluster.do("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
