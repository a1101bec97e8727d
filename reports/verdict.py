"""What a score says, in words that claim no more than its range allows. Pure."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from attempts.scoring import LIKELY_Z


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` and `icon` say the same as the words: good, near or bad."""

    words: str
    tone: str
    icon: str


def verdict(scaled: int, low: int, high: int, pass_mark: int) -> Verdict:
    """Three kinds: the likely range lies above the pass mark, holds it, or lies below."""
    if low >= pass_mark:
        return Verdict("Clear pass", "good", "check")
    if high < pass_mark:
        return Verdict("Not there yet: a clear fail", "bad", "x")
    if scaled >= pass_mark:
        return Verdict("Pass, but within the margin of error", "good", "check")
    return Verdict("Fail, but within the margin of error", "near", "warn")


def chance_on_another_form(scaled: int, low: int, high: int, pass_mark: int) -> float:
    """P(another form of the same length gives the pass mark or more), 0 to 1.

    Phi((S - P) / sqrt(SEM^2 + SEM^2)): this score is off by one standard error, the other form
    will be by another. It is the fallback formula of the scoring page for one attempt, with a form
    as long as this one. The SEM is taken back from the likely range, S +- 1.28 SEM; at an end of
    the scale the range is cut off, and the longer side tells.
    """
    sem = max(scaled - low, high - scaled) / LIKELY_Z
    if sem == 0:
        return float(scaled >= pass_mark)
    return NormalDist().cdf((scaled - pass_mark) / (sem * sqrt(2)))


def forms_of_ten(chance: float) -> str:
    """A probability as a count, always of ten, so that two reports can be compared: "about 7"."""
    if chance > 0.95:
        return "more than 9"
    if chance < 0.05:
        return "fewer than 1"
    return f"about {min(max(round(10 * chance), 1), 9)}"
