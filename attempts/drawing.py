"""Draw a form from what a bank offers, as a blueprint asks. Pure: no database, no clock."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from random import Random
from typing import Literal, NamedTuple

from attempts.choosing import TIME_LIMIT_S, choose
from attempts.quotas import Balance, Problem, Quota
from attempts.scoring import UNIT

SEEN_COST, SEEN_RECENTLY_COST, SEEN_HALF_LIFE_DAYS = 0.2, 0.8, 30
EXPOSURE_COST = 0.2
JITTER = 0.05  # without it every candidate would get the same form
RATED_COST = 1.0  # for standing among the pilots: they are there to earn a rating
BALANCE, BALANCE_AIM, BALANCE_PENALTY = 0.5, 0.25, 4.0
PILOT_TASK_PENALTY = 3.0
SHORTLIST, SHORTLIST_EACH = 400, 20


class Entry(NamedTuple):
    """A question that may stand on a form; all by primary key. `rating_u` is in 1/10000."""

    version: int
    question: int
    task: int
    domain: int
    type: str
    rating_u: int | None
    case_study: int | None


Unit = Sequence[Entry]  # one question, or all those of a case study


@dataclass(frozen=True, slots=True)
class Bound:
    """Of what `about` and `value` name, a form holds `low` to `high`; missed at `penalty` each.

    Domains and tasks are primary keys, types words; case studies are counted whole.
    """

    name: str
    about: Literal["domain", "task", "type", "case_study"]
    value: int | str
    low: int
    high: int
    penalty: float

    def count(self, unit: Unit) -> int:
        if self.about == "case_study":
            return int(unit[0].case_study is not None)
        return sum(getattr(entry, self.about) == self.value for entry in unit)

    def on(self, units: Sequence[Unit]) -> Quota:
        counts = [self.count(unit) for unit in units]
        return Quota(self.name, counts, self.low, self.high, self.penalty)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a form holds: `total` items within `bounds`, of these tasks and types; None means all.

    `pilots` bounds that part of the form which does not count.
    """

    total: int
    bounds: tuple[Bound, ...]
    pilots: tuple[Bound, ...] = ()
    tasks: frozenset[int] | None = None
    types: frozenset[str] | None = None

    def admitted(self, units: Sequence[Unit]) -> Sequence[Unit]:
        """Those that may stand on the form; a case study as a whole or not at all."""
        for about, wanted in (("task", self.tasks), ("type", self.types)):
            if wanted is not None:
                units = [unit for unit in units if {getattr(e, about) for e in unit} <= wanted]
        return units


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form can be drawn from, and what is known of earlier forms.

    `enemies` are pairs of questions, `ages` question -> days since this candidate met it,
    `exposure` version -> share of recent forms on which it stood.
    """

    units: Sequence[Unit]
    enemies: Sequence[tuple[int, int]] = ()
    ages: Mapping[int, float] = field(default_factory=dict)
    exposure: Mapping[int, float] = field(default_factory=dict)


class Drawn(NamedTuple):
    """A form in its order, the versions on it that do not count, and what the bank was short of."""

    units: list[Unit]
    pilots: set[int]
    shortages: list[str]


def draw(
    blueprint: Blueprint, offer: Offer, rng: Random, *, time_limit_s: float = TIME_LIMIT_S
) -> Drawn:
    """The best form there is, by this `rng`. Raises `NotEnoughQuestions`."""
    admitted = blueprint.admitted(offer.units)
    usual, costs = usual_rating(admitted), _costs(admitted, offer, rng)
    kept = shortlist(blueprint, admitted, costs)
    units = [admitted[i] for i in kept]
    problem = Problem(
        [costs[i] for i in kept],
        [len(unit) for unit in units],
        blueprint.total,
        [*(bound.on(units) for bound in blueprint.bounds), _balance(units, usual)],
        _enemies(units, offer.enemies),
    )
    choice = choose(problem, time_limit_s=time_limit_s)
    form = [units[i] for i in choice.chosen]
    rng.shuffle(form)
    pilots = pilots_of(form, blueprint, usual, rng)
    return Drawn(form, pilots, choice.shortages)


def usual_rating(units: Sequence[Unit]) -> float:
    """The mean rating in 1/10000; a question without a rating counts as usual."""
    ratings = [e.rating_u for unit in units for e in unit if e.rating_u is not None]
    return sum(ratings) / len(ratings) if ratings else 0.0


def shortlist(blueprint: Blueprint, units: Sequence[Unit], costs: Sequence[float]) -> list[int]:
    """The places of the units worth weighing, so that the programme stays small in a large bank.

    The cheapest for each bound, in proportion to its share of the form, and of all enough for one.
    """
    per_item = [cost / len(unit) for cost, unit in zip(costs, units, strict=True)]
    places = _places(units)
    kept = set(nsmallest(blueprint.total, range(len(units)), key=per_item.__getitem__))
    for bound in blueprint.bounds:
        most = max(SHORTLIST_EACH, -(-SHORTLIST * bound.low // blueprint.total))
        kept.update(nsmallest(most, places[bound.about, bound.value], key=per_item.__getitem__))
    return sorted(kept)


def pilots_of(form: Sequence[Unit], blueprint: Blueprint, usual: float, rng: Random) -> set[int]:
    """The versions that will not count; no part of a case study is among them.

    Unrated ones first. What is left to be scored keeps its tasks covered and its difficulty usual.
    """
    free = [unit for unit in form if unit[0].case_study is None]
    covered = [bound for bound in blueprint.bounds if bound.about == "task"]
    balance = sum(_ease(unit, usual) for unit in form)
    problem = Problem(
        [RATED_COST * (unit[0].rating_u is not None) + JITTER * rng.random() for unit in free],
        [1] * len(free),
        min(sum(bound.low for bound in blueprint.pilots), len(free)),
        [
            *(bound.on(free) for bound in blueprint.pilots),
            *(_to_spare(bound, form, free) for bound in covered),
            _balance(free, usual, around=balance),
        ],
    )
    return {free[i][0].version for i in choose(problem).chosen} if problem.total else set()


def _to_spare(bound: Bound, form: Sequence[Unit], free: Sequence[Unit]) -> Quota:
    """At most as many pilots as leave the bound met."""
    spare = max(sum(bound.count(unit) for unit in form) - bound.low, 0)
    counts = [bound.count(unit) for unit in free]
    return Quota(bound.name, counts, 0, spare, PILOT_TASK_PENALTY)


def _balance(units: Sequence[Unit], usual: float, *, around: float = 0.0) -> Balance:
    """The sum of ratings stays within half an item of the usual one, and is aimed closer."""
    return Balance(
        "The expected raw score",
        [_ease(unit, usual) for unit in units],
        around - BALANCE_AIM,
        around + BALANCE_AIM,
        BALANCE_PENALTY,
        leeway=BALANCE - BALANCE_AIM,
    )


def _ease(unit: Unit, usual: float) -> float:
    """How many more right answers it brings than as many usual questions would."""
    return sum((e.rating_u - usual) / UNIT for e in unit if e.rating_u is not None)


def _costs(units: Sequence[Unit], offer: Offer, rng: Random) -> list[float]:
    """For each unit: little for what is new and little used; the more, the fresher in memory."""
    ages, exposure, costs = offer.ages, offer.exposure, []
    for unit in units:
        cost = JITTER * len(unit) * rng.random()
        for entry in unit:
            cost += EXPOSURE_COST * exposure.get(entry.version, 0.0)
            if (age := ages.get(entry.question)) is not None:
                cost += SEEN_COST + SEEN_RECENTLY_COST * 2 ** -(age / SEEN_HALF_LIFE_DAYS)
        costs.append(cost)
    return costs


def _places(units: Sequence[Unit]) -> dict[tuple[str, int | str], list[int]]:
    """What a bound can name -> the places of the units that have it."""
    places: dict[tuple[str, int | str], list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        for entry in unit:
            places["domain", entry.domain].append(place)
            places["task", entry.task].append(place)
            places["type", entry.type].append(place)
        if unit[0].case_study is not None:
            places["case_study", "case_study"].append(place)
    return places


def _enemies(units: Sequence[Unit], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places of units that would give each other away."""
    places = {entry.question: place for place, unit in enumerate(units) for entry in unit}
    return [
        (places[one], places[other])
        for one, other in pairs
        if one in places and other in places and places[one] != places[other]
    ]
