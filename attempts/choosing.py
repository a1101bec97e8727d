"""Choosing a form: which units of the bank fill a blueprint best. Pure: no database, no clock.

A unit is one question, or a whole case study, so that a case study cannot be torn apart. The choice
is a mixed-integer programme (van der Linden, Linear Models for Optimal Test Design, 2005), solved
by HiGHS. Quotas are elastic: where the bank is short the form is still filled, and the shortage is
reported in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

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
    units, slacks = len(sizes), 2 * len(quotas)
    solution = milp(
        np.concatenate([costs, np.repeat([quota.penalty for quota in quotas], 2)]),
        integrality=np.concatenate([np.ones(units), np.zeros(slacks)]),
        bounds=Bounds(0, np.concatenate([np.ones(units), np.full(slacks, total)])),
        constraints=_constraints(sizes, total, quotas, enemies),
        options={"time_limit": TIME_LIMIT_S, "mip_rel_gap": GAP},
    )
    if solution.x is None:
        raise NotEnoughQuestions(f"No form of {total} questions can be made from this bank.")
    chosen = [i for i in range(units) if solution.x[i] > 0.5]
    return Choice(chosen, [words for quota in quotas if (words := quota.shortage(chosen))])


def _constraints(
    sizes: Sequence[int],
    total: int,
    quotas: Sequence[Quota],
    enemies: Sequence[tuple[int, int]],
) -> LinearConstraint:
    """One row for the total, one for each quota with its two slacks, one for each enemy pair."""
    units = len(sizes)
    rows = np.zeros((1 + len(quotas) + len(enemies), units + 2 * len(quotas)))
    low = np.full(len(rows), -np.inf)
    high = np.ones(len(rows))
    rows[0, :units], low[0], high[0] = sizes, total, total
    for k, quota in enumerate(quotas):
        rows[k + 1, :units], low[k + 1], high[k + 1] = quota.counts, quota.low, quota.high
        rows[k + 1, units + 2 * k : units + 2 * k + 2] = 1, -1
    for k, pair in enumerate(enemies, start=1 + len(quotas)):
        rows[k, list(pair)] = 1
    return LinearConstraint(rows, low, high)
