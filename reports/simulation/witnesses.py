"""A few candidates sat through every rule, beside twins sat as the mass is: all must be the same.

A twin gets the id that the rules gave to the attempt to draw by, and gives the same answers. Then
the rows of both are compared, field by field, and the report with what the mass is judged by.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from attempts import answering, lifecycle
from attempts.models import Attempt, Item, Result
from attempts.states import Mode
from questions.item_types import ITEM_TYPES
from reports import outlook, weakness
from reports.mastery import Floats
from reports.models import Report, latest_intercept
from reports.simulation.followed import Followed
from reports.simulation.population import Draw
from reports.simulation.sitting import (
    ANSWERED_AFTER,
    TAKES,
    Given,
    Room,
    Sat,
    Seat,
    attempt_of,
    hand_in,
    store,
)

OWN = {"id", "attempt_id", "candidate_id"}  # what differs between any two attempts


@dataclass(frozen=True, slots=True)
class Pair:
    """A candidate who goes through the rules, and the twin who does not."""

    real: Seat
    twin: Seat


def sit_both(
    room: Room, pair: Pair, ability: Floats, luck: Draw, *, id: UUID, number: int, at: datetime
) -> list[str]:
    """One attempt of each; what differs between them, in words. `id` is the twin's."""
    user = pair.real.user
    real, _ = lifecycle.start(room.exam, user, mode=Mode.EXAM, now=at)
    attempt = attempt_of(room, pair.twin, id=id, number=number, at=at)
    items = room.paper(attempt, pair.twin.met, like=real.pk)
    if unlike := form_differences(real, items):
        lifecycle.submit(real, by=user, now=at + TAKES)
        return unlike
    given = room.answers(items, ability, luck)
    twin = hand_in(room, attempt, items, given)
    answer_all(real, given, now=at + ANSWERED_AFTER)
    lifecycle.submit(real, by=user, now=at + TAKES)
    store([twin])
    room.remember(items, pair.real, at=at)
    room.remember(items, pair.twin, at=at)
    report = weakness.write(real, now=at + TAKES)
    return [*differences(real, twin), *_report_differences(report, twin)]


def answer_all(attempt: Attempt, given: Iterable[Given], *, now: datetime) -> None:
    """Save every answer and the time it took, as the page of an exam does."""
    items = attempt.items.select_related("version")
    for item, (answer, seconds) in zip(items, given, strict=True):
        wire = ITEM_TYPES[item.version.type].wire(item.layout, answer)
        sent = answering.Given(wire, client_id="simulated", seq=item.position, base_rev=0)
        answering.save(attempt, item.position, sent, now=now)
        answering.mark(attempt, item.position, now=now, seconds_more=seconds)


def form_differences(real: Attempt, items: Iterable[Item]) -> list[str]:
    """Between the form that the rules drew and the one drawn for the twin, not yet answered."""
    pairs = zip(real.items.all(), items, strict=True)
    return [f"item {item.position}: {name}" for item, twin in pairs for name in _unlike(item, twin)]


def differences(real: Attempt, twin: Sat) -> list[str]:
    """Between what the rules wrote and what was written in bulk, as both are stored."""
    ids = (real.pk, twin.attempt.pk)
    pairs: list[tuple[str, list[Any]]] = [
        ("attempt", [Attempt.objects.get(pk=pk) for pk in ids]),
        ("result", [Result.objects.get(attempt=pk) for pk in ids]),
    ]
    sheets = [list(Item.objects.filter(attempt=pk)) for pk in ids]
    pairs += [(f"item {one.position}", [one, other]) for one, other in zip(*sheets, strict=True)]
    return [f"{name}: {field}" for name, both in pairs for field in _unlike(*both)]


def _unlike(one: Model, other: Model) -> list[str]:
    """The fields that differ, other than those that differ between any two attempts."""
    names = [field.attname for field in one._meta.concrete_fields if field.attname not in OWN]
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def _report_differences(report: Report, twin: Sat) -> list[str]:
    """Between the report of the rules and what the mass is judged by."""
    followed = Followed(twin.attempt.exam)
    (sittings,) = followed.sittings([twin.attempt.candidate], up_to=twin.attempt.number)
    m, v = followed.profile(sittings)
    said = {row["number"]: row for row in report.domains}
    domains = zip(followed.blueprint.domains, followed.domains(m, v, sittings), strict=True)
    found = [
        f"report, domain {domain.number}: {name}"
        for domain, standing in domains
        for name, value in asdict(standing).items()
        if value != said[domain.number][name]
    ]
    intercept = latest_intercept(twin.attempt.exam)
    outlooks = outlook.assess(followed.blueprint, m, v, sittings, intercept)
    unlike = [name for name in outlooks if outlooks[name] != report.readiness[name]]
    return found + [f"report: {name}" for name in unlike]
