"""An exam room: candidates seated at attempts, and a crowd of them answering at once."""

import math
import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from attempts.models import Attempt
from questions.models import Exam
from tests import factories
from tests.faults import oracle
from tests.faults.client import ClientLog, InProcess, LoggingClient, Network
from tests.faults.invariants import InvariantBroken, Ledger, broken, frozen_versions, in_words
from tests.faults.tally import Tally

CSRF = "c" * 32


@dataclass
class Seat:
    """A candidate, the attempt in front of them, and the answers each of its items can have."""

    user: User
    attempt: Attempt
    headers: dict[str, str]
    answers: dict[int, list[Any]]

    def over(self, port: int, log: ClientLog, **options: Any) -> LoggingClient:
        transport = Network(port, headers=self.headers, **options)
        return LoggingClient(transport, str(self.attempt.pk), log)

    def inside(self, log: ClientLog) -> LoggingClient:
        return LoggingClient(InProcess(headers=self.headers), str(self.attempt.pk), log)


def signed_by_token(user: User) -> dict[str, str]:
    told = StringIO()
    call_command("create_token", user.email, stdout=told)
    return {"Authorization": f"Bearer {told.getvalue().strip()}"}


def signed_by_session(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    cookies = {"csrftoken": CSRF, "sessionid": client.cookies["sessionid"].value}
    told = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"Cookie": told, "X-CSRFToken": CSRF}


@dataclass
class Room:
    """One scenario: its exam, its seats, its log, and the reckoning at the end."""

    folder: Path
    tally: Tally
    exam: Exam
    seats: list[Seat] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = ClientLog(self.folder / "client.log")
        self.versions = frozen_versions()

    def seat(
        self,
        number: int = 1,
        *,
        now: datetime | None = None,
        signed: Callable[[User], dict[str, str]] = signed_by_token,
    ) -> list[Seat]:
        """More candidates, each with an attempt just begun (at `now`)."""
        new = []
        for _ in range(number):
            user = factories.user()
            attempt = factories.attempt(of=user, exam=self.exam, now=now)
            items = attempt.items.select_related("version")
            answers = {each.position: oracle.possible_answers(each) for each in items}
            new.append(Seat(user, attempt, signed(user), answers))
        self.seats += new
        return new

    def reckon(self, *, is_swept: bool = False, before: float = math.inf) -> None:
        """Assert the invariants: count what was lost, raise `InvariantBroken` if any fails.

        A database that was restored can know only what had been told `before` a moment.
        """
        ledger = Ledger.read(self.log, self.versions, before=before)
        found = broken(ledger, is_swept=is_swept)
        self.tally.operations += self.log.requests()
        self.tally.acknowledged += len(ledger.told("accepted"))
        self.tally.lost += sum(len(found.get(name, [])) for name in ("I1", "I1+I11", "I3"))
        if found:
            raise InvariantBroken(in_words(found))


class Crowd:
    """Clients that answer at random, one thread each, until told to stop or done."""

    def __init__(
        self,
        seats: Iterable[tuple[Seat, LoggingClient]],
        *,
        saves: int | None = None,
        pause: float = 0.0,
    ):
        """`pause`: seconds of thought before an answer, on the average."""
        self.pairs, self.saves, self.pause = list(seats), saves, pause
        self.enough = threading.Event()
        self._pool = ThreadPoolExecutor(len(self.pairs))

    def __enter__(self) -> "Crowd":
        self._running = [self._pool.submit(self._answer, *pair) for pair in self.pairs]
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        if kind is not None:
            self.enough.set()
            for _, client in self.pairs:
                client.stopped.set()
        try:
            for each in self._running:
                if kind is None:
                    each.result()
        finally:
            self._pool.shutdown()

    def _answer(self, seat: Seat, client: LoggingClient) -> None:
        dice = random.Random(f"{seat.attempt.pk}")
        positions = list(seat.answers)
        try:
            with closing(client):
                while not self.enough.is_set() and client.seq != self.saves:
                    position = dice.choice(positions)
                    client.save(position, dice.choice([*seat.answers[position], None]))
                    self.enough.wait(dice.uniform(0, 2 * self.pause))
        finally:
            connection.close()

    @property
    def acknowledged(self) -> int:
        return sum(len(client.waits) for _, client in self.pairs)

    @property
    def longest_wait(self) -> float:
        """The worst time from giving an answer to its acknowledgement, in seconds."""
        return max((wait for _, client in self.pairs for wait in client.waits), default=0.0)


def for_seconds(crowd: Crowd, seconds: float) -> None:
    with crowd:
        time.sleep(seconds)
        crowd.enough.set()


def all_at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Every call in a thread of its own, all let go at the same moment."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
