"""The SQL of each action of the product, counted in one process by Django's test client.

BEGIN and COMMIT are not counted; reading the session and the user is.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.seats import EXAM, an_answer

ENDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def write() -> None:
    """Action -> its statements, as JSON on standard output."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.create_user("statements@example.org"))
    walk(client)  # fills what is kept for longer than a request
    sys.stdout.write(json.dumps(walk(client)))


def counted(call: Callable[[], Any], *, expect: int = 200) -> tuple[list[str], Any]:
    """Every statement that a request sends, in order, and its response."""
    with CaptureQueriesContext(connection) as captured:
        response = call()
    if response.status_code != expect:
        raise RuntimeError(f"{response.status_code}: {response.content[:500]!r}")
    sent = [query["sql"] for query in captured.captured_queries]
    return [each for each in sent if not each.startswith(ENDS)], response


def walk(client: Client) -> dict[str, list[str]]:
    """One attempt from beginning to end; keys as in rounds.ACTIONS."""

    def ask(method: str, path: str, data: Any = None, *, expect: int = 200) -> list[str]:
        options = {} if data is None else {"data": data, "content_type": "application/json"}
        return counted(lambda: getattr(client, method)(path, **options), expect=expect)[0]

    begin = {"data": {"exam": EXAM, "mode": "exam"}, "content_type": "application/json"}
    started, response = counted(lambda: client.post("/api/v1/attempts/", **begin), expect=201)
    at = f"/attempts/{response.json()['id']}"
    first = client.get(f"/api/v1{at}/paper/").json()["items"][0]
    given = {"answer": an_answer(first), "client_id": "bench", "seq": 1, "base_rev": 0}
    return {
        "start": started,
        "save": ask("put", f"/api/v1{at}/items/1/answer/", given),
        "page": ask("get", f"{at}/items/1/"),
        "paper": ask("get", f"{at}/paper/"),
        "submit": ask("post", f"/api/v1{at}/submission/", {}),
        "review": ask("get", f"/api/v1{at}/review/"),
        "answers_page": ask("get", f"{at}/answers/?show=all"),
    }
