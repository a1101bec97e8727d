"""F15, F16, F17: the worker dies, is asked twice, or is never asked."""

import random
import time
from hashlib import sha256

import pytest

from attempts.models import Attempt, Result
from exam_platform.celery import app
from reports import tasks, weakness
from reports.models import Report, awaiting_report
from tests.faults.broken import rules
from tests.faults.place import Place
from tests.faults.processes import kill, until
from tests.faults.product import Beat, Web, Worker, redis_beside, running
from tests.faults.room import Room, Seat, all_at_once
from tests.faults.sizes import ONLY_IN_FULL, size, within
from tests.faults.stores import RedisServer

BROKEN = "tests.faults.broken."
only_postgresql = pytest.mark.parametrize("database", ["postgresql"])


def handed_in(room: Room, number: int) -> list[Seat]:
    seats = room.seat(number)
    for seat in seats:
        client = seat.inside(room.log)
        client.save(1, seat.answers[1][0])
        assert client.submit().status == 200
    return seats


def ask_for_reports(redis: RedisServer, seats: list[Seat]) -> None:
    """The message that a page sends, once for each attempt."""
    options = {"global_keyprefix": ""}
    with app.connection_for_write(redis.url, transport_options=options) as broker:
        for seat in seats:
            app.send_task(
                "reports.tasks.write_report", args=[str(seat.attempt.pk)], connection=broker
            )


def all_reported() -> bool:
    return not awaiting_report().exists()


def slow_worker(place: Place, name: str, *, seconds: float, children: int = 1) -> Worker:
    begun = str(place.folder / "begun")
    told = {"FAULTS_SECONDS": str(seconds), "FAULTS_BEGUN": begun}
    return Worker(place, celery=BROKEN + name, children=children, **told)


def begun(place: Place) -> list[str]:
    file = place.folder / "begun"
    return file.read_text().split() if file.exists() else []


def kill_in_mid_task(place: Place, worker: Worker, times: int) -> None:
    for _ in range(times):
        before = len(begun(place))
        until(lambda before=before: len(begun(place)) > before or all_reported(), "a task begins")
        time.sleep(random.uniform(0, 0.2))
        kill(worker.children[0])


@ONLY_IN_FULL
@only_postgresql
def test_f15_a_child_killed_in_mid_task_costs_no_report(open_room, place):
    """No beat runs here: the message itself must survive, not be made up for by the sweep."""
    room = open_room()
    seats = handed_in(room, 60)
    with redis_beside(place) as (redis, beside):
        ask_for_reports(redis, seats)
        worker = slow_worker(beside, "slow_reports", seconds=0.3)
        with running(worker):
            kill_in_mid_task(place, worker, 50)
            until(all_reported, "all reports", seconds=within(120))
    again = len(begun(place)) - Report.objects.count()
    room.tally.notes.append(f"50 kills, {again} reports begun again")
    assert Report.objects.count() == len(seats) <= len(begun(place))
    assert again
    room.reckon()


@ONLY_IN_FULL
@only_postgresql
def test_f15_control_messages_acknowledged_early_are_lost_with_the_child(open_room, place):
    room = open_room()
    seats = handed_in(room, 5)
    with redis_beside(place) as (redis, beside):
        ask_for_reports(redis, seats)
        worker = slow_worker(beside, "acknowledges_early", seconds=1)
        with running(worker):
            kill_in_mid_task(place, worker, 3)
            with pytest.raises(AssertionError, match="all reports"):
                until(all_reported, "all reports", seconds=within(10))


def content(report: Report) -> str:
    told = (report.pk, report.computed_at, report.domains, report.tasks, report.overall)
    return sha256(repr(told).encode()).hexdigest()


def delivered_often(attempt: Attempt) -> set[str]:
    """What the report says after each of five deliveries at once, and two more."""
    seen = set()
    for _ in range(2):
        all_at_once([lambda: tasks.write_report(str(attempt.pk))] * size(3, 5))
        seen.add(content(Report.objects.get(attempt=attempt)))
    return seen


def test_f16_a_task_delivered_many_times_leaves_one_report_and_never_changes_it(open_room):
    room = open_room()
    for seat in handed_in(room, size(2, 10)):
        assert len(delivered_often(seat.attempt)) == 1
    assert Report.objects.count() == Attempt.objects.count()
    room.reckon()


def test_f16_control_a_task_that_writes_anew_each_time_changes_it(open_room, monkeypatch):
    monkeypatch.setattr(weakness, "write", rules.written_anew)
    [seat] = handed_in(open_room(), 1)
    assert len(delivered_often(seat.attempt)) > 1


@ONLY_IN_FULL
@only_postgresql
def test_f16_a_broker_that_delivers_again_while_the_task_runs_gets_one_report(open_room, place):
    room = open_room()
    seats = handed_in(room, 2)
    with redis_beside(place) as (redis, beside):
        one = slow_worker(beside, "delivers_twice", seconds=15, children=2)
        other = slow_worker(beside, "delivers_twice", seconds=1, children=2)
        with running(one):
            ask_for_reports(redis, seats)
            until(lambda: len(begun(place)) == len(seats), "both have begun")
            time.sleep(1)
            with running(other):  # a worker that starts takes up what seems to be lost
                until(lambda: len(begun(place)) == 2 * len(seats), "both begin again")
                until(all_reported, "all reports")
                before = {content(each) for each in Report.objects.all()}
                time.sleep(15)
    room.tally.notes.append(f"{len(begun(place))} beginnings for {len(seats)} reports")
    assert {content(each) for each in Report.objects.all()} == before
    assert Report.objects.count() == len(seats)
    room.reckon()


@ONLY_IN_FULL
@only_postgresql
def test_f17_a_process_that_dies_before_sending_is_made_up_for_by_the_sweep(open_room, place):
    room = open_room()
    [seat] = handed_in(room, 1)
    with redis_beside(place) as (_, beside):
        with running(web := Web(beside, wsgi=BROKEN + "dies_before_sending")):
            client = seat.over(web.port, room.log)
            assert client.ask_once("GET", "report/", {}) is None
        assert not Report.objects.exists()
        with running(Worker(beside), Beat(beside)):
            until(all_reported, "the report", seconds=within(60))
    room.reckon()


@ONLY_IN_FULL
@only_postgresql
def test_f17_a_process_that_dies_before_scoring_is_made_up_for_by_the_sweep(open_room, place):
    room = open_room()
    [seat] = room.seat()
    with redis_beside(place) as (_, beside):
        with running(web := Web(beside, wsgi=BROKEN + "dies_before_scoring")):
            client = seat.over(web.port, room.log)
            client.save(1, seat.answers[1][0])
            assert client.ask_once("POST", "submission/", {}) is None
        assert Attempt.objects.get().state == "submitted"
        assert not Result.objects.exists()
        with running(Worker(beside), Beat(beside)):
            until(Result.objects.exists, "the result", seconds=within(60))
            until(Report.objects.exists, "the report", seconds=within(60))
    room.reckon()


@ONLY_IN_FULL
@only_postgresql
def test_f17_control_without_the_sweep_no_report_ever_comes(open_room, place):
    room = open_room()
    handed_in(room, 1)
    missing = pytest.raises(AssertionError, match="the report")
    with redis_beside(place) as (_, beside), running(Worker(beside)), missing:
        until(all_reported, "the report", seconds=30)
