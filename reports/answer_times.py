"""How long a question takes, from how many answers took each number of seconds. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.item_statistics import FEWEST_SECONDS, rapid_threshold

FEWEST = 50  # answers before a question has a usual time


@dataclass(frozen=True, slots=True)
class Times:
    """Over `timed` answers. `median_s` is that of answers of at least 4 s, the least threshold
    there is, so that it does not depend on the threshold it makes; None for fewer than 50 of them.
    `rapid_below_s` is that threshold; `p95_s` is exceeded by one answer in twenty."""

    timed: int = 0
    median_s: float | None = None
    p95_s: float | None = None
    rapid_share: float | None = None
    rapid_below_s: float = rapid_threshold(None)


def times_of(histogram: Sequence[tuple[int, int]]) -> Times:
    """From pairs (seconds, answers), seconds ascending and above 0."""
    timed = sum(answers for _, answers in histogram)
    if not timed:
        return Times()
    engaged = [(seconds, answers) for seconds, answers in histogram if seconds >= FEWEST_SECONDS]
    median = None
    if sum(answers for _, answers in engaged) >= FEWEST:
        median = (at_share(engaged, 0.5) + at_share(engaged, 0.5, above=True)) / 2
    threshold = rapid_threshold(median)
    rapid = sum(answers for seconds, answers in histogram if seconds < threshold)
    return Times(timed, median, float(at_share(histogram, 0.95)), rapid / timed, threshold)


def at_share(histogram: Sequence[tuple[int, int]], share: float, *, above: bool = False) -> int:
    """The least value that `share` of all do not exceed; `above`: more than `share` of all."""
    wanted = share * sum(answers for _, answers in histogram)
    reached = 0
    for seconds, answers in histogram:
        reached += answers
        if reached > wanted or (reached >= wanted and not above):
            return seconds
    return histogram[-1][0]
