"""From marks to a scaled score. Pure: integers in, integers out; no database, no clock, no Django.

Ratings and cuts are in units of 1/10000 of an item ("u"), so that the pass decision never depends
on binary fractions. The method (a cut that is the sum of the scored items' Angoff ratings, and a
piecewise linear scale through it) is described in docs/scoring.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

UNIT = 10_000
LOWEST, HIGHEST = 100, 1000
DEFAULT_RATING_U = 7_000
LIKELY_Z = 1.28  # 80 % of a normal distribution lies within this many standard errors
DOMAIN_Z = 1.6449  # 90 %
PROVISIONAL_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Mark:
    """One scored item: the domain it belongs to, its rating (1/10000 or None), right or wrong."""

    domain: int
    rating_u: int | None
    correct: bool


@dataclass(frozen=True, slots=True)
class Score:
    """`low` and `high` bound the likely range of the scaled score: plus and minus 1.28 SEM."""

    raw: int
    scored: int
    cut_u: int
    scaled: int
    passed: bool
    low: int
    high: int
    is_provisional: bool


def cut_units(ratings: Sequence[int | None], default: int = DEFAULT_RATING_U) -> int | None:
    """The expected raw score of a candidate who only just passes, in 1/10000 of an item.

    A missing rating counts as the mean of the known ones (rounded), or `default` when none is
    known. The cut is kept between 1 item and all but 1, so that both ends of the scale exist.
    None for fewer than two items: there is no scale.
    """
    if len(ratings) < 2:
        return None
    cut = sum(filled(ratings, default))
    return min(max(cut, UNIT), (len(ratings) - 1) * UNIT)


def filled(ratings: Sequence[int | None], default: int = DEFAULT_RATING_U) -> list[int]:
    """The ratings with the mean of the known ones in the gaps; `default` where none is known."""
    known = [rating for rating in ratings if rating is not None]
    stand_in = (2 * sum(known) + len(known)) // (2 * len(known)) if known else default
    return [stand_in if rating is None else rating for rating in ratings]


def scaled_score(raw: int, n: int, cut_u: int, pass_mark: int) -> int:
    """Scaled score, 100 to 1000, of `raw` right answers out of `n`.

    100 at 0 right, `pass_mark` at the cut, 1000 at all right, linear between, floored. The score
    reaches `pass_mark` exactly when raw >= ceil(cut).
    """
    raw_u = raw * UNIT
    if raw_u <= cut_u:
        return LOWEST + (pass_mark - LOWEST) * raw_u // cut_u
    return pass_mark + (HIGHEST - pass_mark) * (raw_u - cut_u) // (n * UNIT - cut_u)


def sem_raw(raw: int, n: int) -> float:
    """Standard error of measurement of a raw score, in items: binomial (Lord 1957)."""
    return sqrt(raw * (n - raw) / (n - 1))


def scaled_sem(raw: int, n: int, cut_u: int, pass_mark: int = 720) -> float:
    """Standard error of the scaled score, in scaled points: the raw one times the local slope."""
    cut = cut_u / UNIT
    below = raw * UNIT <= cut_u
    slope = (pass_mark - LOWEST) / cut if below else (HIGHEST - pass_mark) / (n - cut)
    return sem_raw(raw, n) * slope


def likely_range(scaled: int, sem: float) -> tuple[int, int]:
    """Lower and upper end of the likely range (80 %), kept on the scale."""
    low, high = round(scaled - LIKELY_Z * sem), round(scaled + LIKELY_Z * sem)
    return max(low, LOWEST), min(high, HIGHEST)


def score(marks: Sequence[Mark], *, pass_mark: int) -> Score:
    """The outcome of at least two marks. Unanswered has already been marked as wrong."""
    ratings = [mark.rating_u for mark in marks]
    cut_u = cut_units(ratings)
    if cut_u is None:
        raise ValueError("A score needs at least two scored items.")
    raw, n = sum(mark.correct for mark in marks), len(marks)
    scaled = scaled_score(raw, n, cut_u, pass_mark)
    low, high = likely_range(scaled, scaled_sem(raw, n, cut_u, pass_mark))
    return Score(
        raw=raw,
        scored=n,
        cut_u=cut_u,
        scaled=scaled,
        passed=scaled >= pass_mark,
        low=low,
        high=high,
        is_provisional=ratings.count(None) > PROVISIONAL_SHARE * n,
    )


def rest_scores(
    correct: Sequence[bool], ratings: Sequence[int | None], scored: Sequence[bool]
) -> list[float | None]:
    """For each item, how well the rest of the form went, whatever its difficulty: -1 to 1.

    The mean of right (1 or 0) minus rating (0 to 1) over all other scored items; None where there
    is none. A missing rating counts as the mean of the known ones.
    """
    gaps = [x - u / UNIT for x, u in zip(correct, filled(ratings), strict=True)]
    total = sum(gap for gap, counts in zip(gaps, scored, strict=True) if counts)
    n = sum(scored)
    return [
        (total - gap * counts) / (n - counts) if n > counts else None
        for gap, counts in zip(gaps, scored, strict=True)
    ]


def wilson(correct: int, n: int, z: float = DOMAIN_Z) -> tuple[float, float]:
    """Interval for a share of 1 from `correct` of `n` (Wilson 1927); the whole range for n = 0."""
    if n == 0:
        return 0.0, 1.0
    share, square = correct / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return middle - half, middle + half


def competency(low: float, high: float, cut_share: float) -> str:
    """What an interval of a domain's share right says against the share that just passes."""
    if low >= cut_share:
        return "meets"
    return "needs work" if high < cut_share else "not enough evidence"


def largest_remainder(weights: Sequence[int], total: int) -> list[int]:
    """`total` split in whole numbers by `weights`; ties go to the larger weight, then the first.

    Hamilton's method: everyone gets the floor of their share, the rest goes to the largest
    remainders. Integer arithmetic throughout.
    """
    whole = sum(weights)
    counts = [weight * total // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda i: (-(weights[i] * total % whole), -weights[i], i)
    )
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts


def by_domain(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    """The marks of each domain, in the order in which the domains first appear."""
    grouped: dict[int, list[Mark]] = {}
    for mark in marks:
        grouped.setdefault(mark.domain, []).append(mark)
    return grouped
