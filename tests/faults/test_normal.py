"""F01: an attempt without any fault. Every other scenario is this one with something broken."""

import random

import pytest

from attempts import answering
from tests import factories
from tests.faults.broken import rules
from tests.faults.invariants import InvariantBroken
from tests.faults.product import Web, running
from tests.faults.room import Room, Seat, percentile
from tests.faults.sizes import ONLY_IN_FULL, within

SECONDS = 0.2


def answer_everything(seat: Seat, client, *, changes: int = 3) -> dict[int, object]:
    """Every item answered `changes` times, in random order; what was chosen last, by position."""
    dice = random.Random(1)
    order = [position for position in seat.answers for _ in range(changes)]
    dice.shuffle(order)
    chosen = {}
    for position in order:
        chosen[position] = dice.choice([*seat.answers[position], None])
        assert client.save(position, chosen[position]).status == 200
    assert client.submit().status == 200
    return chosen


def as_chosen(room: Room, seat: Seat, chosen: dict[int, object]) -> None:
    for item in seat.attempt.items.select_related("version"):
        assert factories.stored(item) == chosen[item.position]
    room.reckon()


def test_f01_every_answer_of_an_attempt_is_there_and_scored(open_room):
    room = open_room(scored=50, pilot=15)
    [seat] = room.seat()
    as_chosen(room, seat, answer_everything(seat, seat.inside(room.log)))


@ONLY_IN_FULL
def test_f01_an_attempt_over_http_is_acknowledged_within_200_ms(open_room, place):
    """From the client's side, so the network and both processes' turns are in it."""
    room, web = open_room(scored=50, pilot=15), Web(place)
    [seat] = room.seat()
    with running(web):
        client = seat.over(web.port, room.log)
        chosen = answer_everything(seat, client)
        client.close()
    as_chosen(room, seat, chosen)
    p95 = percentile(client.waits, 0.95)
    room.tally.notes.append(f"ack p95 {1000 * p95:.0f} ms")
    assert p95 <= within(SECONDS)


@pytest.mark.parametrize("variant", ["logs_but_does_not_store", "stores_but_does_not_log"])
def test_f01_control_a_save_that_forgets_half_of_it(open_room, monkeypatch, variant):
    monkeypatch.setattr(answering, "_record", getattr(rules, variant))
    room = open_room()
    [seat] = room.seat()
    chosen = answer_everything(seat, seat.inside(room.log), changes=1)
    with pytest.raises(InvariantBroken, match="I1"):
        room.reckon()
    assert chosen
