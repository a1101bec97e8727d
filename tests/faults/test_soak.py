"""F38: hours of exams while something breaks every now and then. SOAK_MINUTES says how long."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection

from reports.models import Report, awaiting_report
from tests.faults.invariants import InvariantBroken
from tests.faults.place import Place, leave
from tests.faults.processes import kill, resident_bytes, until
from tests.faults.product import WSGI, Beat, Web, Worker, redis_beside, running
from tests.faults.proxy import FaultProxy, Weather, proxied
from tests.faults.room import Room, Seat
from tests.faults.sizes import ONLY_IN_FULL, SOAK_MINUTES, size, within
from tests.faults.stores import RedisServer

pytestmark = [ONLY_IN_FULL, pytest.mark.parametrize("database", ["postgresql"])]
CANDIDATES, SITTINGS = size(4, 50), 3
SECONDS = SOAK_MINUTES * 60
THOUGHT = 2.0  # seconds before an answer, on the average
BETWEEN_FAULTS = min(120.0, SECONDS / 12)
FAULTS = ["kill_a_worker", "crash_the_database", "lose_redis", "bad_network"]  # F02 F04 F12 F29
LONG, MOST_GROWTH = 30, 0.10  # from so many minutes on memory is judged


@dataclass
class Installation:
    """All that runs, and the four things that happen to it. Memory of the web tier over time."""

    place: Place
    web: Web
    proxy: FaultProxy
    redis: RedisServer
    ahead: list[str] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    def kill_a_worker(self) -> None:
        kill(random.choice(self.web.children))

    def crash_the_database(self) -> None:
        leave()
        self.place.cluster.crash()
        time.sleep(random.uniform(0.2, 2))
        self.place.cluster.start()

    def lose_redis(self) -> None:
        self.redis.lose_everything()
        time.sleep(random.uniform(1, 5))
        self.redis.start()

    def bad_network(self) -> None:
        self.proxy.weather = Weather(delay=0.3, jitter=0.2, cut_share=0.05)
        time.sleep(min(10.0, BETWEEN_FAULTS / 2))
        self.proxy.weather = Weather()

    def suffer(self) -> None:
        """One of the four, at random; in four times each of them once."""
        if not self.ahead:
            self.ahead = random.sample(FAULTS, len(FAULTS))
        self.happened.append(self.ahead.pop())
        getattr(self, self.happened[-1])()
        until(lambda: len(self.web.children) == 2, "two workers")

    def look(self) -> None:
        self.memory.append(sum(map(resident_bytes, [self.web.pid, *self.web.children])))


@contextmanager
def installation(place: Place, *, wsgi: str = WSGI) -> Iterator[Installation]:
    with redis_beside(place) as (redis, beside):
        web = Web(beside, wsgi=wsgi)
        with running(web, Worker(beside), Beat(beside)), proxied(web.port) as proxy:
            yield Installation(beside, web, proxy, redis)


def sit(room: Room, seats: list[Seat], port: int, *, seconds: float) -> None:
    """One candidate's exams one after the other, each answered until its time is up."""
    dice = random.Random(str(seats[0].attempt.pk))
    try:
        for seat in seats:
            client, end = seat.over(port, room.log, timeout=5.0), time.monotonic() + seconds
            while time.monotonic() < end:
                position = dice.choice(list(seat.answers))
                client.save(position, dice.choice([*seat.answers[position], None]))
                client.stopped.wait(dice.uniform(0, 2 * THOUGHT))
            client.submit()
            client.close()
    finally:
        connection.close()


@contextmanager
def candidates(room: Room, port: int, *, seconds: float) -> Iterator[list[Future]]:
    seats = room.seat(CANDIDATES * SITTINGS)
    each = [seats[n::CANDIDATES] for n in range(CANDIDATES)]
    with ThreadPoolExecutor(CANDIDATES) as pool:
        yield [pool.submit(sit, room, mine, port, seconds=seconds / SITTINGS) for mine in each]


def soak(room: Room, made: Installation, *, seconds: float) -> None:
    """Everybody sits; something breaks every now and then; in the end everybody handed in."""
    with candidates(room, made.proxy.port, seconds=seconds) as sitting:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not any(each.done() for each in sitting):
            time.sleep(BETWEEN_FAULTS / 2)
            made.look()
            time.sleep(BETWEEN_FAULTS / 2)
            made.suffer()
        for each in sitting:
            each.result()


def growth(memory: list[int]) -> float:
    """By which share the last quarter's peak exceeds that of the second: the first warms up."""
    quarter = max(len(memory) // 4, 1)
    return max(memory[-quarter:]) / max(memory[quarter : 2 * quarter] or memory) - 1


def test_f38_hours_of_exams_and_faults_break_no_invariant(open_room, place, tally):
    room = open_room(minutes=int(60 + SOAK_MINUTES))
    with installation(place) as made:
        soak(room, made, seconds=SECONDS)
        until(lambda: not awaiting_report().exists(), "all reports", seconds=within(60))
    refused = [each for each in room.log.replies() if 400 <= each["status"] < 500]
    assert not refused, refused[0]
    grown = growth(made.memory)
    counts = [f"{made.happened.count(name)} {name}" for name in sorted(set(made.happened))]
    tally.notes += [f"{SOAK_MINUTES:.0f} minutes", *counts, f"memory {100 * grown:+.1f} %"]
    room.reckon()
    assert Report.objects.count() == len(room.seats)
    assert SOAK_MINUTES < LONG or grown <= MOST_GROWTH


def test_f38_control_answers_acknowledged_before_they_are_stored_are_missed(open_room, place):
    room = open_room()
    broken = installation(place, wsgi="tests.faults.broken.write_behind")
    with broken as made, candidates(room, made.proxy.port, seconds=15):
        for _ in range(3):
            time.sleep(5)
            for pid in made.web.children:
                kill(pid)
    with pytest.raises(InvariantBroken, match="I1"):
        room.reckon()
