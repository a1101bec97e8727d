"""F40, F44: the database would forget, and everybody writes to it at once."""

import pytest
from django.db import connection

from tests.faults.place import Place, leave
from tests.faults.product import Web, running
from tests.faults.room import Crowd, Room, all_at_once, for_seconds, percentile
from tests.faults.sizes import ONLY_IN_FULL, size, within
from tests.faults.stores import DURABLE

BROKEN = "tests.faults.broken."
SAFE_ON_SQLITE = {"journal_mode": "wal", "synchronous": 2}


def settings_of_a_connection() -> dict[str, object]:
    names, ask = (
        (DURABLE, "SHOW") if connection.vendor == "postgresql" else (SAFE_ON_SQLITE, "PRAGMA")
    )
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"{ask} {name}").fetchone()[0] for name in names}


def test_f40_every_connection_keeps_what_it_acknowledges(place, tally):
    found = all_at_once([settings_of_a_connection] * size(4, 20))
    expected = DURABLE if place.vendor == "postgresql" else SAFE_ON_SQLITE
    assert all(each == expected for each in found)
    tally.operations = len(found)


def forget(place: Place) -> None:
    """Connections made from now on do not wait for the disk."""
    leave()
    if place.cluster:
        name = place.config["NAME"]
        place.cluster.do(f"ALTER DATABASE {name} SET synchronous_commit = off")
    else:
        connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF"


def test_f40_control_a_database_that_forgets_is_noticed(place, tally):
    forget(place)
    assert settings_of_a_connection() not in (DURABLE, SAFE_ON_SQLITE)
    tally.operations = 1


@ONLY_IN_FULL
def test_f40_the_web_server_refuses_to_serve_on_a_database_that_forgets(place, tally):
    pytest.importorskip("exam_platform.durability", reason="no check at start-up yet")
    forget(place)
    settings = {} if place.cluster else {"DJANGO_SETTINGS_MODULE": BROKEN + "forgetful_sqlite"}
    web = Web(place, **settings)
    with pytest.raises(AssertionError, match="gave up"), running(web):
        pass
    assert "could lose saved answers" in web.log.read_text()
    tally.operations = 1


# --- F44


def many_write(room: Room, place: Place, seconds: float, **options: str) -> Crowd:
    web = Web(place, workers=1, threads=8, **options)  # as `make run`: one process
    with running(web):
        crowd = Crowd((seat, seat.over(web.port, room.log)) for seat in room.seat(32))
        for_seconds(crowd, seconds)
    return crowd


def not_answered(room: Room) -> list[dict]:
    return [each for each in room.log.replies() if each["status"] >= 500]


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["sqlite"])
def test_f44_thirty_two_writers_on_sqlite_all_get_their_turn(open_room, place):
    room = open_room()
    crowd = many_write(room, place, 40)
    p95 = percentile((wait for _, client in crowd.pairs for wait in client.waits), 0.95)
    room.tally.notes.append(f"ack p95 {1000 * p95:.0f} ms, {crowd.acknowledged / 40:.0f}/s")
    room.reckon()
    assert not not_answered(room)
    assert p95 <= within(0.3)


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["sqlite"])
def test_f44_control_a_lock_nobody_waits_for_reaches_the_candidate(open_room, place):
    room = open_room()
    many_write(room, place, 5, DJANGO_SETTINGS_MODULE=BROKEN + "impatient_sqlite")
    assert not_answered(room)
