"""F29, F30: the network is slow, loses connections, and swallows replies after the commit."""

import time

import pytest

from tests.faults.invariants import InvariantBroken
from tests.faults.product import Web, running
from tests.faults.proxy import FaultProxy, Weather, proxied
from tests.faults.room import Crowd, Room, for_seconds
from tests.faults.sizes import ONLY_IN_FULL, size

FORGETFUL = "tests.faults.broken.new_name_each_time"


def crowd_through(room: Room, proxy: FaultProxy, number: int, *, saves: int | None = None) -> Crowd:
    seats = room.seat(number)
    pairs = [(seat, seat.over(proxy.port, room.log, timeout=3.0)) for seat in seats]
    return Crowd(pairs, saves=saves)


def nobody_was_refused(room: Room) -> None:
    """A repeat under the same name is no conflict: a candidate alone must never see one."""
    refused = [each for each in room.log.replies() if each["status"] != 200]
    assert not refused, refused[0]


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f29_a_slow_and_lossy_network_delays_answers_and_loses_none(open_room, place):
    room, web = open_room(), Web(place)
    with running(web), proxied(web.port) as proxy:
        proxy.weather = Weather(delay=0.3, jitter=0.2, cut_share=0.05)
        crowd = crowd_through(room, proxy, size(4, 20))
        for_seconds(crowd, size(5, 60))
        room.tally.notes.append(f"{proxy.cuts} connections cut")
        assert proxy.cuts
    nobody_was_refused(room)
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f29_a_black_hole_for_some_seconds_only_delays(open_room, place):
    room, web = open_room(), Web(place)
    with running(web), proxied(web.port) as proxy, (crowd := crowd_through(room, proxy, 6)):
        time.sleep(1)
        proxy.weather = Weather(is_black_hole=True)
        time.sleep(5)
        proxy.weather = Weather()
        time.sleep(5)
        crowd.enough.set()
    nobody_was_refused(room)
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f29_control_a_server_without_memory_of_names_meets_its_own_repeats(open_room, place):
    room, web = open_room(), Web(place, wsgi=FORGETFUL)
    with running(web), proxied(web.port) as proxy:
        proxy.weather = Weather(cut_share=0.3)
        for_seconds(crowd_through(room, proxy, 4), 5)
    with pytest.raises(AssertionError, match="stale"):
        nobody_was_refused(room)


def lose_replies(room: Room, web: Web) -> None:
    """Every reply is cut off at its first byte until each of 20 answers has been sent twice."""
    with running(web), proxied(web.port) as proxy:
        proxy.weather = Weather(cut_reply_at=0)
        with crowd_through(room, proxy, 2, saves=10):
            time.sleep(2)
            proxy.weather = Weather()
    assert proxy.cuts


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f30_a_reply_lost_after_the_commit_is_given_again(open_room, place):
    room = open_room()
    for _ in range(10):
        lose_replies(room, Web(place))
    nobody_was_refused(room)
    room.reckon()
    assert room.tally.acknowledged == 200


@ONLY_IN_FULL
@pytest.mark.parametrize("database", ["postgresql"])
def test_f30_control_without_names_a_lost_reply_becomes_a_second_event(open_room, place):
    room = open_room()
    lose_replies(room, Web(place, wsgi=FORGETFUL))
    with pytest.raises(InvariantBroken, match="I1"):
        room.reckon()
    with pytest.raises(AssertionError, match="stale"):
        nobody_was_refused(room)
