"""A whole simulation, from an empty database to its tables. Everything is drawn from the seed."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID
from zlib import crc32

import numpy as np

from accounts.models import User
from attempts.scoring import UNIT, sem_raw
from reports.blueprint import Blueprint
from reports.item_statistics import random_form_reliability
from reports.mastery import Floats
from reports.simulation import bank, figures, forms, population, sitting, witnesses
from reports.simulation.chances import Form, expected_score, pass_chance
from reports.simulation.figures import Figure, Goal, Table
from reports.simulation.followed import Followed
from reports.simulation.judging import Bools, Round, Truth
from reports.simulation.nights import EVERY, Nights
from reports.simulation.population import Draw
from reports.simulation.sitting import Room, Sat, Seat

BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STORED_AT_ONCE = 50
PAIRS = 4  # of an easy and a hard bank
OTHER_BANKS = 8

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of what. `days` lie between two attempts; `growth` is in logits a week, give or take
    as much again; so many `forms` are drawn from each bank that is only there to compare forms."""

    candidates: int
    attempts: int
    seed: int
    bank: int = 800
    witnesses: int = 30
    days: int = 7
    growth: float = 0.0
    forms: int = 15

    def chance(self, of: str, *numbers: int) -> Draw:
        """Random numbers of their own for everything, so that more of one moves nothing else."""
        return np.random.default_rng([self.seed, crc32(of.encode()), *numbers])

    def id(self, of: str, *numbers: int) -> UUID:
        return UUID(int=Random(f"{self.seed} {of} {numbers}").getrandbits(128))


def simulate(plan: Plan, say: Say) -> list[Table]:
    """The tables. Writes to the database it finds itself in, which should be empty."""
    simulation = Simulation(plan, say)
    rounds = [simulation.round(number) for number in range(1, plan.attempts + 1)]
    unlike = simulation.unlike_the_product()
    return [
        *figures.of_rounds(rounds),
        Table("Forms of 65 items", tuple(simulation.form_figures())),
        Table("Miskeyed questions, at their 50th answer", tuple(simulation.key_figures())),
        Table("The program", tuple(simulation.program_figures(unlike))),
    ]


