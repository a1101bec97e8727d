"""Write the items of a new attempt. Everything is drawn from the attempt's id.

The same attempt id, bank and history give the same form; another id gives another one.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from random import Random

from attempts import blueprints, fixing, pool
from attempts.drawing import Blueprint, Drawn, draw
from attempts.models import Attempt, Item
from questions.item_types import ITEM_TYPES
from questions.models import QuestionVersion


def assemble(attempt: Attempt, blueprint: Blueprint | None = None, *, now: datetime) -> None:
    """Write the items of a new attempt; note on the attempt what the bank was short of.

    They are those of its fixed form, where it has one; else drawn for `blueprint`, which is that of
    the whole exam unless one is given. Raises `NotEnoughQuestions`. To be called inside the
    transaction that creates the attempt.
    """
    rng, met = Random(attempt.pk.int), pool.met_by(attempt)
    if attempt.form:
        drawn = fixing.drawn_from(attempt.form, rng)
    else:
        offer = pool.offer(attempt.exam, met=met, now=now)
        drawn = draw(blueprint or blueprints.of_exam(attempt.exam), offer, rng)
    attempt.shortages = drawn.shortages
    versions = [entry.version for unit in drawn.units for entry in unit]
    bodies = QuestionVersion.objects.in_bulk(versions)
    Item.objects.bulk_create(items_of(attempt, drawn, bodies, met, rng))


def items_of(
    attempt: Attempt,
    drawn: Drawn,
    bodies: Mapping[int, QuestionVersion],
    met: Collection[int],
    rng: Random,
) -> list[Item]:
    """The items of an attempt in their order, not yet stored; `met` are questions."""
    entries = [entry for unit in drawn.units for entry in unit]
    return [
        Item(
            attempt=attempt,
            position=position,
            version_id=entry.version,
            task_id=entry.task,
            is_scored=entry.version not in drawn.pilots,
            is_new=entry.question not in met,
            rating_u=entry.rating_u,
            layout=ITEM_TYPES[entry.type].layout(bodies[entry.version].body, rng),
        )
        for position, entry in enumerate(entries, start=1)
    ]
