"""The one exception family that rules may raise at people."""

from typing import Any


class RuleBroken(Exception):
    """A request the domain refuses. `code` is for machines, the message is for people.

    `extra` is laid beside `code` and `detail` in the JSON answer: a stale save brings the stored
    answer with it.
    """

    code = "refused"
    status = 409

    def __init__(self, message: str, *, extra: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.extra = extra or {}
