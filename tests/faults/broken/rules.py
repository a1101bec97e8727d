"""The rules with one thing wrong each: what negative controls put in their place."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts import guessing
from accounts.models import GuessCount
from attempts import answering
from attempts.models import AnswerEvent, Attempt, Item
from attempts.states import Outcome
from reports import weakness
from reports.models import Report

SECONDS = 0.1
record, outcome = answering._record, answering._outcome
begin = guessing.begin


def logs_but_does_not_store(
    attempt: Attempt, item: Item, given: Any, **options: Any
) -> AnswerEvent:
    """The event says accepted, the item knows nothing of it."""
    before = item.answer, item.rev, item.answered_at
    event = record(attempt, item, given, **options)
    Item.objects.filter(pk=item.pk).update(answer=before[0], answered_at=before[2])
    return event


def stores_but_does_not_log(
    attempt: Attempt, item: Item, given: Any, **options: Any
) -> AnswerEvent:
    """The item has the answer; nobody can say where from."""
    event = record(attempt, item, given, **options)
    AnswerEvent.objects.filter(pk=event.pk).delete()
    return event


@contextmanager
def unlocked(attempt: Attempt) -> Iterator[None]:
    """The row as it is now, but held by nobody, and every statement a transaction of its own."""
    attempt.refresh_from_db()
    yield


def slow(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same after a moment: it widens the gap between a look and the deed that rests on it."""

    def after_a_moment(*arguments: Any, **options: Any) -> Any:
        time.sleep(SECONDS)
        return function(*arguments, **options)

    return after_a_moment


def slow_after(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same, but the answer comes a moment after it was found."""

    def and_a_moment(*arguments: Any, **options: Any) -> Any:
        found = function(*arguments, **options)
        time.sleep(SECONDS)
        return found

    return and_a_moment


def _without_memory(attempt: Attempt, item: Item, given: Any, **options: Any) -> AnswerEvent:
    """Forgets which events it has seen: a repeat is a new one under a new name."""
    return record(attempt, item, replace(given, client_id=uuid4().hex), **options)


def _last_writer_wins(attempt: Attempt, item: Item, given: Any, **options: Any) -> AnswerEvent:
    """Does not look what the client had seen."""
    return record(attempt, item, replace(given, base_rev=item.rev), **options)


def _ends_early(attempt: Attempt, item: Item, given: Any, *, now: datetime) -> Outcome:
    """Stops saving two minutes before the end, as Moodle does."""
    is_near = now > attempt.deadline - timedelta(minutes=2)
    return Outcome.LATE if is_near else outcome(attempt, item, given, now=now)


def _takes_late_answers(attempt: Attempt, item: Item, given: Any, *, now: datetime) -> Outcome:
    """Whatever was typed in time counts, says who sends it later."""
    return Outcome.ACCEPTED


def written_anew(attempt: Attempt, *, now: datetime) -> Report:
    """A report that is computed again whenever somebody asks for it."""
    report = weakness.draft(attempt, now=now)
    told = {f.name: getattr(report, f.name) for f in Report._meta.fields if f.name != "id"}
    return Report.objects.update_or_create(attempt=attempt, defaults=told)[0]


def looks_before_it_counts(email: str, address: str, *, now: datetime) -> guessing.Try:
    """Reads the counts, lets the password be looked at, and counts it when that is over."""
    keys = guessing._keys(email, address)
    tries = dict(GuessCount.objects.filter(key__in=keys).values_list("key", "tries"))
    time.sleep(SECONDS)
    begin(email, address, now=now)
    return guessing.Try(keys, tries.get(keys[0], 0) + 1, tries.get(keys[1], 0) + 1)


without_memory = "_record", _without_memory
last_writer_wins = "_record", _last_writer_wins
ends_early = "_outcome", _ends_early
takes_late_answers = "_outcome", _takes_late_answers
