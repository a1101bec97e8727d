"""I1 to I11 of the exam room: what must hold whatever was broken. One check each.

I7 (the key is not there) is held by tests/e2e/test_secrecy.py, which sees every page.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from attempts import answering
from attempts.answering import Given
from attempts.errors import AnswerLate, AttemptClosed
from attempts.models import AnswerEvent, Attempt, Item, ResultChange
from attempts.timing import GRACE
from questions.models import QuestionVersion
from reports.models import Report
from tests.faults import oracle
from tests.faults.client import ClientLog

CLOSED_WITHIN = timedelta(seconds=60)
PROBED = 5  # closed attempts that are tried with one more answer
MOVES_THE_DEADLINE = {"paused", "resumed", "accommodated", "extended", "extra_time_granted"}


class InvariantBroken(AssertionError):
    """Names each invariant that does not hold, with what was found."""


@dataclass
class Ledger:
    """What clients were told, and what the database says, side by side."""

    replies: list[dict[str, Any]]
    versions: dict[int, Any]
    attempts: list[Attempt]
    items: dict[Any, list[Item]] = field(default_factory=lambda: defaultdict(list))
    events: dict[Any, list[AnswerEvent]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[Any, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def read(
        cls, log: ClientLog | None, versions: dict[int, Any], *, before: float = math.inf
    ) -> "Ledger":
        """`before`: only what clients had been told at that moment."""
        attempts = Attempt.objects.select_related("exam", "candidate", "result")
        made = cls(log.replies(before=before) if log else [], versions, list(attempts))
        items = Item.objects.select_related("version").prefetch_related("version__corrections")
        for item in items.order_by("attempt", "position"):
            made.items[item.attempt_id].append(item)
        for event in AnswerEvent.objects.order_by("attempt", "number"):
            made.events[event.attempt_id].append(event)
        for attempt, correction in ResultChange.objects.values_list("attempt", "correction"):
            made.taken[attempt].add(correction)
        return made

    @property
    def scored(self) -> list[Attempt]:
        return [each for each in self.attempts if each.is_finished and hasattr(each, "result")]

    def told(self, outcome: str) -> list[dict[str, Any]]:
        """Replies to answers: "accepted", or the code of a refusal."""
        return [each for each in self.replies if "position" in each and _outcome(each) == outcome]


def _outcome(reply: dict[str, Any]) -> str:
    return "accepted" if reply["status"] == 200 else str(reply["body"].get("code"))


def lost_answers(ledger: Ledger) -> list[str]:
    """I1: whatever a client was told about an answer stands in the event log, word for word."""
    items = {
        (each.attempt_id, each.position): each for all_ in ledger.items.values() for each in all_
    }
    known = {
        (str(event.attempt_id), event.client_id, event.seq): event
        for events in ledger.events.values()
        for event in events
    }
    places = {item.pk: item for item in items.values()}
    lost = []
    for outcome in ("accepted", "stale", "late"):
        for told in ledger.told(outcome):
            sent = told["sent"]
            event = known.get((told["attempt"], sent["client_id"], sent["seq"]))
            if event is None or event.outcome != outcome:
                lost.append(f"{outcome} {sent} of {told['attempt']}")
            elif oracle.wire(places[event.item_id], event.answer) != sent["answer"]:
                lost.append(f"{sent} was stored as {event.answer}")
    return sorted(set(lost))


def newest_is_stored(ledger: Ledger) -> Iterator[str]:
    """I1 and I11: replaying an attempt's accepted events gives its items, answer and revision."""
    for attempt, items in ledger.items.items():
        replayed: dict[int, tuple[int, Any]] = {}
        for event in ledger.events[attempt]:
            if event.outcome == "accepted":
                replayed[event.item_id] = event.rev, event.answer
        for item in items:
            expected = replayed.get(item.pk, (0, None))
            if (item.rev, item.answer) != expected:
                yield f"{item}: {(item.rev, item.answer)}, by the log {expected}"


def no_gaps(ledger: Ledger) -> Iterator[str]:
    """I11: events are numbered 1, 2, 3 ...; each accepted one raises its item's revision by 1."""
    for attempt, events in ledger.events.items():
        if [each.number for each in events] != list(range(1, len(events) + 1)):
            yield f"{attempt}: events {[each.number for each in events]}"
        revs: Counter[int] = Counter()
        for event in events:
            revs[event.item_id] += event.outcome == "accepted"
            if event.rev != revs[event.item_id]:
                yield f"{event}: rev {event.rev} after {revs[event.item_id]} accepted"


def score_is_a_function(ledger: Ledger) -> Iterator[str]:
    """I2: an oracle that shares no code with the program gives the stored result, bit for bit."""
    for attempt in ledger.scored:
        expected = oracle.score(attempt, ledger.items[attempt.pk], ledger.taken[attempt.pk])
        found = {name: getattr(attempt.result, name) for name in expected}
        if found != expected:
            yield f"{attempt.pk}: {found}, should be {expected}"


def acknowledged_is_scored(ledger: Ledger) -> Iterator[str]:
    """I3: every item of a scored attempt was marked for the answer that was acknowledged last."""
    for attempt in ledger.scored:
        last = {e.item_id: e.answer for e in ledger.events[attempt.pk] if e.outcome == "accepted"}
        for item in ledger.items[attempt.pk]:
            right = oracle.is_right(item, last.get(item.pk), ledger.taken[attempt.pk])
            if item.is_correct != right:
                yield f"{item}: marked {item.is_correct} for {last.get(item.pk)}"


