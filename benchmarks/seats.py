"""A person at a desk: signed in, sitting an attempt. The same moves on either side."""

import secrets
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any, ClassVar, Protocol

from benchmarks.client import Client, Reply

ITEMS = 65
EXAM = "MLA-C01"
_numbers = count(1)


class Seat(Protocol):
    client: Client

    def start(self) -> Reply:
        """A new attempt; call `settle_in` after it."""

    def settle_in(self) -> None:
        """Look up what the moves below need to know of a new attempt. Not measured."""

    def save(self) -> Reply: ...

    def page(self) -> Reply: ...

    def submit(self) -> Reply: ...

    def review(self) -> Reply:
        """Every question of the attempt with its key and reasons."""


@dataclass
class BareSeat:
    client: Client
    attempt: str = ""
    places: Any = field(default_factory=lambda: cycle(range(1, ITEMS + 1)))

    def __post_init__(self) -> None:
        self.client.get("/sign-up/")
        self.client.post_form("/sign-up/", {"email": _email()})

    def start(self) -> Reply:
        reply = self.client.post_form("/attempts/", {}, expect=201)
        self.attempt = f"/attempts/{reply.json()['id']}"
        return reply

    def settle_in(self) -> None:
        pass

    def save(self) -> Reply:
        answer = {"choice": secrets.choice("abcd")}
        return self.client.send("POST", f"{self.attempt}/items/{next(self.places)}/answer/", answer)

    def page(self) -> Reply:
        return self.client.get(f"{self.attempt}/items/{next(self.places)}/")

    def submit(self) -> Reply:
        return self.client.post_form(f"{self.attempt}/submission/", {})

    def review(self) -> Reply:
        return self.client.get(f"{self.attempt}/review/")


@dataclass
class ProductSeat:
    client: Client
    attempt: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)
    places: Any = field(default_factory=lambda: cycle(range(ITEMS)))
    sequence: Any = field(default_factory=lambda: count(1))

    SIGN_UP: ClassVar[str] = "/accounts/signup/"

    def __post_init__(self) -> None:
        self.client.get(self.SIGN_UP)
        person = {"email": _email(), "password1": secrets.token_urlsafe(20)}
        self.client.post_form(self.SIGN_UP, person, expect=302)

    def start(self) -> Reply:
        begin = {"exam": EXAM, "mode": "exam"}
        reply = self.client.send("POST", "/api/v1/attempts/", begin, expect=201)
        self.attempt, self.items = f"/attempts/{reply.json()['id']}", []
        return reply

    def settle_in(self) -> None:
        if not self.items:
            self.items = self.client.get(f"/api/v1{self.attempt}/paper/").json()["items"]

    def save(self) -> Reply:
        item = self.items[next(self.places)]
        given = {
            "answer": an_answer(item),
            "client_id": "bench",
            "seq": next(self.sequence),
            "base_rev": item["rev"],
        }
        path = f"/api/v1{self.attempt}/items/{item['position']}/answer/"
        reply = self.client.send("PUT", path, given)
        item["rev"] = reply.json()["rev"]
        return reply

    def page(self) -> Reply:
        return self.client.get(f"{self.attempt}/items/{next(self.places) + 1}/")

    def submit(self) -> Reply:
        return self.client.send("POST", f"/api/v1{self.attempt}/submission/", {})

    def review(self) -> Reply:
        return self.client.get(f"/api/v1{self.attempt}/review/")

    def paper(self) -> Reply:
        return self.client.get(f"{self.attempt}/paper/")

    def answers_page(self) -> Reply:
        return self.client.get(f"{self.attempt}/answers/?show=all")


def an_answer(item: dict[str, Any]) -> dict[str, Any]:
    """A complete answer to an item of the paper, another one every time or nearly so."""
    letters = [option["id"] for option in item["options"]]
    some = secrets.SystemRandom().sample(letters, item["select"])
    if item["type"] == "matching":
        return {"pairs": {prompt["id"]: secrets.choice(letters) for prompt in item["prompts"]}}
    return {"order" if item["type"] == "ordering" else "selected": some}


def _email() -> str:
    return f"bench{next(_numbers)}@example.org"
