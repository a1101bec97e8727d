"""Charts over attempts and over questions: scores in time, seconds for each question. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from reports.charts import HIGHEST, LOWEST, Label, percent, rem

TOP, BOTTOM, FLOOR = 1.0, 11.5, 13.0  # rem: first and last grid line, words below

Scale = Callable[[float], float]  # from a value to its place


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One attempt on the time chart. `when` is its label, say "16 Nov".

    `is_repeat` that many of its questions had been met before.
    """

    when: str
    scaled: int
    low: int
    high: int
    passed: bool
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    x: str
    y: str
    low_y: str
    high_y: str
    passed: bool
    is_repeat: bool
    value: Label
    when: Label | None


@dataclass(frozen=True, slots=True)
class Line:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class History:
    is_narrow: bool
    left: str
    grid: tuple[Label, ...]
    pass_y: str
    pass_label: Label
    lines: tuple[Line, ...]
    points: tuple[Point, ...]


def history(scores: Sequence[ScorePoint], pass_mark: int, *, narrow: bool = False) -> History:
    """At least one score, oldest first. Shows the last twelve, or six where it is narrow."""
    shown = scores[-6:] if narrow else scores[-12:]
    left = 14.0 if narrow else 8.0
    low, high = _score_span(shown, pass_mark)

    def y(score: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (score - low) / (high - low)

    step = (100 - left) / len(shown)
    places = [left + (i + 0.5) * step for i in range(len(shown))]
    dated = range(len(shown) - 1, -1, -ceil(len(shown) / 6))
    return History(
        is_narrow=narrow,
        left=percent(left),
        grid=tuple(
            Label(percent(left), rem(y(score)), str(score), "end")
            for score in range(low, high + 1, 100 if high - low <= 500 else 200)
        ),
        pass_y=rem(y(pass_mark)),
        pass_label=Label(percent(left), rem(y(pass_mark) - 0.4), f"Pass {pass_mark}", "start"),
        lines=_lines(places, [y(score.scaled) for score in shown]),
        points=tuple(
            _point(score, places[i], y, dated=i in dated) for i, score in enumerate(shown)
        ),
    )


def _lines(xs: Sequence[float], ys: Sequence[float]) -> tuple[Line, ...]:
    """From each point to the next."""
    spots = zip(map(percent, xs), map(rem, ys), strict=True)
    return tuple(Line(x1, y1, x2, y2) for (x1, y1), (x2, y2) in pairwise(spots))


def _score_span(scores: Sequence[ScorePoint], pass_mark: int) -> tuple[int, int]:
    """Whole hundreds below and above everything there is to draw, with room for a number below."""
    low = min(pass_mark - 50, *(score.low - 60 for score in scores))
    high = max(pass_mark + 50, *(score.high for score in scores))
    return max(floor(low / 100) * 100, LOWEST), min(ceil(high / 100) * 100, HIGHEST)


def _point(score: ScorePoint, x: float, y: Scale, *, dated: bool) -> Point:
    """The value stands beyond the range: away from the pass line, or over it for want of room."""
    below = y(score.low) + 1.05
    fits = not score.passed and below < BOTTOM
    value_y = below if fits else max(y(score.high) - 0.5, 0.75)
    return Point(
        x=percent(x),
        y=rem(y(score.scaled)),
        low_y=rem(y(score.low)),
        high_y=rem(y(score.high)),
        passed=score.passed,
        is_repeat=score.is_repeat,
        value=Label(percent(x), rem(value_y), str(score.scaled)),
        when=Label(percent(x), rem(FLOOR), score.when) if dated else None,
    )


@dataclass(frozen=True, slots=True)
class Timing:
    """One question: its number, the seconds spent on it, whether the answer was right."""

    position: int
    seconds: int
    correct: bool


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    correct: bool


@dataclass(frozen=True, slots=True)
class Times:
    is_narrow: bool
    left: str
    grid: tuple[Label, ...]
    bars: tuple[Bar, ...]
    numbers: tuple[Label, ...]


def times(timings: Sequence[Timing], *, narrow: bool = False) -> Times:
    """At least one question; a bar for each."""
    left = 15.0 if narrow else 10.0
    minutes = max(ceil(max(each.seconds for each in timings) / 60), 1)
    apart = ceil(minutes / 5)
    top = ceil(minutes / apart) * apart
    step = (100 - left) / len(timings)
    rise = (BOTTOM - TOP) / (60 * top)  # rem for each second
    return Times(
        is_narrow=narrow,
        left=percent(left),
        grid=tuple(
            Label(percent(left), rem(BOTTOM - 60 * rise * minute), f"{minute} min", "end")
            for minute in range(0, top + 1, apart)
        ),
        bars=tuple(
            _bar(each, left + (i + 0.12) * step, 0.76 * step, each.seconds * rise)
            for i, each in enumerate(timings)
        ),
        numbers=tuple(
            Label(percent(left + (number - 0.5) * step), rem(FLOOR), str(number))
            for number in _numbered(len(timings), 20 if narrow else 10)
        ),
    )


def _bar(timing: Timing, x: float, width: float, height: float) -> Bar:
    return Bar(percent(x), rem(BOTTOM - height), percent(width), rem(height), timing.correct)


def _numbered(count: int, step: int) -> list[int]:
    """The places that bear a number: the first, every `step`th, the last; none too close to it."""
    between = [number for number in range(step, count, step) if count - number >= step / 2]
    return sorted({1, *between, count})
