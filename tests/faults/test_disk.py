"""F18: the disk under the database is full to the last byte."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import stores
from tests.faults.invariants import InvariantBroken
from tests.faults.place import (
    Place,
    leave,
    pointed_at,
    postgresql_place,
    postgresql_template,
    sqlite_place,
)
from tests.faults.processes import until
from tests.faults.product import Web, running
from tests.faults.room import Crowd, Room, for_seconds
from tests.faults.sizes import ONLY_IN_FULL

pytestmark = [
    ONLY_IN_FULL,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk"),
    pytest.mark.skipif(bool(stores.reason_without_postgresql()), reason="no PostgreSQL to fill"),
]


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small one, in memory, for PostgreSQL's user."""
    with stores.own_folder(size_mib=120) as folder:
        yield folder


@pytest.fixture
def place(disk, database, tmp_path, request, django_db_blocker) -> Iterator[Place]:
    """The database lies on the small disk; logs, and what clients heard, do not."""
    with django_db_blocker.unblock():
        if database == "sqlite":
            made = sqlite_place(request.getfixturevalue("template_file"), disk)
            with pointed_at(made.config):
                yield replace(made, folder=tmp_path)
            return
        with stores.cluster_in(disk, "--wal-segsize=1", max_wal_size="8MB") as server:
            postgresql_template(server)
            made = postgresql_place(server, "small", tmp_path)
            with pointed_at(made.config):
                yield made


def not_answered(room: Room) -> list[dict]:
    return [each for each in room.log.replies() if each["status"] >= 500]


def fill(disk: Path, *, but: int) -> Path:
    """A file that leaves `but` bytes of the disk."""
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free - but, 1))
    return filler


def free_again(place: Place, filler: Path) -> bool:
    """What an operator does; whether PostgreSQL had given up and had to be started again."""
    filler.unlink()
    if place.cluster is None or place.cluster.server.is_running:
        return False
    place.cluster.start()
    return True


def test_f18_a_full_disk_refuses_answers_and_loses_none(open_room, place, disk, tally):
    room, web = open_room(), Web(place)
    with running(web):
        with (crowd := Crowd((seat, seat.over(web.port, room.log)) for seat in room.seat(4))):
            until(lambda: crowd.acknowledged > 20, "some answers")
            leave()
            filler = fill(disk, but=300_000)
            until(lambda: not_answered(room), "the first refusal")
            until(lambda: web.readiness() == 503, "unready", seconds=20)
            time.sleep(2)
            started_again = free_again(place, filler)
            before = crowd.acknowledged
            until(lambda: crowd.acknowledged > before + 20, "answers go on")
            crowd.enough.set()
        until(lambda: web.readiness() == 200, "ready again", seconds=20)
    if started_again:
        tally.notes.append("PostgreSQL stopped and was started again")
    tally.notes.append(f"{len(not_answered(room))} answers of 503")
    assert {each["status"] for each in not_answered(room)} == {503}
    room.reckon()


@pytest.mark.parametrize("database", ["sqlite"])
def test_f18_control_a_server_that_answers_before_it_stores_loses_them(open_room, place, disk):
    room, web = open_room(), Web(place, wsgi="tests.faults.broken.write_behind", workers=1)
    pairs = [(seat, seat.over(web.port, room.log)) for seat in room.seat(2)]
    with running(web):
        leave()
        filler = fill(disk, but=0)
        for_seconds(Crowd(pairs, saves=10), 3)
        filler.unlink()
    with pytest.raises(InvariantBroken, match="I1"):
        room.reckon()
