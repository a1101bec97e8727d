"""`python -m benchmarks.assembly`: how fast a form is drawn, how good, how evenly banks are used.

Synthetic banks under the blueprint of MLA-C01, without a database. Each candidate sits two forms, a
week apart, one candidate after the other. A bank is used evenly while its most shown question
stands on at most 1.5 times its share of first forms.
"""

import argparse
import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import mean, median, quantiles
from time import perf_counter, process_time

from attempts.choosing import TIME_LIMIT_S
from attempts.drawing import Blueprint, Bound, Drawn, Entry, Offer, Unit, draw
from attempts.scoring import largest_remainder

WEIGHTS, TASKS_EACH, SCORED, PILOT = (28, 26, 22, 24), 3, 50, 15
MIX = {
    "multiple_choice": (48, 52),
    "multiple_response": (8, 10),
    "ordering": (2, 3),
    "matching": (2, 3),
    "case_study": (1, 1),
}
TYPES, TYPE_WEIGHTS = tuple(MIX)[:4], (77, 14, 5, 4)
CASE_PARTS, RECENT_FORMS, DAYS_BETWEEN = 3, 100, 7.0
HEAD = (
    f"{'bank':>6}{'forms':>7}{'median ms':>11}{'p95':>8}{'slowest':>9}{'CPU p95':>9}"
    f"{'violations':>12}{'seen':>7}{'exposure':>10}{'share':>8}{'ratio':>7}"
)


@dataclass(slots=True)
class Figures:
    """What drawing cost (ms, waited and of the processor), and what was drawn."""

    waited: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    shown: Counter[int] = field(default_factory=Counter)

    def line(self, bank: int) -> str:
        p95, cpu = (quantiles(each, n=20)[-1] for each in (self.waited, self.worked))
        exposure, share = max(self.shown.values()) / len(self.seen), (SCORED + PILOT) / bank
        return (
            f"{bank:>6}{len(self.waited):>7}{median(self.waited):>11.1f}{p95:>8.1f}"
            f"{max(self.waited):>9.1f}{cpu:>9.1f}{len(self.violations):>12}{mean(self.seen):>7.1f}"
            f"{exposure:>10.4f}{share:>8.4f}{exposure / share:>7.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assembly", description=__doc__)
    parser.add_argument("--banks", type=int, nargs="+", default=[130, 400, 2_000, 20_000])
    parser.add_argument("--candidates", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=TIME_LIMIT_S, help="0: no solver")
    args = parser.parse_args()
    _say(HEAD)
    for size in args.banks:
        figures = sit(size, args.candidates, seed=args.seed, time_limit_s=args.time_limit)
        _say(figures.line(size), *(f"       {words}" for words in sorted(set(figures.violations))))


def sit(bank: int, candidates: int, *, seed: int, time_limit_s: float) -> Figures:
    """Two forms for each of so many candidates, from a bank of so many questions."""
    rng = Random(seed)
    units = bank_of(bank, rng)
    enemies = [(rng.randrange(bank), rng.randrange(bank)) for _ in range(bank // 30)]
    figures, recent = Figures(), deque[set[int]](maxlen=RECENT_FORMS)
    for number in range(candidates):
        shown = Counter(version for form in recent for version in form)
        exposure = {version: times / len(recent) for version, times in shown.items()}
        one = Random(f"{seed} {number}")
        first = _timed(figures, Offer(units, enemies, {}, exposure), one, time_limit_s)
        ages = dict.fromkeys(first, DAYS_BETWEEN)
        second = _timed(figures, Offer(units, enemies, ages, exposure), one, time_limit_s)
        recent.append(first)
        figures.shown.update(first)
        figures.seen.append(len(first & second))
    return figures


def _timed(figures: Figures, offer: Offer, rng: Random, time_limit_s: float) -> set[int]:
    """Draw, and note what it took. The numbers of the questions drawn, which are their versions."""
    waited, worked = perf_counter(), process_time()
    drawn: Drawn = draw(blueprint(), offer, rng, time_limit_s=time_limit_s)
    figures.waited.append((perf_counter() - waited) * 1000)
    figures.worked.append((process_time() - worked) * 1000)
    figures.violations += drawn.shortages
    return {entry.version for unit in drawn.units for entry in unit}


def blueprint() -> Blueprint:
    """That of MLA-C01: 50 questions that count and 15 that do not."""
    pilots = largest_remainder(WEIGHTS, PILOT)
    whole = [a + b for a, b in zip(largest_remainder(WEIGHTS, SCORED), pilots, strict=True)]
    tasks = range(len(WEIGHTS) * TASKS_EACH)
    return Blueprint(
        total=SCORED + PILOT,
        bounds=(
            *_of_domains(whole),
            *(Bound(f"Task {n}", "task", n, 2, SCORED + PILOT, 3.0) for n in tasks),
            *(
                Bound(n, "case_study" if n == "case_study" else "type", n, *MIX[n], 2.0)
                for n in MIX
            ),
        ),
        pilots=_of_domains(pilots),
    )


def _of_domains(sizes: Sequence[int]) -> tuple[Bound, ...]:
    return tuple(Bound(f"Domain {n}", "domain", n, k, k, 5.0) for n, k in enumerate(sizes))


def bank_of(size: int, rng: Random) -> list[Unit]:
    """`size` questions in the exam's proportions, with two case studies for every 130 of them."""
    kinds = rng.choices(TYPES, TYPE_WEIGHTS, k=size)
    domains = [n for n, k in enumerate(largest_remainder(WEIGHTS, size)) for _ in range(k)]
    entries = [
        Entry(
            version=n,
            question=n,
            task=domain * TASKS_EACH + n % TASKS_EACH,
            domain=domain,
            type=kind,
            rating_u=round(min(max(rng.gauss(7000, 1200), 500), 9500)),
            case_study=None,
        )
        for n, (domain, kind) in enumerate(zip(domains, kinds, strict=True))
    ]
    return list(_with_cases(entries, every=65))


def _with_cases(entries: Sequence[Entry], *, every: int) -> Iterator[Unit]:
    """The first few of every so many stand together in a case study."""
    for start in range(0, len(entries), every):
        block = entries[start : start + every]
        if len(block) == every:
            yield [entry._replace(case_study=start) for entry in block[:CASE_PARTS]]
            block = block[CASE_PARTS:]
        yield from ([entry] for entry in block)


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
