"""What a form should hold: that of a whole exam, of a short diagnostic, of a drill. Only reads."""

from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from attempts.drawing import Blueprint, Bound
from attempts.errors import DrillRefused
from attempts.scoring import largest_remainder
from questions.item_types import ITEM_TYPES
from questions.models import Domain, Exam, TaskStatement

DOMAIN_PENALTY, TASK_PENALTY, MIX_PENALTY = 5.0, 3.0, 2.0
TASK_MINIMUM = 2
DIAGNOSTIC_COUNT = 25
LEAST_DRILL, MOST_DRILL = 5, 20


def of_exam(exam: Exam) -> Blueprint:
    """A whole form, of which the pilot part does not count."""
    return _in_proportion(exam, scored=exam.scored_count, pilot=exam.pilot_count)


def diagnostic(exam: Exam) -> Blueprint:
    """A first look at where one stands: the whole exam in small, and all of it counts."""
    return _in_proportion(exam, scored=DIAGNOSTIC_COUNT, pilot=0)


def drill(
    exam: Exam,
    tasks: Collection[str],
    kinds: Collection[str] = tuple(ITEM_TYPES),
    *,
    count: int,
) -> Blueprint:
    """`count` questions of these kinds, spread evenly over tasks named by number: 3.2.

    Raises `DrillRefused`.
    """
    if not LEAST_DRILL <= count <= MOST_DRILL:
        raise DrillRefused(f"count: a drill has {LEAST_DRILL} to {MOST_DRILL} questions.")
    _ensure_known("kinds", kinds, among=ITEM_TYPES)
    found = list(TaskStatement.objects.filter(domain__exam=exam, number__in=tasks))
    _ensure_known("tasks", tasks, among={task.number for task in found})
    low, high = count // len(found), -(-count // len(found))
    return Blueprint(
        total=count,
        bounds=tuple(_of_task(task, low, high) for task in found),
        tasks=frozenset(task.pk for task in found),
        types=frozenset(kinds),
    )


def _ensure_known(field: str, given: Collection[str], *, among: Collection[str]) -> None:
    if not given:
        raise DrillRefused(f"{field}: name at least one.")
    if unknown := sorted(set(given) - set(among)):
        raise DrillRefused(f"{field}: there is no {', '.join(unknown)}.")


def _in_proportion(exam: Exam, *, scored: int, pilot: int) -> Blueprint:
    """A form of any length with the weights and the mix of the exam."""
    domains = list(exam.domains.prefetch_related("tasks"))
    weights = [domain.weight for domain in domains]
    counts, pilots = largest_remainder(weights, scored), largest_remainder(weights, pilot)
    sizes = [sum(both) for both in zip(counts, pilots, strict=True)]
    return Blueprint(
        total=scored + pilot,
        bounds=(
            *_of_domains(domains, sizes),
            *_of_tasks(domains, sizes),
            *_of_mix(exam, scored + pilot),
        ),
        pilots=_of_domains(domains, pilots),
    )


def _of_tasks(domains: Sequence[Domain], sizes: Sequence[int]) -> Iterator[Bound]:
    """Each task at least twice, where its domain has room for that."""
    for domain, size in zip(domains, sizes, strict=True):
        tasks = domain.tasks.all()
        for task in tasks:
            yield _of_task(task, min(TASK_MINIMUM, size // len(tasks)), sum(sizes))


def _of_domains(domains: Sequence[Domain], sizes: Sequence[int]) -> tuple[Bound, ...]:
    return tuple(
        Bound(f"Domain {domain.number}", "domain", domain.pk, size, size, DOMAIN_PENALTY)
        for domain, size in zip(domains, sizes, strict=True)
        if size
    )


def _of_task(task: TaskStatement, low: int, high: int) -> Bound:
    return Bound(f"Task {task.number}", "task", task.pk, low, high, TASK_PENALTY)


def _of_mix(exam: Exam, total: int) -> tuple[Bound, ...]:
    """The exam's least and most of each type, in proportion; a range is rounded outwards."""
    whole = exam.item_count
    return tuple(
        Bound(
            f"Type {kind.replace('_', ' ')}",
            _about(kind),
            kind,
            low * total // whole,
            -(-high * total // whole),
            MIX_PENALTY,
        )
        for kind, (low, high) in exam.form_mix.items()
    )


def _about(kind: str) -> Literal["case_study", "type"]:
    return "case_study" if kind == "case_study" else "type"
