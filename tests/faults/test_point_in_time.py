"""F37: the database's disk is gone; a base backup and the archived log bring the exam back."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from attempts.models import AnswerEvent
from tests.faults import stores
from tests.faults.invariants import InvariantBroken
from tests.faults.place import (
    Place,
    leave,
    pointed_at,
    postgresql,
    postgresql_place,
    postgresql_template,
)
from tests.faults.processes import until
from tests.faults.product import Web, running
from tests.faults.room import Crowd, Room, for_seconds
from tests.faults.sizes import ONLY_IN_FULL, size, within
from tests.faults.stores import Cluster

pytestmark = [
    ONLY_IN_FULL,
    pytest.mark.parametrize("database", ["postgresql"]),
    pytest.mark.skipif(bool(stores.reason_without_postgresql()), reason="no PostgreSQL to lose"),
]
TIMEOUT = 10  # archive_timeout in seconds: docs/operating.md says 60
TO_ARCHIVE = 3.0  # seconds for a full segment to be copied


def archived_in(folder: Path) -> dict[str, str]:
    """The settings of docs/operating.md. A copy that was cut short never has the real name."""
    archive = folder / "archive"
    archive.mkdir()
    if stores.owner():
        shutil.chown(archive, stores.owner())
    return {
        "archive_mode": "on",
        "archive_command": f"cp %p {archive}/%f.part && mv {archive}/%f.part {archive}/%f",
        "archive_timeout": str(TIMEOUT),
    }


@pytest.fixture
def folder() -> Iterator[Path]:
    with stores.own_folder() as made:
        yield made


@pytest.fixture
def place(folder, tmp_path, django_db_blocker) -> Iterator[Place]:
    with (
        django_db_blocker.unblock(),
        stores.cluster_in(folder, **archived_in(folder)) as server,
    ):
        postgresql_template(server)
        made = postgresql_place(server, "archived", tmp_path)
        with pointed_at(made.config):
            yield made


def back_up_the_cluster(cluster: Cluster) -> None:
    command = [cluster.bin / "pg_basebackup", "-D", cluster.folder / "base", "--checkpoint=fast"]
    command += ["-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres"]
    as_owner = {"user": stores.owner(), "extra_groups": []} if stores.owner() else {}
    subprocess.run(command, cwd="/", check=True, capture_output=True, **as_owner)


def may_be_gone() -> float:
    """The last seconds before the loss, which nobody has promised to bring back."""
    return TIMEOUT + within(TO_ARCHIVE)


def sit_and_lose_everything(room: Room, place: Place) -> float:
    """Answers, a base backup amid them, many more answers; then no server and no data folder.

    The moment of the loss.
    """
    web = Web(place)
    with running(web):
        pairs = [(seat, seat.over(web.port, room.log)) for seat in room.seat(size(4, 20))]
        with (crowd := Crowd(pairs, pause=0.2)):
            until(lambda: crowd.acknowledged > 100, "some answers")
            back_up_the_cluster(place.cluster)
            time.sleep(may_be_gone() + TIMEOUT)
            crowd.enough.set()
        leave()
        moment = time.time()
        place.cluster.crash()
    shutil.rmtree(place.cluster.folder / "data")
    return moment


@contextmanager
def brought_back(place: Place, **options: str) -> Iterator[Place]:
    """The base backup as the data folder of a new server; with `restore_command` it catches up."""
    folder = place.cluster.folder
    (folder / "base").rename(folder / "data")
    if options:
        signal = folder / "data" / "recovery.signal"
        signal.touch()
        shutil.chown(signal, stores.owner() or None, os.getgid())
    server = Cluster(folder, **options)
    server.start()
    try:
        until(lambda: not is_in_recovery(server), "the log is replayed")
        url = server.url(place.config["NAME"])
        made = Place("postgresql", place.folder, postgresql(url), cluster=server)
        made.environ = place.environ | {"DATABASE_URL": url}
        with pointed_at(made.config):
            yield made
    finally:
        server.crash()


def is_in_recovery(server: Cluster) -> bool:
    with psycopg.connect(server.url("postgres")) as connection:
        return bool(connection.execute("SELECT pg_is_in_recovery()").fetchone()[0])


def test_f37_what_was_archived_comes_back(open_room, place, folder, tally):
    room = open_room()
    moment = sit_and_lose_everything(room, place)
    with brought_back(place, restore_command=f"cp {folder}/archive/%f %p") as restored:
        newest = AnswerEvent.objects.latest("received_at").received_at.timestamp()
        tally.notes.append(f"the last {moment - newest:.1f} s are gone, archived every {TIMEOUT} s")
        room.reckon(before=moment - may_be_gone())
        assert tally.acknowledged > 300, "hardly anything was promised: nothing is shown"
        goes_on(room, restored)


def goes_on(room: Room, place: Place) -> None:
    web = Web(place)
    with running(web):
        assert web.readiness() == 200
        [seat] = room.seat()
        for_seconds(crowd := Crowd([(seat, seat.over(web.port, room.log))]), 1)
    assert crowd.acknowledged


def test_f37_control_without_the_archive_all_since_the_base_backup_is_gone(open_room, place):
    room = open_room()
    moment = sit_and_lose_everything(room, place)
    with brought_back(place), pytest.raises(InvariantBroken, match="I1"):
        room.reckon(before=moment - may_be_gone())
