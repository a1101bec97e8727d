"""F36: a backup taken in mid-exam is the exam as it was at one moment, all of it."""

import json
import os
import shutil
import subprocess
import time
from collections import defaultdict
from dataclasses import replace
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from attempts.models import AnswerEvent, Attempt, AttemptEvent, Item, Result
from exam_platform import settings as product
from questions.models import Question, QuestionTask, QuestionVersion
from tests.faults.invariants import InvariantBroken
from tests.faults.place import Place, leave, pointed_at, postgresql
from tests.faults.processes import until
from tests.faults.product import Web, running
from tests.faults.room import Crowd, Room
from tests.faults.sizes import ONLY_IN_FULL, size, within

UNTOUCHED = [Attempt, AttemptEvent, Result, Question, QuestionVersion, QuestionTask]  # by answering
DRILL = 15 * 60.0  # seconds


def elsewhere(place: Place) -> Place:
    """An empty database, on the same server or in another folder."""
    if place.cluster is None:
        folder = place.folder / "elsewhere"
        environ = {"REHEARSAL_DATA": str(folder)}
        return replace(place, config=product.sqlite(folder / "db.sqlite3"), environ=environ)
    name = f"{place.config['NAME']}_elsewhere"
    place.cluster.do(f"CREATE DATABASE {name}")
    url = place.cluster.url(name)
    environ = place.environ | {"DATABASE_URL": url}
    return replace(place, config=postgresql(url), environ=environ)


def told(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def hand_in(room: Room, web: Web, number: int) -> None:
    """Candidates who answered, went home, and have a score."""
    with Crowd(((seat, seat.over(web.port, room.log)) for seat in room.seat(number)), saves=5):
        pass
    for seat in room.seats:
        client = seat.over(web.port, room.log)
        assert client.submit().status == 200
        client.close()


def meanwhile(room: Room, web: Web, act) -> tuple[float, Crowd]:
    """Do something while people answer; the moment before it, and those people."""
    pairs = [(seat, seat.over(web.port, room.log)) for seat in room.seat(size(2, 20))]
    with (crowd := Crowd(pairs)):
        until(lambda: crowd.acknowledged > size(20, 400), "some answers")
        moment = time.time()
        act()
        before = crowd.acknowledged
        until(lambda: crowd.acknowledged > before + 20, "answers go on")
        crowd.enough.set()
    return moment, crowd


def events() -> dict[object, list[tuple]]:
    found = defaultdict(list)
    for each in AnswerEvent.objects.order_by("attempt", "number").values_list():
        found[each[1]].append(each)
    return found


def untouched() -> list[list[tuple]]:
    return [list(model.objects.order_by("pk").values_list()) for model in UNTOUCHED]


def compare_with_copy(place: Place, copy: Place, manifest: dict) -> None:
    """What answering does not touch is equal; the copied log is the beginning of the real one."""
    original, log = untouched(), events()
    with pointed_at(copy.config):
        assert untouched() == original
        copied = events()
    assert sum(map(len, copied.values())) == manifest["rows"]["attempts_answerevent"]
    assert sum(map(len, copied.values())) < sum(map(len, log.values()))
    assert all(log[attempt][: len(each)] == each for attempt, each in copied.items())


def test_f36_a_backup_under_load_is_one_moment_of_the_exam(open_room, place, tally):
    room, web, file = open_room(), Web(place), place.folder / "exam.backup"
    with running(web):
        hand_in(room, web, size(1, 40))
        moment, crowd = meanwhile(room, web, lambda: told("backup", str(file)))
    copy, began = elsewhere(place), time.monotonic()
    with pointed_at(copy.config):
        assert f"{len(room.seats)} attempts replayed, 0 diff" in told(
            "restore", str(file), "--verify"
        )
        drill = time.monotonic() - began
        room.reckon(before=moment)
    compare_with_copy(place, copy, json.loads(ZipFile(file).read("manifest.json")))
    tally.notes += [f"drill {drill:.1f} s", f"longest wait {crowd.longest_wait:.1f} s"]
    assert drill <= within(DRILL)


def test_f36_control_an_answer_changed_in_the_copy_is_found(open_room, place):
    room, file, copy = open_room(), place.folder / "exam.backup", elsewhere(place)
    [seat] = room.seat()
    client = seat.inside(room.log)
    for position, answers in seat.answers.items():
        client.save(position, answers[0])
    client.submit()
    told("backup", str(file))
    with pointed_at(copy.config):
        told("restore", str(file))
        Item.objects.filter(attempt=seat.attempt, position=3).update(answer=None)
        with pytest.raises(CommandError, match="differ"):
            told("replay_events", "--verify")
        with pytest.raises(InvariantBroken, match="I1"):
            room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["sqlite"])
def test_f36_control_a_copied_file_is_no_backup(open_room, place):
    """What `cp` makes of a database that is being written to."""
    room, web, copy = open_room(), Web(place), elsewhere(place)
    original, target = Path(place.config["NAME"]), Path(copy.config["NAME"])
    with running(web):
        moment, _ = meanwhile(room, web, lambda: shutil.copy(original, target))
    with pointed_at(copy.config), pytest.raises((InvariantBroken, DatabaseError)):
        room.reckon(before=moment)


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f36_control_tables_saved_one_after_the_other_do_not_fit(open_room, place):
    """Two dumps without a common snapshot: the log knows answers that the items do not."""
    room, web, copy = open_room(), Web(place), elsewhere(place)
    log, archives = "attempts_answerevent", [place.folder / "rows", place.folder / "log"]

    def dump_twice() -> None:
        tool(place, "pg_dump", "-Fc", f"--exclude-table-data={log}", "-f", str(archives[0]))
        time.sleep(1)
        tool(place, "pg_dump", "-Fc", "-a", "-t", log, "-f", str(archives[1]))

    with running(web):
        moment, _ = meanwhile(room, web, dump_twice)
    leave()
    for archive in archives:
        tool(copy, "pg_restore", "--disable-triggers", str(archive), "-d", copy.config["NAME"])
    with pointed_at(copy.config), pytest.raises(InvariantBroken, match="I1"):
        room.reckon(before=moment)


def tool(place: Place, name: str, *options: str) -> None:
    address = ["-h", "127.0.0.1", "-p", str(place.cluster.port), "-U", "postgres"]
    environ = os.environ | {"PGDATABASE": place.config["NAME"]}
    subprocess.run([place.cluster.bin / name, *address, *options], env=environ, check=True)
