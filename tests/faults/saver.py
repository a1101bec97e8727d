"""A process that answers its attempts as fast as it can, and may be killed at any moment.

`python -m tests.faults.saver LOG ATTEMPT ...` goes through the rules and the database alone: an
answer is acknowledged when `answering.save` has returned, and noted in the log at once.
"""

import random
import sys
from pathlib import Path

import django

django.setup()

from django.utils.timezone import now  # noqa: E402  # models need Django set up

from attempts import answering  # noqa: E402
from attempts.answering import Given  # noqa: E402
from attempts.models import Attempt  # noqa: E402
from tests.faults import oracle  # noqa: E402
from tests.faults.client import ClientLog, LoggingClient, Reply  # noqa: E402

SAVES = 500  # before it turns to another attempt


class Rules:
    """The program without its door: a save, refused or acknowledged."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt

    def send(self, method: str, path: str, body: dict) -> Reply:
        *_, position, _answer, _end = path.split("/")
        event = answering.save(self.attempt, int(position), Given(**body), now=now())
        return Reply(200, {}, {"rev": event.rev, "remaining_ms": event.remaining_ms})

    def close(self) -> None: ...


def answer(attempt: Attempt, log: ClientLog) -> None:
    """As a tab opened anew: it knows the newest revisions."""
    items = list(attempt.items.select_related("version"))
    choices = {item.position: [*oracle.possible_answers(item), None] for item in items}
    client = LoggingClient(Rules(attempt), str(attempt.pk), log)
    client.revs = {item.position: item.rev for item in items}
    for _ in range(SAVES):
        position = random.choice(list(choices))
        client.save(position, random.choice(choices[position]))


if __name__ == "__main__":
    told, *names = sys.argv[1:]
    log, attempts = ClientLog(Path(told)), list(Attempt.objects.filter(pk__in=names))
    while True:
        answer(random.choice(attempts), log)
