"""An open loop: requests come when they are due, whether or not earlier ones were answered.

Latency is counted from the moment a request was due, so a server that stalls is charged for all
who came meanwhile; a closed loop would politely stop asking (coordinated omission).
"""

import asyncio
import json
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.client import JSON, body_length, request
from benchmarks.seats import an_answer

PACE_SECONDS = 75.0  # a candidate saves one answer and loads one page in this time
MOST_WAITING = 2000  # beyond that the server is overrun, and nothing more is learned
SECONDS_TO_ANSWER = 30.0
CLIENT_ID = "load"
OVERRUN, NO_ANSWER = "not sent: too many waiting", "no answer"


@dataclass
class Candidate:
    """Somebody in the middle of an attempt. `revs` counts saves sent, as if all are accepted."""

    attempt: str
    form: list[dict[str, Any]]
    cookies: dict[str, str]
    seq: int = 0
    revs: Counter[int] = field(default_factory=Counter)

    def page(self) -> bytes:
        return request("GET", f"/attempts/{self.attempt}/items/{self._place() + 1}/", self.cookies)

    def save(self) -> bytes:
        self.seq += 1
        item = self.form[self._place()]
        given = {
            "answer": an_answer(item),
            "client_id": CLIENT_ID,
            "seq": self.seq,
            "base_rev": self.revs[item["position"]],
        }
        self.revs[item["position"]] += 1
        path = f"/api/v1/attempts/{self.attempt}/items/{item['position']}/answer/"
        return request("PUT", path, self.cookies, json.dumps(given).encode(), kind=JSON)

    def _place(self) -> int:
        return self.seq % len(self.form)


@dataclass
class Outcome:
    """Seconds by kind of request, what was answered, and the saves that were acknowledged."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: Counter[str] = field(default_factory=Counter)
    lateness: list[float] = field(default_factory=list)
    acknowledged: set[tuple[str, int]] = field(default_factory=set)


class Driver:
    def __init__(self, port: int, candidates: Sequence[Candidate]) -> None:
        self.port, self.candidates = port, candidates
        self.idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
        self.outcome, self.random, self.waiting = Outcome(), Random(secrets.randbits(64)), 0

    async def drive(self, seconds: float) -> Outcome:
        """Poisson arrivals for so long; returns when the last one is answered or given up."""
        rate = 2 * len(self.candidates) / PACE_SECONDS
        self.idle = asyncio.Queue()
        due, end = time.perf_counter(), time.perf_counter() + seconds
        async with asyncio.TaskGroup() as requests:
            while (due := due + self.random.expovariate(rate)) < end:
                await asyncio.sleep(max(due - time.perf_counter(), 0))
                if self.waiting >= MOST_WAITING:
                    self.outcome.answers[OVERRUN] += 1
                else:
                    requests.create_task(self._one(due))
        while not self.idle.empty():
            self.idle.get_nowait()[1].close()
        return self.outcome

    async def _one(self, due: float) -> None:
        who, kind = self.random.choice(self.candidates), self.random.choice(("save", "page"))
        message, seq = getattr(who, kind)(), who.seq
        self.outcome.lateness.append(time.perf_counter() - due)
        status = await self._status(message)
        self.outcome.seconds[kind].append(time.perf_counter() - due)
        self.outcome.answers[f"{kind}: {status or NO_ANSWER}"] += 1
        if kind == "save" and status == 200:
            self.outcome.acknowledged.add((who.attempt, seq))

    async def _status(self, message: bytes) -> int | None:
        """Of the answer; None where there was none in time."""
        self.waiting += 1
        try:
            return await asyncio.wait_for(self._ask(message), SECONDS_TO_ANSWER)
        except (OSError, EOFError, TimeoutError):
            return None
        finally:
            self.waiting -= 1

    async def _ask(self, message: bytes) -> int:
        reader, writer = await self._connection()
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        await reader.readexactly(body_length(head))
        if "connection: close" in head.lower():
            writer.close()
        else:
            self.idle.put_nowait((reader, writer))
        return int(head[9:12])

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The connection that rested longest, so that all workers get their share; or a new one."""
        if self.idle.empty():
            return await asyncio.open_connection("127.0.0.1", self.port)
        return self.idle.get_nowait()
