"""Measuring both sides in the same minutes: action by action, turn and turn about."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

from benchmarks.client import Reply
from benchmarks.seats import Seat
from benchmarks.servers import Server

REQUESTS_ON_ONE_CONNECTION = 25  # then a new one, so that no worker keeps all eight clients


@dataclass(frozen=True)
class Side:
    name: str
    server: Server
    seats: Sequence[Seat]


@dataclass(frozen=True)
class Figure:
    """`ms` is the median a client waited, `cpu_ms` what one request cost master and workers.

    `rate` is requests per second, given only where all seats asked at once.
    """

    ms: float
    cpu_ms: float
    size: int
    rate: float | None = None


@dataclass(frozen=True)
class Action:
    """`times` in a row by the first seat, or once by each seat where that is None."""

    name: str
    move: str
    times: int | None = None


SAVE, AT_ONCE = "save one answer", "saves at once, c=8"
ACTIONS = [
    Action("start an attempt", "start"),
    Action(SAVE, "save", 300),
    Action("load an item page", "page", 60),
    Action("the paper", "paper", 30),
    Action("submit and score", "submit"),
    Action("review of 65", "review", 30),
    Action("answers page", "answers_page", 30),
]
Round = dict[tuple[str, str], Figure]  # (action, side) -> figure


def one_round(sides: Sequence[Side], *, seconds_at_once: float) -> Round:
    """Every action on every side, from a new attempt to its review."""
    figures: Round = {}
    for action in ACTIONS:
        for side in sides:
            if hasattr(side.seats[0], action.move):
                figures[action.name, side.name] = _measured(side, action)
        if action.name == SAVE:
            figures |= {(AT_ONCE, side.name): _at_once(side, seconds_at_once) for side in sides}
    return figures


def _measured(side: Side, action: Action) -> Figure:
    seats = side.seats if action.times is None else [side.seats[0]] * action.times
    cpu = side.server.cpu_seconds()
    replies = [getattr(seat, action.move)() for seat in seats]
    cpu = side.server.cpu_seconds() - cpu
    for seat in side.seats:
        seat.settle_in()
    return _figure(replies, cpu)


def _at_once(side: Side, seconds: float) -> Figure:
    """Every seat saves as fast as it is answered."""
    until, cpu = time.perf_counter() + seconds, side.server.cpu_seconds()
    with ThreadPoolExecutor(len(side.seats)) as threads:
        runs = [threads.submit(_save_until, seat, until) for seat in side.seats]
        replies = [reply for run in runs for reply in run.result()]
    took = time.perf_counter() - until + seconds
    return _figure(replies, side.server.cpu_seconds() - cpu, rate=len(replies) / took)


def _save_until(seat: Seat, until: float) -> list[Reply]:
    replies: list[Reply] = []
    while time.perf_counter() < until:
        if len(replies) % REQUESTS_ON_ONE_CONNECTION == 0:
            seat.client.close()
        replies.append(seat.save())
    return replies


def _figure(replies: Sequence[Reply], cpu: float, *, rate: float | None = None) -> Figure:
    return Figure(
        ms=1000 * median(reply.seconds for reply in replies),
        cpu_ms=1000 * cpu / len(replies),
        size=len(replies[-1].body),
        rate=rate,
    )
