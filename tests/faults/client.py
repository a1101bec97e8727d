"""A candidate's program that writes down what it sends and hears, and never gives an answer up."""

import json
import math
import os
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from django.db import connections
from django.test import Client as DjangoClient

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0  # the browser's 0.5 and 15 s, for machines
PATIENCE = 90.0
_numbers = count(1)


class GaveUp(Exception):
    """No answer that settles the matter, for all the patience there was."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: dict[str, Any]


class Transport(Protocol):
    def send(self, method: str, path: str, body: dict[str, Any]) -> Reply:
        """Raises OSError or HTTPException when no whole reply came."""

    def close(self) -> None: ...


class Network:
    """Real HTTP over one kept connection, signed by a token or by session cookies."""

    def __init__(self, port: int, *, headers: dict[str, str], timeout: float = 10.0) -> None:
        self.port, self.headers, self.timeout = port, headers, timeout
        self._connection: HTTPConnection | None = None

    def send(self, method: str, path: str, body: dict[str, Any]) -> Reply:
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            headers = {"Content-Type": "application/json", **self.headers}
            self._connection.request(method, path, json.dumps(body), headers)
            heard = self._connection.getresponse()
            text = heard.read()
        except (OSError, HTTPException):
            self.close()
            raise
        return Reply(heard.status, dict(heard.headers), _decoded(text))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class InProcess:
    """The whole program without the network: middleware, doors, rules, and a real database."""

    def __init__(self, *, headers: dict[str, str]) -> None:
        self.headers = headers
        self._client = DjangoClient(raise_request_exception=False)

    def send(self, method: str, path: str, body: dict[str, Any]) -> Reply:
        heard = self._client.generic(
            method, path, json.dumps(body), "application/json", headers=self.headers
        )
        return Reply(heard.status_code, dict(heard.headers), _decoded(heard.content))

    def close(self) -> None:
        connections.close_all()


def _decoded(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class ClientLog:
    """Append-only, one JSON object a line: a request before it leaves, a reply before it counts."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.path = path

    def note(self, **entry: Any) -> None:
        line = json.dumps({"at": time.time(), **entry}) + "\n"
        os.write(self._file, line.encode())

    def entries(self) -> Iterator[dict[str, Any]]:
        with self.path.open() as lines:
            yield from map(json.loads, lines)

    def replies(self, *, before: float = math.inf) -> list[dict[str, Any]]:
        """What was heard, or what had been heard at a moment (`time.time()`)."""
        found = (each for each in self.entries() if each["kind"] == "reply")
        return [each for each in found if each["at"] < before]

    def requests(self) -> int:
        return sum(each["kind"] == "request" for each in self.entries())

    def close(self) -> None:
        os.close(self._file)


class LoggingClient:
    """One tab of one candidate. `longest_save` is the worst wait for an acknowledgement, in s."""

    def __init__(
        self, transport: Transport, attempt: str, log: ClientLog, *, name: str = ""
    ) -> None:
        self.transport, self.attempt, self.log = transport, str(attempt), log
        self.name = name or f"tab-{os.getpid()}-{next(_numbers)}"
        self.revs: dict[int, int] = {}
        self.waits: list[float] = []
        self.given: dict[int, Any] = {}
        self.seq = 0
        self.stopped = threading.Event()

    def save(self, position: int, answer: Any) -> Reply:
        """Give an answer, again and again under the same name, until the server has spoken."""
        self.seq += 1
        body = {
            "answer": answer,
            "client_id": self.name,
            "seq": self.seq,
            "base_rev": self.revs.get(position, 0),
        }
        began = time.monotonic()
        reply = self.ask("PUT", f"items/{position}/answer/", body, position=position)
        self.waits.append(time.monotonic() - began)
        if reply.status == 200:
            self.given[position] = answer
        if "rev" in reply.body:
            self.revs[position] = reply.body["rev"]
        return reply

    def submit(self) -> Reply:
        return self.ask("POST", "submission/", {})

    def ask(self, method: str, path: str, body: dict[str, Any], **about: Any) -> Reply:
        """Until something below 500 comes back. Raises `GaveUp`."""
        end, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
        while time.monotonic() < end and not self.stopped.is_set():
            reply = self.ask_once(method, path, body, **about)
            if reply is not None and reply.status < 500:
                return reply
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(pause * 2, LONGEST_PAUSE)
        raise GaveUp(f"{method} {path} of {self.attempt}: {body}")

    def ask_once(self, method: str, path: str, body: dict[str, Any], **about: Any) -> Reply | None:
        said = {"attempt": self.attempt, "method": method, "path": path, "sent": body, **about}
        self.log.note(kind="request", **said)
        began = time.monotonic()
        try:
            reply = self.transport.send(method, f"/api/v1/attempts/{self.attempt}/{path}", body)
        except (OSError, HTTPException) as error:
            self.log.note(kind="silence", error=repr(error), **said)
            return None
        self.log.note(
            kind="reply",
            status=reply.status,
            body=reply.body,
            retry_after=reply.headers.get("Retry-After"),
            ms=round((time.monotonic() - began) * 1000, 1),
            **said,
        )
        return reply

    def close(self) -> None:
        self.transport.close()
