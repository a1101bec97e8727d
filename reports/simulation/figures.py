"""The figures of a simulation beside their goals, and how they are printed. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reports.simulation import judging
from reports.simulation.judging import Round

WIDTH = 58


@dataclass(frozen=True, slots=True)
class Goal:
    """Within `least` and `most`, both included."""

    least: float | None = None
    most: float | None = None

    def holds(self, value: float) -> bool:
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)

    def in_words(self, digits: int) -> str:
        least, most = (None if each is None else number(each, digits) for each in self._ends)
        if least and most:
            return f"{least} to {most}"
        return f">= {least}" if least else f"<= {most}"

    @property
    def _ends(self) -> tuple[float | None, float | None]:
        return self.least, self.most


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a table. `value` is None where there was too little to tell."""

    name: str
    value: float | None
    goal: Goal | None = None
    digits: int = 3

    @property
    def is_out(self) -> bool:
        return self.goal is not None and self.value is not None and not self.goal.holds(self.value)

    def line(self) -> str:
        shown = "too few" if self.value is None else number(self.value, self.digits)
        if self.goal is None:
            return f"  {self.name:<{WIDTH}}{shown:>9}"
        verdict = "-" if self.value is None else "OUT" if self.is_out else "ok"
        return f"  {self.name:<{WIDTH}}{shown:>9}   {self.goal.in_words(self.digits):<14}{verdict}"


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    figures: tuple[Figure, ...]

    def lines(self) -> list[str]:
        return [self.title, *(figure.line() for figure in self.figures), ""]


COVERED = Goal(0.87, 0.94)
CALIBRATED = Goal(most=0.03)

FiguresOf = Callable[[Round, int, str], Iterable[Figure]]  # of a round, its number, "after ...: "


def of_rounds(rounds: Sequence[Round]) -> list[Table]:
    """What the attempts of everybody come to."""
    return [
        Table("Pass or fail, against true ability", tuple(_decisions(rounds))),
        Table("Domains, against true shares", tuple(_each(rounds, _domains))),
        Table("Chance to pass, against forms of other banks", tuple(_each(rounds, _chances))),
    ]


def _decisions(rounds: Sequence[Round]) -> Iterator[Figure]:
    deserves = np.concatenate([each.truth.deserves for each in rounds])
    whole = np.concatenate([each.passed_as_whole for each in rounds])
    scored = np.concatenate([each.passed for each in rounds])
    yield Figure("accuracy, 65 items", judging.accuracy(whole, deserves), Goal(least=0.88))
    yield Figure("accuracy, 50 items", judging.accuracy(scored, deserves))
    yield Figure("passed, of 50 items", float(scored.mean()))
    yield Figure("deserved to pass", float(deserves.mean()))


def _each(rounds: Sequence[Round], figures: FiguresOf) -> Iterator[Figure]:
    for number, each in enumerate(rounds, start=1):
        yield from figures(each, number, f"after {number} attempt{'s' if number > 1 else ''}: ")


def _domains(each: Round, number: int, after: str) -> Iterator[Figure]:
    told, truth = each.told, each.truth
    met = {1: Goal(most=0.10)}.get(number, Goal(most=0.06) if number >= 4 else None)
    yield Figure(f"{after}90 % interval holds the truth", judging.coverage(told, truth), COVERED)
    yield Figure(f'{after}wrong "meets"', judging.wrongly_met(told, truth), met)
    yield Figure(f'{after}wrong "needs work"', judging.wrongly_below(told, truth))
    yield Figure(f"{after}labelled", judging.labelled(told))


def _chances(each: Round, number: int, after: str) -> Iterator[Figure]:
    told, truth = each.told, each.truth
    near = {1: Goal(most=0.035)}.get(number, Goal(most=0.02) if number >= 3 else None)
    yield Figure(f"{after}ECE", judging.calibration_error(told, truth), CALIBRATED)
    yield Figure(f"{after}Brier above the floor", judging.brier_above_floor(told, truth), near)
    yield Figure(f"{after}floor", judging.brier_floor(truth))


def number(value: float, digits: int) -> str:
    """.893 and 1.000 and -.012: shares without the zero."""
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if abs(value) < 1 and digits else text