def closed_is_closed(ledger: Ledger) -> Iterator[str]:
    """I4: one more answer to a closed attempt is refused and changes no item."""
    for attempt in [each for each in ledger.attempts if not each.is_open][:PROBED]:
        before = list(attempt.items.values_list("answer", "rev"))
        try:
            with transaction.atomic():
                given = Given(None, "probe-of-a-closed-attempt", 1, before[0][1])
                answering.save(attempt, 1, given, now=attempt.ended_at or attempt.deadline)
                yield f"{attempt.pk} took an answer after its end"
                transaction.set_rollback(True)
        except (AttemptClosed, AnswerLate):
            pass
        if list(attempt.items.values_list("answer", "rev")) != before:
            yield f"{attempt.pk} changed after its end"


def one_open_attempt(ledger: Ledger) -> Iterator[str]:
    """I5."""
    open_ = Counter((each.candidate_id, each.exam_id) for each in ledger.attempts if each.is_open)
    yield from (f"{who}: {number} open attempts" for who, number in open_.items() if number > 1)


def time_only_runs_down(ledger: Ledger) -> Iterator[str]:
    """I6: the deadline is the one set at start; what a client hears never grows again."""
    for attempt in ledger.attempts:
        moved = attempt.events.filter(kind__in=MOVES_THE_DEADLINE).exists()
        if attempt.deadline != attempt.first_deadline and not moved:
            yield f"{attempt.pk}: the deadline moved without an event"
    heard: dict[tuple[str, str], int] = {}
    for told in ledger.told("accepted"):
        tab = told["attempt"], told["sent"]["client_id"]
        if told["body"]["remaining_ms"] > heard.get(tab, told["body"]["remaining_ms"]):
            yield f"{tab}: the clock went back at seq {told['sent']['seq']}"
        heard[tab] = told["body"]["remaining_ms"]


def one_of_each(ledger: Ledger) -> Iterator[str]:
    """I8: one start, one end, one result and one report at most, whatever was delivered twice."""
    for attempt in ledger.attempts:
        kinds = Counter(attempt.events.values_list("kind", flat=True))
        ends = kinds["submitted"] + kinds["expired"]
        if kinds["started"] != 1 or ends != attempt.is_finished:
            yield f"{attempt.pk}: {dict(kinds)}"
    twice = Report.objects.values("attempt").annotate(n=Count("pk")).filter(n__gt=1)
    yield from (f"{each['attempt']}: {each['n']} reports" for each in twice)


def ended_at_the_deadline(ledger: Ledger) -> Iterator[str]:
    """I9: whoever ran out of time ended at the deadline, whenever that was noticed."""
    for attempt in ledger.attempts:
        if attempt.state == "expired" and attempt.ended_at != attempt.deadline:
            yield f"{attempt.pk}: ended {attempt.ended_at}, deadline {attempt.deadline}"
        if attempt.ended_at and attempt.ended_at > attempt.deadline:
            yield f"{attempt.pk}: ended after its deadline"


def closed_in_time(ledger: Ledger) -> Iterator[str]:
    """I9, where a sweeper ran: closed within 60 s after deadline and grace."""
    for attempt in ledger.attempts:
        noticed = [each.happened_at for each in attempt.events.filter(kind="expired")]
        if attempt.is_open:
            yield f"{attempt.pk} is still open"
        elif noticed and noticed[0] > attempt.deadline + GRACE + CLOSED_WITHIN:
            yield f"{attempt.pk} was closed at {noticed[0]}, deadline {attempt.deadline}"


def versions_unchanged(ledger: Ledger) -> Iterator[str]:
    """I10: the words and the key that attempts refer to are those of the beginning."""
    now = frozen_versions()
    yield from (f"version {pk} changed" for pk, was in ledger.versions.items() if now[pk] != was)


def frozen_versions() -> dict[int, Any]:
    """Every published wording as it is now; to be taken when a scenario begins."""
    return {
        each.pk: (each.content(), each.rendered)
        for each in QuestionVersion.objects.filter(published_at__isnull=False)
    }


Check = Callable[[Ledger], Iterator[str] | list[str]]
CHECKS: list[tuple[str, Check]] = [
    ("I1", lost_answers),
    ("I1+I11", newest_is_stored),
    ("I11", no_gaps),
    ("I2", score_is_a_function),
    ("I3", acknowledged_is_scored),
    ("I4", closed_is_closed),
    ("I5", one_open_attempt),
    ("I6", time_only_runs_down),
    ("I8", one_of_each),
    ("I9", ended_at_the_deadline),
    ("I10", versions_unchanged),
]


def broken(ledger: Ledger, *, is_swept: bool) -> dict[str, list[str]]:
    checks = [*CHECKS, *([("I9 swept", closed_in_time)] if is_swept else [])]
    found = {name: list(check(ledger)) for name, check in checks}
    return {name: faults for name, faults in found.items() if faults}


def in_words(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}: {len(each)}, first: {each[0]}" for name, each in found.items())
