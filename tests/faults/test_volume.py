"""F02 in great number: a rare loss shows itself only among very many answers.

None lost in a million says, with 95 % confidence, fewer than three in a million (rule of three).
FAULTS_SAVES is how many.
"""

import os
import random
import sys
import time

import pytest
from django.utils.timezone import now

from attempts import lifecycle
from attempts.models import AnswerEvent
from tests.faults.place import Place
from tests.faults.processes import Program
from tests.faults.product import environ_of, running
from tests.faults.room import Room, Seat
from tests.faults.sizes import ONLY_IN_FULL

SAVES = int(os.environ.get("FAULTS_SAVES", "100_000"))
PROCESSES, SITTINGS = 3, 60
SECONDS_BETWEEN_KILLS = 15


def saver(place: Place, room: Room, number: int, seats: list[Seat]) -> Program:
    attempts = [str(seat.attempt.pk) for seat in seats]
    command = [sys.executable, "-m", "tests.faults.saver", str(room.log.path), *attempts]
    environ = environ_of(place, DJANGO_SETTINGS_MODULE="exam_platform.settings")
    return Program(f"saver{number}", command, environ=environ, folder=place.folder)


def killed_now_and_then(savers: list[Program]) -> int:
    """Every 15 s one process dies without a word and begins anew; how often that was."""
    kills = 0
    while AnswerEvent.objects.count() < SAVES:
        time.sleep(SECONDS_BETWEEN_KILLS)
        victim = random.choice(savers)
        assert victim.is_running, f"it gave up by itself: see {victim.log}"
        victim.kill_group()
        victim.start()
        kills += 1
    return kills


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f02_none_is_lost_among_very_many(open_room, place):
    room = open_room(minutes=600)
    seats = room.seat(SITTINGS)
    savers = [saver(place, room, nth, seats[nth::PROCESSES]) for nth in range(PROCESSES)]
    began = time.monotonic()
    with running(*savers):
        kills = killed_now_and_then(savers)
    rate = AnswerEvent.objects.count() / (time.monotonic() - began)
    for seat in seats:
        lifecycle.submit(seat.attempt, by=seat.user, now=now())
    room.tally.notes.append(f"{kills} processes killed, {rate:.0f} saves per second")
    room.reckon()
