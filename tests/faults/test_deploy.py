"""F27: a new release goes live while people answer."""

import os
import signal
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.conftest import ROOT
from tests.faults import trees
from tests.faults.place import Place
from tests.faults.processes import until
from tests.faults.product import Web, running
from tests.faults.room import Crowd, Room, percentile
from tests.faults.sizes import ONLY_IN_FULL, size, within

pytestmark = [ONLY_IN_FULL, pytest.mark.parametrize("database", ["postgresql"])]
CLIENTS, THOUGHT = size(4, 50), 1.0  # seconds
P99, LONGEST = 2.0, 5.0  # seconds that a candidate may wait for "saved"
LOADING = 10.0  # seconds for two workers to load the program while 50 people answer


@contextmanager
def answering(room: Room, web: Web) -> Iterator[Crowd]:
    """A crowd that had its first answers before the block and has some after it."""
    pairs = [(seat, seat.over(web.port, room.log)) for seat in room.seat(CLIENTS)]
    with (crowd := Crowd(pairs, pause=THOUGHT)):
        some_more(crowd)
        yield crowd
        some_more(crowd)
        crowd.enough.set()


def some_more(crowd: Crowd) -> None:
    before = crowd.acknowledged
    until(lambda: crowd.acknowledged > before + 5 * CLIENTS, "answers go on")


def restart_workers(web: Web) -> None:
    """HUP: new workers of the same program; the old ones finish what they began."""
    old = set(web.children)
    os.kill(web.pid, signal.SIGHUP)
    until(lambda: not old & set(web.children), "the old workers are gone")
    until(web.is_live, "the new workers answer")


def hand_over(web: Web) -> None:
    """USR2 starts a second server on the same socket; when it answers, the first one finishes."""
    assert not is_new(web)
    os.kill(web.pid, signal.SIGUSR2)
    until(lambda: is_new(web), "the new release answers")
    web.end_with(signal.SIGTERM)
    assert is_new(web)


def restart_without_grace(web: Web) -> None:
    web.kill_group()
    web.start()


def nobody_noticed(room: Room, crowd: Crowd, *, p99: float = P99, longest: float = LONGEST) -> None:
    """Nobody was refused or found the door shut, and nobody waited long; limits in seconds."""
    waits = [wait for _, client in crowd.pairs for wait in client.waits]
    waited = percentile(waits, 0.99)
    room.tally.notes += [f"p99 {waited:.1f} s", f"longest wait {crowd.longest_wait:.1f} s"]
    refused = [each for each in room.log.replies() if each["status"] != 200]
    assert not refused, f"refused: {refused[0]}"
    errors = [each["error"] for each in room.log.entries() if each["kind"] == "silence"]
    room.tally.notes.append(f"{len(errors)} sent again")
    assert not [each for each in errors if each.startswith("ConnectionRefused")], "a shut door"
    assert waited <= within(p99), f"waited {waited:.1f} s"
    assert crowd.longest_wait <= within(longest), f"waited {crowd.longest_wait:.1f} s"


def is_new(web: Web) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{web.port}/health/live") as heard:
        return b'"new"' in heard.read()


def test_f27_a_restart_of_the_workers_only_delays(open_room, place):
    room, web = open_room(), Web(place)
    with running(web), answering(room, web) as crowd:
        for _ in range(3):
            restart_workers(web)
            some_more(crowd)
    room.reckon()
    nobody_noticed(room, crowd, p99=LOADING, longest=LOADING)


def test_f27_a_new_release_with_a_migration_is_not_noticed(open_room, place, tmp_path):
    """Expand the tables while the old code serves, then hand over to the new code."""
    room, new = open_room(), trees.new_release(tmp_path, place)
    current = trees.point(tmp_path / "current", ROOT)
    web = Web(place, tree=current)
    with running(web), answering(room, web) as crowd:
        done = trees.migrate(new, place)
        assert done.returncode == 0, done.stderr
        some_more(crowd)
        trees.point(current, new)
        hand_over(web)
        assert web.readiness() == 200
    room.reckon()
    nobody_noticed(room, crowd)


WAITING = """SELECT count(*) FROM pg_locks
    WHERE relation = 'attempts_attempt'::regclass AND NOT granted"""


@contextmanager
def a_long_transaction(place: Place, seconds: float) -> Iterator[None]:
    """Somebody read the attempts, and lets go so long after the first who waits for the table."""
    enough = threading.Event()

    def hold() -> None:
        with psycopg.connect(place.environ["DATABASE_URL"]) as connection:
            connection.execute("SELECT count(*) FROM attempts_attempt")
            is_held.set()
            while not enough.wait(0.1) and not connection.execute(WAITING).fetchone()[0]:
                pass
            enough.wait(seconds)

    is_held = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(30), "the table could not be read"
    try:
        yield
    finally:
        enough.set()
        holder.join()


def test_f27_a_migration_that_gets_no_lock_gives_up_and_holds_up_nobody(open_room, place, tmp_path):
    room, new, web = open_room(), trees.new_release(tmp_path, place), Web(place)
    with running(web), answering(room, web) as crowd:
        with a_long_transaction(place, 600):
            done = trees.migrate(new, place)
        assert "lock timeout" in done.stderr
        assert trees.migrate(new, place).returncode == 0
    room.reckon()
    nobody_noticed(room, crowd)


def test_f27_control_a_migration_that_waits_for_its_lock_is_noticed(open_room, place, tmp_path):
    room, new, web = open_room(), trees.new_release(tmp_path, place), Web(place)
    hold = a_long_transaction(place, 3 * within(P99))
    with running(web), answering(room, web) as crowd, hold:
        assert trees.manage(new, place, "migrate").returncode == 0
    with pytest.raises(AssertionError, match="waited"):
        nobody_noticed(room, crowd)


def test_f27_control_a_server_stopped_without_grace_is_noticed(open_room, place):
    room, web = open_room(), Web(place)
    with running(web), answering(room, web) as crowd:
        time.sleep(1)
        restart_without_grace(web)
    with pytest.raises(AssertionError, match="a shut door"):
        nobody_noticed(room, crowd)
