"""A Report as pages show it: domains, tasks, and a sentence that does not over-read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from attempts.models import Item
from reports.charts import ShareBar, domain_bar
from reports.mastery import ENOUGH
from reports.models import Report
from reports.outcomes import OUTCOMES, outcome

Entry = Mapping[str, Any]

STEPS = 4  # of the meter
SLOW = 1.25  # times the pace that the clock allows


@dataclass(frozen=True, slots=True)
class Level:
    """A label in words, and how many steps of the meter it fills."""

    words: str
    steps: int

    @property
    def meter(self) -> tuple[bool, ...]:
        """Which steps are filled, from the first."""
        return tuple(step < self.steps for step in range(STEPS))


TOO_FEW = Level("Not enough answers yet", 0)
MASTERED = Level("Mastered", 4)
LEVELS = {
    "meets": Level("Meets the pass level", 3),
    "not enough evidence": Level("Not enough evidence", 2),
    "needs work": Level("Needs work", 1),
}


@dataclass(frozen=True, slots=True)
class DomainRow:
    """`correct` of `scored` is this attempt; the bar's range and point are the estimate.

    `before` is the attempt before in words, or empty.
    """

    number: int
    title: str
    weight: int
    correct: int
    scored: int
    mean: int
    low: int
    high: int
    before: str
    level: Level
    bar: ShareBar

    @property
    def sentence(self) -> str:
        side = "below" if self.bar.is_below else "at or above"
        before = f" In the attempt before, {self.before} correct." if self.before else ""
        return (
            f"{self.title}: {self.correct} of {self.scored} correct in this exam. Estimate "
            f"{self.mean}%, likely range {self.low}% to {self.high}%, {side} the pass level."
            f"{before}"
        )


@dataclass(frozen=True, slots=True)
class Square:
    """One question of this attempt: right, wrong, skipped or unreached."""

    position: int
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """`read` is the question to open first: one that went wrong, if any did."""

    number: str
    title: str
    squares: tuple[Square, ...]
    correct: int
    pooled: str
    likely: str
    level: Level
    typical: str
    is_slow: bool
    read: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the domains say: where to start, and how far that may be trusted."""

    lead: str
    rest: str


def level(entry: Entry) -> Level:
    """Fewer than eight answers give no label; the whole range above the pass level the highest."""
    if entry["answered"] < ENOUGH:
        return TOO_FEW
    if entry["label"] == "meets" and entry["low"] >= entry["pass_level"]:
        return MASTERED
    return LEVELS[entry["label"]]


def likely(entry: Entry) -> str:
    """The range in percent, or nothing where it would claim too much."""
    if entry["answered"] < ENOUGH:
        return ""
    return f"{percent(entry['low'])} to {percent(entry['high'])}%"


def percent(share: float) -> int:
    return round(100 * share)


def domain_rows(
    report: Report, table: Sequence[Entry], before: Sequence[Entry] = ()
) -> list[DomainRow]:
    """In the order of the exam guide.

    `table` is the Result's, right of scored by domain; `before` that of the attempt before.
    """
    here = {row["number"]: row for row in table}
    then = {row["number"]: f"{row['correct']} of {row['scored']}" for row in before}
    entries = sorted(report.domains, key=lambda entry: entry["number"])
    return [
        _domain_row(each, here.get(each["number"], {}), then.get(each["number"], ""))
        for each in entries
    ]


def _domain_row(entry: Entry, here: Entry, before: str) -> DomainRow:
    correct, scored = here.get("correct", 0), here.get("scored", 0)
    share = correct / scored if scored else 0.0
    return DomainRow(
        number=entry["number"],
        title=entry["title"],
        weight=entry["weight"],
        correct=correct,
        scored=scored,
        mean=percent(entry["mean"]),
        low=percent(entry["low"]),
        high=percent(entry["high"]),
        before=before,
        level=level(entry),
        bar=bar(entry, share),
    )


def bar(entry: Entry, share: float = 0.0) -> ShareBar:
    return domain_bar(share, entry["mean"], entry["low"], entry["high"], entry["pass_level"])


def reading(domains: Sequence[Entry], *, repeats: bool) -> Reading:
    """What may be said of the ranked domains without reading more into them than is there.

    `repeats` says that questions met before were left out of them.
    """
    if all(entry["label"] == "meets" for entry in domains):
        basis = "Only questions new to you count. " if repeats else ""
        overlap = "Their ranges still overlap: do not read much into the order."
        return Reading("Every domain meets the pass level so far.", basis + overlap)
    first, others = domains[0], domains[1:]
    gain = f"There is most to gain: {_basis(first, repeats=repeats)}. "
    return Reading(f"Start with {first['title']}.", gain + _overlap(first, others))


def _basis(entry: Entry, *, repeats: bool) -> str:
    """What an estimate rests on; short of the questions this exam shows where some were repeats."""
    if not entry["answered"]:
        return "none of its questions was new to you" if repeats else "no answer so far"
    right = f"{entry['correct']} of {entry['answered']} right"
    return f"{right}, counting only questions new to you" if repeats else right


def _overlap(first: Entry, others: Sequence[Entry]) -> str:
    close = [entry for entry in others if entry["low"] <= first["high"]]
    if not close:
        return "Its range lies below all others: it is your weakest domain so far."
    which = "the other" if len(close) == len(others) else f"{len(close)} of the other"
    return f"Its range overlaps with {which} {len(others)}, so do not read much into their order."


def task_rows(report: Report, items: Sequence[Item], *, pace: float) -> list[TaskRow]:
    """In the order of the exam guide. `pace` is the seconds the clock allows for a question."""
    of_task: dict[str, list[Item]] = {}
    for item in items:
        of_task.setdefault(item.task.number, []).append(item)
    entries = sorted(report.tasks, key=lambda entry: task_key(entry["number"]))
    return [_task_row(entry, of_task.get(entry["number"], []), pace) for entry in entries]


def task_key(number: str) -> list[int]:
    """So that 1.10 comes after 1.9."""
    return [int(part) if part.isdigit() else 0 for part in number.split(".")]


def _task_row(entry: Entry, items: Sequence[Item], pace: float) -> TaskRow:
    seconds = [item.seconds for item in items if item.seconds]
    typical = median(seconds) if seconds else 0
    wrong = [item.position for item in items if item.is_correct is False]
    everything = [item.position for item in items]
    return TaskRow(
        number=entry["number"],
        title=entry["title"],
        squares=tuple(_square(item) for item in items),
        correct=sum(bool(item.is_correct) for item in items),
        pooled=f"{entry['correct']}/{entry['answered']}",
        likely=likely(entry),
        level=level(entry),
        typical=minutes(typical) if typical else "",
        is_slow=typical > SLOW * pace,
        read=next(iter(wrong or everything), None),
    )


def _square(item: Item) -> Square:
    state = outcome(item)
    pilot = "" if item.is_scored else ", pilot"
    return Square(item.position, state, f"Question {item.position}, {OUTCOMES[state]}{pilot}")


def minutes(seconds: float) -> str:
    """Seconds as minutes and seconds: 2:19."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
