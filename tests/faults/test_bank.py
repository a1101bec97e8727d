"""F25, F26: the bank and the exam change under a running attempt; the attempt does not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.timezone import now

from attempts.models import Attempt
from questions import publishing
from questions.models import QuestionVersion
from tests.conftest import person
from tests.faults.broken.tables import without_constraints, without_triggers
from tests.faults.invariants import InvariantBroken
from tests.faults.room import Room, Seat


def shown(room: Room, seat: Seat) -> dict:
    """The paper as the candidate's program gets it, answers and their revisions left out."""
    client = seat.inside(room.log)
    items = client.ask("GET", "paper/", {}).body["items"]
    return {each["position"]: {**each, "answer": None, "rev": 0} for each in items}


def edit_all_questions(seat: Seat) -> None:
    """A new wording with another key for every question of the form; then all are retired."""
    author = person("dave", "administrator")
    for item in seat.attempt.items.select_related("version__question"):
        old = publishing.content_of(item.version)
        body = {**old.body, "options": [{**o, "text": o["text"] + "!"} for o in old.options]}
        if item.version.type == "multiple_choice":
            body["options"] = [{**o, "correct": not n} for n, o in enumerate(body["options"][::-1])]
        new = publishing.install(
            item.version.question, replace(old, stem=f"New. {old.stem}", body=body), now=now()
        )
        publishing.retire(new, by=author, now=now())


def answer_rightly(room: Room, seat: Seat) -> None:
    client = seat.inside(room.log)
    for position, answers in seat.answers.items():
        assert client.save(position, answers[0]).status == 200
    client.submit()


def test_f25_an_attempt_keeps_the_words_and_the_key_it_began_with(open_room):
    room = open_room()
    [seat] = room.seat()
    before = shown(room, seat)
    edit_all_questions(seat)
    assert shown(room, seat) == before
    answer_rightly(room, seat)
    room.reckon()
    assert seat.attempt.result.scaled == 1000


def test_f25_a_question_that_an_attempt_refers_to_cannot_be_deleted(open_room):
    room = open_room()
    [seat] = room.seat()
    version = seat.attempt.items.first().version
    for row in (version, version.question, seat.attempt.items.first().task):
        with pytest.raises(ProtectedError):
            row.delete()
    answer_rightly(room, seat)
    room.reckon()


def test_f25_a_published_version_is_refused_every_change_by_the_database(open_room):
    room = open_room()
    [seat] = room.seat()
    versions = QuestionVersion.objects.filter(items__attempt=seat.attempt)
    with pytest.raises(IntegrityError, match="published"), transaction.atomic():
        QuestionVersion.objects.filter(pk=versions.first().pk).update(stem="Other words")
    room.reckon()


def test_f25_control_an_edit_in_place_changes_running_attempts(open_room):
    room = open_room()
    room.seat()
    without_triggers()
    QuestionVersion.objects.update(stem="Other words")
    with pytest.raises(InvariantBroken, match="I10"):
        room.reckon()


def change_exam(room: Room) -> None:
    room.exam.minutes, room.exam.pass_mark = 1, 990
    room.exam.offers_mock_exam, room.exam.status = False, "retired"
    room.exam.valid_until = now().date() - timedelta(days=1)
    room.exam.save()


def test_f26_a_running_attempt_keeps_its_time_and_its_pass_mark(open_room):
    room = open_room()
    [seat] = room.seat()
    deadline, pass_mark = seat.attempt.deadline, seat.attempt.pass_mark
    change_exam(room)
    answer_rightly(room, seat)
    attempt = Attempt.objects.get(pk=seat.attempt.pk)
    assert (attempt.deadline, attempt.result.pass_mark) == (deadline, pass_mark)
    room.reckon()


def shorten(seat: Seat) -> None:
    with transaction.atomic():
        shorter = seat.attempt.deadline - timedelta(minutes=30)
        Attempt.objects.filter(pk=seat.attempt.pk).update(deadline=shorter)


def test_f26_the_database_refuses_to_shorten_a_deadline(open_room):
    room = open_room()
    [seat] = room.seat()
    with pytest.raises(IntegrityError, match="deadline_is_never_shortened"):
        shorten(seat)
    room.reckon()


def test_f26_control_without_the_constraint_a_deadline_can_be_shortened(open_room):
    room = open_room()
    [seat] = room.seat()
    without_constraints("deadline_is_never_shortened")
    shorten(seat)
    with pytest.raises(InvariantBroken, match="I6"):
        room.reckon()
