"""F02 in great number: a rare loss shows itself only among very many answers.

None lost in a million says, with 95 % confidence, fewer than three in a million (rule of three).
FAULTS_SAVES is how many; beside everything else it may run alone, at low priority, for an hour.
"""

import os
import random

import pytest

from tests.faults.processes import kill
from tests.faults.product import Web, running
from tests.faults.room import Crowd, Room
from tests.faults.sizes import ONLY_IN_FULL

SAVES = int(os.environ.get("FAULTS_SAVES", "100_000"))
CLIENTS, SAVES_OF_EACH = 16, 2_500


def sit_and_hand_in(room: Room, web: Web) -> int:
    """New candidates answer and hand in, while a worker dies; how many answers they gave."""
    seats = room.seat(CLIENTS)
    clients = [seat.over(web.port, room.log) for seat in seats]
    with Crowd(zip(seats, clients, strict=True), saves=SAVES_OF_EACH) as crowd:
        kill(random.choice(web.children))
    for seat in seats:
        client = seat.over(web.port, room.log)
        assert client.submit().status == 200
        client.close()
    return crowd.acknowledged


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f02_none_is_lost_among_very_many(open_room, place):
    room, web, given = open_room(), Web(place), 0
    with running(web):
        while given < SAVES:
            given += sit_and_hand_in(room, web)
    room.tally.notes.append(f"{len(room.seats)} sittings, a worker killed in every {CLIENTS}")
    room.reckon()
    assert room.tally.acknowledged >= SAVES
