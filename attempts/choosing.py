"""Choosing a form: which units of the bank fill a blueprint best. Pure: no database, no clock.

A unit is one question, or a whole case study, so that a case study cannot be torn apart. The choice
is a mixed-integer programme (van der Linden, Linear Models for Optimal Test Design, 2005), solved
by HiGHS. Quotas are elastic: where the bank is short the form is still filled, and the shortage is
reported in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from attempts.errors import NotEnoughQuestions

TIME_LIMIT_S = 2.0
GAP = 0.01


@dataclass(frozen=True, slots=True)
class Quota:
    """`low` <= sum over the chosen units of `counts` <= `high`, missed at `penalty` per item."""

    name: str
    counts: Sequence[int]
    low: int
    high: int
    penalty: float

    def shortage(self, chosen: Sequence[int]) -> str | None:
        """What is amiss in the chosen units, in words; None when the quota is met."""
        got = sum(self.counts[i] for i in chosen)
        if self.low <= got <= self.high:
            return None
        return f"{self.name} has {got} of {self.low if got < self.low else self.high} items"


@dataclass(frozen=True, slots=True)
class Choice:
    """The places of the chosen units, in the order given, and every quota that could not be met."""

    chosen: list[int]
    shortages: list[str]


def choose(
    costs: Sequence[float],
    sizes: Sequence[int],
    *,
    total: int,
    quotas: Sequence[Quota],
    enemies: Sequence[tuple[int, int]] = (),
) -> Choice:
    """The cheapest units whose sizes add up to `total`, meeting `quotas` as far as they can be met.

    `enemies` are pairs of units that never stand together. Raises `NotEnoughQuestions` when no set
    of units has that size.
    """
    if sum(sizes) < total:
        raise NotEnoughQuestions(f"The form needs {total} questions; the bank has {sum(sizes)}.")
    values = _solved(_programme(costs, sizes, total, quotas, enemies))
    if not values:
        raise NotEnoughQuestions(f"No form of {total} questions can be made from this bank.")
    chosen = [i for i in range(len(sizes)) if values[i] > 0.5]
    return Choice(chosen, [words for quota in quotas if (words := quota.shortage(chosen))])


def _programme(
    costs: Sequence[float],
    sizes: Sequence[int],
    total: int,
    quotas: Sequence[Quota],
    enemies: Sequence[tuple[int, int]],
) -> highspy.HighsLp:
    """A column for each unit, 0 or 1, then two slacks for each quota: too few and too many."""
    rows, low, high = _rows(sizes, total, quotas, enemies)
    units, slacks = len(sizes), 2 * len(quotas)
    programme = highspy.HighsLp()
    programme.num_row_, programme.num_col_ = rows.shape
    programme.col_cost_ = [*costs, *(q.penalty for q in quotas for _ in range(2))]
    programme.col_lower_ = np.zeros(units + slacks)
    programme.col_upper_ = np.concatenate([np.ones(units), np.full(slacks, total)])
    programme.row_lower_, programme.row_upper_ = low, high
    kinds = highspy.HighsVarType
    programme.integrality_ = [kinds.kInteger] * units + [kinds.kContinuous] * slacks
    places = [np.flatnonzero(row) for row in rows]
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.cumsum([0, *map(len, places)])
    programme.a_matrix_.index_ = np.concatenate(places)
    programme.a_matrix_.value_ = rows[rows != 0]
    return programme


def _rows(
    sizes: Sequence[int],
    total: int,
    quotas: Sequence[Quota],
    enemies: Sequence[tuple[int, int]],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients and bounds: the total, then each quota with its slacks, then each enemy pair."""
    units = len(sizes)
    rows = np.zeros((1 + len(quotas) + len(enemies), units + 2 * len(quotas)))
    low, high = np.full(len(rows), -np.inf), np.ones(len(rows))
    rows[0, :units], low[0], high[0] = sizes, total, total
    for k, quota in enumerate(quotas):
        rows[k + 1, :units], low[k + 1], high[k + 1] = quota.counts, quota.low, quota.high
        rows[k + 1, units + 2 * k : units + 2 * k + 2] = 1, -1
    for k, pair in enumerate(enemies, start=1 + len(quotas)):
        rows[k, list(pair)] = 1
    return rows, low, high


def _solved(programme: highspy.HighsLp) -> list[float]:
    """The values of the columns in the best solution found in time; none when there is none."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # typed elsewhere in its stubs
    solver.silent()
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("time_limit", TIME_LIMIT_S)
    solver.setOptionValue("mip_rel_gap", GAP)
    solver.passModel(programme)
    solver.run()
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    if solver.getInfo().primal_solution_status != feasible:
        return []
    return list(solver.getSolution().col_value)
