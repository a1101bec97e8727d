"""Choose a form for a blueprint and write its items. Everything is drawn from the attempt's id.

The same attempt id, bank and history give the same form; another id gives another one.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db.models import F, Max

from attempts.choosing import Quota, choose
from attempts.models import Attempt, Item
from attempts.scoring import largest_remainder
from questions.difficulty import rating_from
from questions.item_types import ITEM_TYPES
from questions.models import Domain, Exam, Question, QuestionVersion

TASK_MINIMUM = 2
DOMAIN_PENALTY, TASK_PENALTY, MIX_PENALTY = 5.0, 3.0, 2.0
SEEN_COST, SEEN_RECENTLY_COST, SEEN_HALF_LIFE = 0.2, 0.8, timedelta(days=30)
JITTER = 0.05  # spreads exposure: without it every candidate would get the same form


@dataclass(frozen=True, slots=True)
class Entry:
    """A question that may stand on the form; all by primary key."""

    version: int
    question: int
    task: int
    domain: int
    type: str
    rating_u: int | None
    case_study: int | None


Unit = list[Entry]  # one question, or all those of a case study


def assemble(attempt: Attempt, *, now: datetime) -> None:
    """Write the items of a new attempt; note on the attempt what the bank was short of.

    Raises `NotEnoughQuestions`. To be called inside the transaction that creates the attempt.
    """
    rng, exam = Random(attempt.pk.int), attempt.exam
    domains = list(exam.domains.prefetch_related("tasks"))
    units, last_seen = units_of(exam), _last_seen(attempt)
    choice = choose(
        [_cost(unit, last_seen, now=now) + JITTER * len(unit) * rng.random() for unit in units],
        [len(unit) for unit in units],
        total=exam.item_count,
        quotas=quotas_of(exam, domains, units),
        enemies=_enemies(units),
    )
    attempt.shortages = choice.shortages
    form = [units[i] for i in choice.chosen]
    rng.shuffle(form)
    pilots = pilots_of(form, _sizes(domains, exam.pilot_count), rng)
    _write(attempt, [entry for unit in form for entry in unit], pilots, set(last_seen), rng)


def units_of(exam: Exam) -> list[Unit]:
    """What the bank offers this exam: every current question, case studies kept whole."""
    rows = (
        QuestionVersion.objects.current()
        .of_exam(exam)
        .order_by("question_id")
        .values_list(
            "pk",
            "question_id",
            "question__question_tasks__task_id",
            "question__question_tasks__task__domain_id",
            "type",
            rating_from(),
            "question__case_study_id",
        )
    )
    units: dict[object, Unit] = defaultdict(list)
    for entry in (Entry(*row) for row in rows):
        alone = ("question", entry.question)
        units[("case", entry.case_study) if entry.case_study else alone].append(entry)
    return list(units.values())


def quotas_of(exam: Exam, domains: list[Domain], units: list[Unit]) -> list[Quota]:
    """What a form of this exam should hold: of each domain, each task and each item type."""

    def counts(field: str, value: object) -> list[int]:
        return [sum(getattr(entry, field) == value for entry in unit) for unit in units]

    total = exam.item_count
    sizes = _sizes(domains, exam.scored_count) + _sizes(domains, exam.pilot_count)
    of_domains = [
        Quota(f"Domain {each.number}", counts("domain", each.pk), size, size, DOMAIN_PENALTY)
        for each in domains
        if (size := sizes[each.pk])
    ]
    of_tasks = [
        Quota(f"Task {task.number}", counts("task", task.pk), TASK_MINIMUM, total, TASK_PENALTY)
        for domain in domains
        for task in domain.tasks.all()
    ]
    cases = [int(unit[0].case_study is not None) for unit in units]
    of_mix = [
        Quota(
            f"Type {kind.replace('_', ' ')}",
            cases if kind == "case_study" else counts("type", kind),
            least,
            most,
            MIX_PENALTY,
        )
        for kind, (least, most) in exam.form_mix.items()
    ]
    return of_domains + of_tasks + of_mix


def pilots_of(form: list[Unit], sizes: Counter[int], rng: Random) -> set[int]:
    """The versions that will not count: `sizes` of each domain, no part of a case study.

    Taken from the tasks with the most items, so that the scored part keeps every task covered.
    """
    left = Counter(entry.task for unit in form for entry in unit)
    free = [unit[0] for unit in form if unit[0].case_study is None]
    rng.shuffle(free)
    pilots: set[int] = set()
    for domain, size in sizes.items():
        of_domain = [entry for entry in free if entry.domain == domain]
        for _ in range(min(size, len(of_domain))):
            taken = max(of_domain, key=lambda entry: left[entry.task])
            of_domain.remove(taken)
            left[taken.task] -= 1
            pilots.add(taken.version)
    return pilots


def _sizes(domains: list[Domain], total: int) -> Counter[int]:
    """Domain primary key -> how many of `total` items it gets."""
    shares = largest_remainder([domain.weight for domain in domains], total)
    return Counter(dict(zip((domain.pk for domain in domains), shares, strict=True)))


def _last_seen(attempt: Attempt) -> dict[int, datetime]:
    """Question -> when this candidate last met it, at whatever exam."""
    met = (
        Item.objects.filter(attempt__candidate_id=attempt.candidate_id)
        .exclude(attempt=attempt)
        .values_list("version__question_id")
        .annotate(at=Max("attempt__started_at"))
    )
    return dict(met)


def _cost(unit: Unit, last_seen: dict[int, datetime], *, now: datetime) -> float:
    """0 for the unseen; for the seen the more, the fresher in memory (half-life 30 days)."""
    return sum(
        SEEN_COST + SEEN_RECENTLY_COST * 2 ** -((now - last_seen[entry.question]) / SEEN_HALF_LIFE)
        for entry in unit
        if entry.question in last_seen
    )


def _enemies(units: list[Unit]) -> list[tuple[int, int]]:
    """Places of units that would give each other away."""
    places = {entry.question: place for place, unit in enumerate(units) for entry in unit}
    pairs = Question.enemies.through.objects.filter(from_question__lt=F("to_question"))
    return [
        (places[one], places[other])
        for one, other in pairs.values_list("from_question_id", "to_question_id")
        if one in places and other in places and places[one] != places[other]
    ]


def _write(
    attempt: Attempt, entries: list[Entry], pilots: set[int], seen: set[int], rng: Random
) -> None:
    bodies = QuestionVersion.objects.in_bulk([entry.version for entry in entries])
    Item.objects.bulk_create(
        Item(
            attempt=attempt,
            position=position,
            version_id=entry.version,
            task_id=entry.task,
            is_scored=entry.version not in pilots,
            is_new=entry.question not in seen,
            rating_u=entry.rating_u,
            layout=ITEM_TYPES[entry.type].layout(bodies[entry.version].body, rng),
        )
        for position, entry in enumerate(entries, start=1)
    )
