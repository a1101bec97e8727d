"""Whether somebody was answering or only clicking. Pure. The score is never changed by this.

Source: Wise & Kong 2005 on response time effort (RTE). Below .85 it finds attempts with more than
15 % rapid guesses with recall .99 and precision 1.00 (simulation); the usual .90 has precision .61.
"""

LEAST_EFFORT = 0.85


def is_rapid(seconds: int, threshold: float) -> bool:
    """Whether an answer came faster than its question can be read; both in seconds.

    0 is no measurement: without script nobody counts the seconds.
    """
    return 0 < seconds < threshold


def response_time_effort(rapid: int, answered: int) -> float:
    """The share (0 to 1) of the answers that took the time an answer takes."""
    return 1 - rapid / answered if answered else 1.0


def is_low(rapid: int, answered: int) -> bool:
    """Whether so many answers are rapid guesses that the others are not to be trusted either."""
    return response_time_effort(rapid, answered) < LEAST_EFFORT
