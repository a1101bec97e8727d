"""A browser's part of HTTP/1.1 and no more: it shares the machine with what it measures."""

import json
import socket
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Refused(Exception):
    """The server did not answer as it should have."""


@dataclass(slots=True)
class Reply:
    """`seconds` from the first byte sent to the last received."""

    status: int
    head: str
    body: bytes
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Client:
    """One person's browser: one connection, kept open, and their cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: socket.socket | None = None

    def get(self, path: str, *, expect: int = 200) -> Reply:
        return self.ask(request("GET", path, self.cookies), expect=expect)

    def send(self, method: str, path: str, data: Any, *, expect: int = 200) -> Reply:
        """`data` as JSON."""
        body = json.dumps(data).encode()
        return self.ask(request(method, path, self.cookies, body, kind=JSON), expect=expect)

    def post_form(self, path: str, fields: dict[str, str], *, expect: int = 200) -> Reply:
        body = urlencode(fields).encode()
        return self.ask(request("POST", path, self.cookies, body, kind=FORM), expect=expect)

    def ask(self, message: bytes, *, expect: int) -> Reply:
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = time.perf_counter()
        self.connection.sendall(message)
        head, body = self._read(self.connection)
        reply = Reply(int(head[9:12]), head, body, time.perf_counter() - began)
        if reply.status != expect:
            raise Refused(f"{message.splitlines()[0]!r}: {reply.status} {body[:500]!r}")
        self._keep_cookies(head)
        if "connection: close" in head.lower():
            self.close()
        return reply

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _read(self, connection: socket.socket) -> tuple[str, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += _received(connection)
        raw, _, body = data.partition(b"\r\n\r\n")
        head = raw.decode("latin-1")
        parts, left = [body], body_length(head) - len(body)
        while left > 0:
            parts.append(_received(connection))
            left -= len(parts[-1])
        return head, b"".join(parts)

    def _keep_cookies(self, head: str) -> None:
        for line in head.split("\r\n"):
            if line.lower().startswith("set-cookie:"):
                found = SimpleCookie(line.partition(":")[2])
                self.cookies |= {name: morsel.value for name, morsel in found.items()}


def request(
    method: str, path: str, cookies: dict[str, str], body: bytes = b"", *, kind: str = ""
) -> bytes:
    """A whole request, with the CSRF token from the cookies where it changes something."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if method != "GET":
        lines += [
            f"Content-Type: {kind}",
            f"Content-Length: {len(body)}",
            f"X-CSRFToken: {cookies.get('csrftoken', '')}",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def body_length(head: str) -> int:
    """Raises `Refused` for an answer that does not say how long it is."""
    for line in head.split("\r\n"):
        if line.lower().startswith("content-length:"):
            return int(line.partition(":")[2])
    raise Refused(f"An answer without Content-Length: {head}")


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(262_144)
    if not data:
        raise Refused("The server closed the connection in the middle of an answer.")
    return data
