"""The choice without a solver: fill step by step, then exchange while that helps. Pure.

What is left when the programme finds nothing in time. It meets the quotas of an ample bank as well
as the programme does, but repeats more questions where the bank is tight.
"""

import numpy as np
from numpy.typing import NDArray

from attempts.quotas import Problem

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]
MOST_ROUNDS = 20  # of exchanges; a few are enough
LEAST_GAIN = 1e-9  # less is rounding, and would go round in circles


def fill(problem: Problem) -> list[int] | None:
    """The places of units that fill the form, in order; None when no filling was found.

    Where single steps do not add up to the total, each larger unit is tried as the first.
    """
    weighing = _Weighing(problem)
    for first in [None, *(i for i, size in enumerate(problem.sizes) if size > 1)]:
        chosen = weighing.filled(first)
        if chosen is not None:
            weighing.exchange(chosen)
            return [int(i) for i in np.flatnonzero(chosen)]
    return None


class _Weighing:
    """The problem as arrays: what every unit would cost at once, given those chosen so far."""

    def __init__(self, problem: Problem) -> None:
        units, quotas = len(problem.sizes), problem.quotas
        self.total, self.sizes = problem.total, np.array(problem.sizes)
        self.costs = np.array(problem.costs, dtype=float)
        self.counts = np.array([q.counts for q in quotas], dtype=float).reshape(-1, units)
        self.low = np.array([[q.low] for q in quotas], dtype=float).reshape(-1, 1)
        self.high = np.array([[q.high] for q in quotas], dtype=float).reshape(-1, 1)
        self.penalties = np.array([q.penalty for q in quotas], dtype=float)
        self.foes = np.zeros((units, units), dtype=bool)
        for one, other in problem.enemies:
            self.foes[one, other] = self.foes[other, one] = True

    def filled(self, first: int | None) -> Chosen | None:
        """Always the unit that is worth most per item, until the form is full."""
        chosen = np.zeros(len(self.sizes), dtype=bool)
        if first is not None:
            chosen[first] = True
        while left := self.total - int(self.sizes[chosen].sum()):
            free = self._free(chosen) & (self.sizes <= left)
            if not free.any():
                return None
            before = self.penalties @ self._missed(self.counts @ chosen[:, None])
            per_item = (self._worth(chosen) - before) / self.sizes
            chosen[np.argmin(np.where(free, per_item, np.inf))] = True
        return chosen

    def exchange(self, chosen: Chosen) -> None:
        """Swap units of the same size, the best partner for each, until nothing gets better."""
        for _ in range(MOST_ROUNDS):
            swaps = [self._swapped(chosen, int(out)) for out in np.flatnonzero(chosen)]
            if not any(swaps):
                return

    def _swapped(self, chosen: Chosen, out: int) -> bool:
        chosen[out] = False
        fits = self._free(chosen) & (self.sizes == self.sizes[out])
        worth = np.where(fits, self._worth(chosen), np.inf)
        best = int(np.argmin(worth))
        is_better = bool(worth[best] < worth[out] - LEAST_GAIN)
        chosen[best if is_better else out] = True
        return is_better

    def _free(self, chosen: Chosen) -> Chosen:
        """Those not chosen that no chosen one is an enemy of."""
        free: Chosen = ~chosen & ~self.foes[chosen].any(axis=0)
        return free

    def _worth(self, chosen: Chosen) -> Floats:
        """For each unit, its cost and the penalties when it is added to the chosen ones."""
        sums = (self.counts @ chosen)[:, None] + self.counts
        worth: Floats = self.costs + self.penalties @ self._missed(sums)
        return worth

    def _missed(self, sums: Floats) -> Floats:
        missed: Floats = np.maximum(np.maximum(self.low - sums, sums - self.high), 0)
        return missed
