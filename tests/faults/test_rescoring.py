"""A correction is taken by all its attempts, although who scores them anew is killed half-way."""

import sys

import pytest
from django.utils.timezone import now

from attempts import rescoring
from attempts.models import Result, ResultChange
from reports.models import Report
from reports.tasks import rescore_missed, write_missing_reports
from tests import factories
from tests.conftest import ROOT
from tests.faults.invariants import InvariantBroken
from tests.faults.place import Place
from tests.faults.processes import Program, until
from tests.faults.product import environ_of
from tests.faults.room import Room
from tests.faults.sizes import size


def corrected_exam(open_room, number: int) -> Room:
    """Everybody has handed in and has a report; then the first question is voided."""
    room = open_room(types=("multiple_choice",), pilot=0, weights=(100,), tasks_each=1)
    for seat in room.seat(number):
        client = seat.inside(room.log)
        for position in seat.answers:
            client.save(position, seat.answers[position][position % 2])
        assert client.submit().status == 200
    write_missing_reports()
    item = room.seats[0].attempt.items.filter(is_scored=True).select_related("version__question")[0]
    teacher = factories.user()
    rescoring.decide(item.version, None, reason="No answer.", by=teacher, now=now())
    return room


def killed_after(place: Place, number: int, **told: str) -> None:
    """Scores anew, and is killed in the middle of attempt `number`."""
    begun = place.folder / "begun"
    environ = environ_of(place, FAULTS_BEGUN=str(begun), PYTHONPATH=str(ROOT), **told)
    environ["DJANGO_SETTINGS_MODULE"] = "exam_platform.settings"
    command = [sys.executable, "-m", "tests.faults.broken.slow_rescoring"]
    program = Program("rescoring", command, environ=environ, folder=place.folder)
    program.start()
    try:
        until(
            lambda: begun.exists() and len(begun.read_text().split()) >= number,
            f"attempt {number} is begun",
        )
    finally:
        program.kill_group()


def test_f15_rescoring_killed_in_the_middle_goes_on_where_it_was(open_room, place):
    number = size(4, 20)
    room = corrected_exam(open_room, number)
    before = Result.objects.count()
    killed_after(place, 3)
    taken = ResultChange.objects.count()
    assert taken == 2
    assert Report.objects.count() == number - taken
    room.reckon()
    assert rescore_missed() == number - taken
    assert rescore_missed() == 0
    room.reckon()
    assert ResultChange.objects.count() == number
    assert Result.objects.count() == before
    write_missing_reports()
    assert Report.objects.count() == number
    room.tally.notes.append(f"killed in attempt {taken + 1} of {number}")


def test_f15_control_rescoring_without_a_transaction_leaves_half_an_attempt(open_room, place):
    room = corrected_exam(open_room, 4)
    killed_after(place, 3, FAULTS_UNLOCKED="yes")
    with pytest.raises(InvariantBroken, match="I2"):
        room.reckon()
