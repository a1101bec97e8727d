"""The share of each fifth of the candidates that made a choice, as a small line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.charts import percent, rem
from reports.time_charts import Line

TOP, BOTTOM = 0.35, 2.15  # rem: 100 % and 0 %
LEFT, RIGHT = 4.0, 96.0  # percent of the width: the weakest and the strongest fifth


@dataclass(frozen=True, slots=True)
class Spot:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class SmallLine:
    """From the weakest fifth to the strongest; all such lines have one scale, 0 to 100 %."""

    floor_y: str
    lines: tuple[Line, ...]
    spots: tuple[Spot, ...]


def small_line(shares: Sequence[float]) -> SmallLine:
    """At least two shares, 0 to 1, from left to right."""
    step = (RIGHT - LEFT) / (len(shares) - 1)
    spots = tuple(
        Spot(percent(LEFT + i * step), rem(BOTTOM - (BOTTOM - TOP) * share))
        for i, share in enumerate(shares)
    )
    lines = tuple(Line(one.x, one.y, other.x, other.y) for one, other in pairwise(spots))
    return SmallLine(rem(BOTTOM), lines, spots)
