"""What a choice of questions must keep to, in numbers and in words. Pure: no database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """`low` <= sum over the chosen units of `counts` <= `high`, missed at `penalty` per item.

    Missed by no more than `leeway` it is not worth a word.
    """

    name: str
    counts: Sequence[float]
    low: float
    high: float
    penalty: float
    leeway: float = 0.01

    def shortage(self, chosen: Iterable[int]) -> str | None:
        """What is amiss in the chosen units, in words; None when the quota is met."""
        got = sum(self.counts[i] for i in chosen)
        if self.low - self.leeway <= got <= self.high + self.leeway:
            return None
        return self.in_words(got)

    def lack(self) -> str | None:
        """In words, what is too little even with every unit chosen; None when there is enough."""
        got = sum(self.counts)
        return self.in_words(got) if got < self.low - self.leeway else None

    def in_words(self, got: float) -> str:
        return f"{self.name} has {got} of {self.low if got < self.low else self.high} items"


class Balance(Quota):
    """A quota whose counts are deviations from what is usual, in items."""

    def in_words(self, got: float) -> str:
        return f"{self.name} is {abs(got):.1f} {'above' if got > 0 else 'below'} the usual one"


@dataclass(frozen=True, slots=True)
class Problem:
    """Units to choose from, by their places: costs, sizes in items, and what to keep to.

    The sizes of the chosen units add up to `total`; `enemies` are pairs of units that never stand
    together. Both are hard. Quotas are elastic.
    """

    costs: Sequence[float]
    sizes: Sequence[int]
    total: int
    quotas: Sequence[Quota] = ()
    enemies: Sequence[tuple[int, int]] = ()