class Simulation:
    def __init__(self, plan: Plan, say: Say) -> None:
        self.plan, self.say = plan, say
        self.exam = bank.write_exam()
        shape = Blueprint.of(self.exam)
        self.weight, self.task_domain = shape.weight, shape.task_domain
        self.truth = population.questions(plan.bank, self.weight, plan.chance("bank"))
        versions = bank.write_bank(self.exam, self.truth, plan.chance("enemies"))
        self.room, self.followed = Room(self.exam, self.truth, versions), Followed(self.exam)
        self.tasks = [(task.pk, task.domain_id) for task in bank.tasks_of(self.exam)]
        self.seats = _seats("candidate", plan.candidates)
        self.first = population.abilities(
            plan.candidates, self.task_domain, plan.chance("abilities")
        )
        luck = plan.chance("growth")
        self.growth = luck.normal(plan.growth, plan.growth, (plan.candidates, 1))
        self.nights, self.faults = Nights(), 0
        self.shown: Counter[int] = Counter()  # on first forms
        self.first_scores: list[tuple[int, int]] = []  # raw of all items, and their cut
        self.real_exams = self._forms_of_other_banks()
        say(f"A bank of {plan.bank} questions, {plan.candidates} candidates.")

    def _forms_of_other_banks(self) -> list[Form]:
        """What the real exam may be: one bank alone would be harder or easier than it is rated."""
        found: list[Form] = []
        for number in range(OTHER_BANKS):
            luck = self.plan.chance("other bank", number)
            other = population.questions(self.plan.bank, self.weight, luck)
            rng = Random(f"{self.plan.seed} other bank {number}")
            found += forms.drawn_forms(
                other,
                self.tasks,
                self.room.blueprint,
                rng,
                count=self.plan.forms,
                only_scored=True,
            )
        return found

    def round(self, number: int) -> Round:
        """The attempt of that number, of everybody, and what they are told after it."""
        ability = self.first + (number - 1) * self.plan.days / 7 * self.growth
        passed, waiting = [], list[Sat]()
        for place, sat in enumerate(self._sat(number, ability), start=1):
            passed.append((sat.result.passed, sat.as_whole.passed))
            waiting.append(sat)
            is_night = place % EVERY == 0 and bool(self.nights.ripe)
            if is_night or len(waiting) == STORED_AT_ONCE or place == len(self.seats):
                sitting.store(waiting)
                waiting.clear()
            if is_night:
                self.nights.pass_by(as_of=sat.result.scored_at)
            if place % 100 == 0 or place == len(self.seats):
                self.say(f"Attempt {number}: {place} of {len(self.seats)} candidates.")
        return self._judged(number, ability, np.array(passed))

    def _sat(self, number: int, ability: Floats) -> Iterator[Sat]:
        """One after the other, over a day."""
        for place, seat in enumerate(self.seats):
            sat = sitting.sit(
                self.room,
                seat,
                ability[place],
                self.plan.chance("answers", number, place),
                id=self.plan.id("attempt", number, place),
                number=number,
                at=BEGIN + number * self.plan.days * DAY + place * DAY / len(self.seats),
            )
            self.nights.count(sat.items)
            self.faults += bool(sat.attempt.shortages)
            if number == 1:
                self.shown.update(item.version_id for item in sat.items)
                self.first_scores.append((sat.as_whole.raw, sat.as_whole.cut_u))
            yield sat

    def _judged(self, number: int, ability: Floats, passed: Bools) -> Round:
        told = self.followed.told([seat.user for seat in self.seats], up_to=number)
        self.say(f"Attempt {number}: reports are made.")
        return Round(passed[:, 0], passed[:, 1], told, self._truth(ability))

    def _truth(self, ability: Floats) -> Truth:
        of_task = np.array(self.task_domain)
        parts = (np.arange(of_task.max() + 1)[:, None] == of_task).astype(float)
        domains = population.standings(self.truth, ability, self.weight, parts)
        whole = population.standings(self.truth, ability, self.weight, np.ones((1, len(of_task))))
        chance = pass_chance(ability, self.real_exams)
        return Truth(whole.deserves[:, 0], domains.share, domains.level, chance)

    def unlike_the_product(self) -> list[str]:
        """What differs between attempts sat through every rule and those sat as the mass is."""
        seats = [_seats(f"{kind} witness", self.plan.witnesses) for kind in ("real", "twin")]
        pairs = [witnesses.Pair(*pair) for pair in zip(*seats, strict=True)]
        luck = self.plan.chance("witnesses")
        ability = population.abilities(len(pairs), self.task_domain, luck)
        unlike: list[str] = []
        after = BEGIN + self.plan.attempts * self.plan.days * DAY
        for number in range(1, self.plan.attempts + 1):
            for place, pair in enumerate(pairs):
                found = witnesses.sit_both(
                    self.room,
                    pair,
                    ability[place],
                    luck,
                    id=self.plan.id("twin", number, place),
                    number=number,
                    at=after + number * self.plan.days * DAY + place * DAY / len(pairs),
                )
                unlike += [f"{pair.real.user}, attempt {number}: {each}" for each in found]
            self.say(f"Witnesses: {number} of {self.plan.attempts} attempts through the product.")
        return unlike

    def form_figures(self) -> Iterator[Figure]:
        easy, hard = self._easy_and_hard_forms()
        at_cut, above = (np.full((1, len(self.weight)), level) for level in (0.0, 1.0))
        mark = self.exam.pass_mark
        shift = forms.shift(easy, hard, at_cut, pass_mark=mark)
        yield Figure("easy minus hard, at the cut, points", shift, Goal(most=65), digits=0)
        shift = forms.shift(easy, hard, above, pass_mark=mark)
        yield Figure("easy minus hard, one logit above, points", shift, digits=0)
        shift = forms.shift(forms.unrated(easy), forms.unrated(hard), at_cut, pass_mark=mark)
        yield Figure("the same with one cut for all, at the cut, points", shift, digits=0)
        rng = Random(f"{self.plan.seed} usual forms")
        usual = forms.drawn_forms(
            self.truth, self.tasks, self.room.blueprint, rng, count=PAIRS * self.plan.forms
        )
        scores = [float(expected_score(at_cut, form, mark)[0]) for form in usual]
        yield Figure("SD of forms of one bank, at the cut, points", float(np.std(scores)), digits=1)
        most, fair = max(self.shown.values()), self.exam.item_count / self.plan.bank
        yield Figure("largest exposure, of first forms", most / len(self.seats))
        yield Figure("the same, over a fair share", most / len(self.seats) / fair, digits=2)
        yield Figure("reliability", self._reliability())

    def _easy_and_hard_forms(self) -> tuple[list[Form], list[Form]]:
        found: tuple[list[Form], list[Form]] = ([], [])
        for pair in range(PAIRS):
            luck = self.plan.chance("easy and hard", pair)
            both = population.questions(2 * self.plan.bank, self.weight, luck)
            rng = Random(f"{self.plan.seed} pair {pair}")
            for half, kept in zip(forms.easy_and_hard(both, luck), found, strict=True):
                kept += forms.drawn_forms(
                    half, self.tasks, self.room.blueprint, rng, count=self.plan.forms
                )
        return found

    def _reliability(self) -> float:
        sems = [sem_raw(raw, self.exam.item_count) for raw, _ in self.first_scores]
        above = [raw - cut_u / UNIT for raw, cut_u in self.first_scores]
        return random_form_reliability(sems, above)

    def key_figures(self) -> Iterator[Figure]:
        alarms, found = self.nights.alarms, self.nights.found
        tempting = [each[0] for each in found.values()]
        whichever = [one for each in found.values() for one in each]
        yield Figure("questions judged", len(alarms), digits=0)
        yield Figure("false alarms", _share(list(alarms.values())), Goal(most=0.05))
        yield Figure("wrong keys found, whichever it is", _share(whichever), Goal(least=0.99))
        yield Figure("wrong keys found, the most tempting", _share(tempting))

    def program_figures(self, unlike: list[str]) -> Iterator[Figure]:
        for words in unlike[:10]:
            self.say(f"Unlike the product: {words}")
        updates, drawings = self.followed.update_ms, self.room.drawing_ms
        pairs = self.plan.witnesses * self.plan.attempts
        yield Figure("attempts sat through every rule as well", pairs, digits=0)
        yield Figure("differences to them", len(unlike), Goal(most=0), digits=0)
        yield Figure("forms with a fault", self.faults, Goal(most=0), digits=0)
        p95 = float(np.quantile(updates, 0.95))
        yield Figure("following one attempt, p95, ms of processor", p95, Goal(most=2), digits=2)
        p95 = float(np.quantile(drawings, 0.95))
        yield Figure("drawing one form, p95, ms of processor", p95, Goal(most=300), digits=0)


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None


def _seats(name: str, count: int) -> list[Seat]:
    people = [User(email=f"{name} {n}@example.org".replace(" ", "-")) for n in range(count)]
    return [Seat(user) for user in User.objects.bulk_create(people)]
