"""Clock arithmetic. Pure: the time is always an argument.

A candidate sees the clock reach zero at the deadline. An answer that reaches the server within
`GRACE` after it still counts: the network's time, not thinking time, and never shown.
"""

from datetime import datetime, timedelta
from fractions import Fraction

GRACE = timedelta(seconds=10)

EXTRA_TIME: dict[str, tuple[Fraction, timedelta]] = {
    "none": (Fraction(1), timedelta(0)),
    "plus_30_min": (Fraction(1), timedelta(minutes=30)),
    "times_1_25": (Fraction(5, 4), timedelta(0)),
    "times_1_5": (Fraction(3, 2), timedelta(0)),
    "times_2": (Fraction(2), timedelta(0)),
}


def time_limit(minutes: int, *, extra_time: str = "none") -> timedelta:
    """How long an attempt may take: the exam's minutes, stretched, then lengthened."""
    factor, more = EXTRA_TIME[extra_time]
    seconds = minutes * 60 * factor
    return timedelta(seconds=int(seconds)) + more


def time_left(deadline: datetime, *, now: datetime) -> timedelta:
    """What the candidate's clock shows; never negative."""
    return max(deadline - now, timedelta(0))


def remaining_ms(deadline: datetime, *, now: datetime) -> int:
    return time_left(deadline, now=now) // timedelta(milliseconds=1)


def is_over(deadline: datetime, *, now: datetime) -> bool:
    """Whether an answer received `now` comes too late to count."""
    return now > deadline + GRACE
