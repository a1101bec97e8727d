"""Where the marks of a chart go. Pure: numbers in, SVG coordinates out; templates draw them.

Across, everything is in percent of the drawing's width, so that a chart fills its place without
scaling its text; up and down it is in rem, so that it grows with the reader's text size. A wide and
a narrow drawing of one chart differ in how many labels they carry. Coordinates are strings with
their unit, ready for an SVG attribute.
"""

from dataclasses import dataclass
from math import floor

LOWEST, HIGHEST = 100, 1000


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place. `anchor` is SVG's text-anchor: start, middle or end."""

    x: str
    y: str
    text: str
    anchor: str = "middle"


# --- The ruler with the score


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    is_major: bool


@dataclass(frozen=True, slots=True)
class Gauge:
    """A ruler from 100 to 1000. `gap_x` is where the axis is broken, or empty."""

    is_narrow: bool
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    gap_x: str
    band_x: str
    band_width: str
    pass_x: str
    pass_width: str
    score_x: str
    pass_label: Label
    score_label: Label


@dataclass(frozen=True, slots=True)
class Ruler:
    """The scale of a gauge: even from `first` to 1000, and 100 to `first` squeezed into `left`."""

    first: int
    left: float

    def __call__(self, score: float) -> float:
        if score < self.first:
            return self.left * (score - LOWEST) / (self.first - LOWEST)
        return self.left + (100 - self.left) * (score - self.first) / (HIGHEST - self.first)

    @classmethod
    def for_score(cls, low: int, *, narrow: bool) -> "Ruler":
        """Begins where it usually does, or lower for a low score; unbroken from near 100."""
        first = min(600 if narrow else 500, floor((low - 10) / 100) * 100)
        return cls(first, 17.0 if narrow else 8.0) if first >= 300 else cls(LOWEST, 0.0)


def gauge(scaled: int, low: int, high: int, pass_mark: int, *, narrow: bool = False) -> Gauge:
    x = Ruler.for_score(low, narrow=narrow)
    band = max(x(high) - x(low), 1.5)
    is_above = scaled >= pass_mark
    return Gauge(
        is_narrow=narrow,
        ticks=tuple(Tick(percent(x(s)), s % 100 == 0) for s in range(x.first, HIGHEST + 1, 20)),
        labels=_scale_labels(x, every=200 if narrow and x.first < 600 else 100),
        gap_x=percent(x.left / 2) if x.left else "",
        band_x=percent(min(x(low), 100 - band)),
        band_width=percent(band),
        pass_x=percent(x(pass_mark)),
        pass_width=percent(100 - x(pass_mark)),
        score_x=percent(x(scaled)),
        pass_label=_beside(x(pass_mark), f"Pass {pass_mark}", to_right=not is_above),
        score_label=_beside(x(scaled), f"You {scaled}", to_right=is_above),
    )


def _scale_labels(x: Ruler, *, every: int) -> tuple[Label, ...]:
    inner = [score for score in range(every, HIGHEST, every) if score >= x.first]
    return (
        Label("0%", "", str(LOWEST), "start"),
        *(Label(percent(x(score)), "", str(score)) for score in inner if x.left or x(score) > 15),
        Label("100%", "", str(HIGHEST), "end"),
    )


def _beside(x: float, text: str, *, to_right: bool) -> Label:
    """A label beside its mark, or over it where it would leave the drawing."""
    anchor = "start" if to_right else "end"
    if not 25 <= x <= 75:
        anchor = "middle"
    if not 12 <= x <= 88:
        anchor = "start" if x < 12 else "end"
    return Label(percent(x), "", text, anchor)


# --- One share, with its range


@dataclass(frozen=True, slots=True)
class ShareBar:
    """All across from 0 to 100 % right. `is_below` draws a diamond in place of the dot.

    `level_x` is where the pass level stands, or empty.
    """

    fill_width: str
    band_x: str
    band_width: str
    point_x: str
    level_x: str
    is_below: bool


def domain_bar(share: float, mean: float, low: float, high: float, pass_level: float) -> ShareBar:
    """`share` is what was right in this attempt, the rest the estimate; all from 0 to 1."""
    return ShareBar(
        fill_width=percent(100 * share),
        band_x=percent(100 * low),
        band_width=percent(100 * (high - low)),
        point_x=percent(100 * mean),
        level_x=percent(100 * pass_level),
        is_below=mean < pass_level,
    )


def share_bar(share: float, low: float, high: float) -> ShareBar:
    """What was right, with its range, all from 0 to 1; there is no level to reach."""
    return ShareBar(
        fill_width=percent(100 * share),
        band_x=percent(100 * low),
        band_width=percent(100 * (high - low)),
        point_x=percent(100 * share),
        level_x="",
        is_below=False,
    )


def percent(value: float) -> str:
    return f"{value:.2f}%"


def rem(value: float) -> str:
    return f"{value:.3f}rem"
