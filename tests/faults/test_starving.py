"""F34: the worker has too little memory, or a report cannot be made at all."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from attempts.models import Attempt
from reports import outbox, weakness
from reports.models import Report, awaiting_report, given_up
from tests.faults.processes import until
from tests.faults.product import Beat, Web, Worker, redis_beside, running
from tests.faults.room import Room
from tests.faults.sizes import ONLY_IN_FULL, size, within
from tests.faults.test_worker import BROKEN, all_reported, ask_for_reports, handed_in

TRIES = len(outbox.PAUSES) + 1
ALERT = "gave up the report on attempt"


@pytest.fixture
def tried(monkeypatch) -> list[Attempt]:
    """The attempts whose reports were tried; each wanted more memory than there is."""
    seen: list[Attempt] = []

    def starving(attempt: Attempt, *, now: datetime) -> Report:
        seen.append(attempt)
        raise MemoryError

    monkeypatch.setattr(weakness, "draft", starving)
    return seen


def a_day_of_sweeps() -> None:
    """Every fifteen seconds would be 5760 of them; every ten minutes is past any pause."""
    began = now()
    for count in range(144):
        outbox.deliver_missing(now=began + count * timedelta(minutes=10))


def test_f34_a_report_that_never_can_be_made_is_tried_three_times(open_room, tried):
    room = open_room()
    seats = handed_in(room, size(2, 5))
    a_day_of_sweeps()
    room.tally.notes.append(f"{len(tried)} tries of {len(seats)} reports in a day of sweeps")
    assert len(tried) == TRIES * len(seats)
    assert {each.error for each in given_up()} == {"MemoryError"}
    assert {each.attempt_id for each in given_up()} == {each.attempt.pk for each in seats}
    room.reckon()


def test_f34_control_a_sweep_that_notes_no_failure_tries_for_ever(open_room, tried, monkeypatch):
    monkeypatch.setattr(outbox, "_note_failure", lambda attempt, error, *, now: None)
    handed_in(open_room(), 1)
    a_day_of_sweeps()
    assert len(tried) > TRIES


def goes_on(room: Room, web: Web) -> None:
    """Others sit, save and hand in as if nothing were."""
    for seat in room.seat(2):
        client = seat.over(web.port, room.log)
        assert client.save(1, seat.answers[1][0]).status == 200
        assert client.submit().status == 200
        client.close()


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f34_a_worker_without_memory_gives_its_reports_up_and_nothing_else(open_room, place):
    room = open_room()
    seats = handed_in(room, 3)
    with redis_beside(place) as (redis, beside):
        web, poor = Web(beside), Worker(beside, celery=BROKEN + "little_memory")
        with running(web, poor, Beat(beside)):
            ask_for_reports(redis, seats)
            goes_on(room, web)
            until(lambda: given_up().count() == 5, "all are given up", seconds=within(120))
            assert poor.is_running
            assert not awaiting_report().exists()
    alerts = poor.log.read_text().count(ALERT)
    room.tally.notes.append(f"5 reports given up after {TRIES} tries each, {alerts} alerts")
    assert alerts == 5
    assert not Report.objects.exists()
    call_command("write_reports", again=True, stdout=StringIO())
    assert all_reported()
    assert Report.objects.count() == 5
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f34_a_report_that_failed_once_is_made_by_a_healthy_worker(open_room, place):
    room = open_room()
    seats = handed_in(room, 3)
    with redis_beside(place) as (redis, beside):
        with running(poor := Worker(beside, celery=BROKEN + "little_memory")):
            ask_for_reports(redis, seats)
            until(lambda: poor.log.read_text().count("MemoryError") >= len(seats), "3 failures")
        with running(Worker(beside), Beat(beside)):
            until(all_reported, "the reports, from a healthy worker", seconds=within(60))
    assert Report.objects.count() == len(seats)
    room.reckon()
