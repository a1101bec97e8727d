"""What the clock of an exam page shows beside what the server says."""

from datetime import timedelta
from time import monotonic

from django.utils.timezone import now

from attempts.models import Attempt

TOLERANCE_S = 1.0


def shown_seconds(page):
    """Rounded up, as a clock that runs down is."""
    hours, minutes, seconds = map(int, page.locator("#clock").text_content().split(":"))
    return 3600 * hours + 60 * minutes + seconds


def left_seconds(attempt):
    return (Attempt.objects.get(pk=attempt.pk).deadline - now()).total_seconds()


def error_s(page, attempt):
    """By how much the page is wrong at least: the look at it lies between two at the server."""
    before = left_seconds(attempt)
    shown = shown_seconds(page)
    return max(left_seconds(attempt) - shown, shown - 1 - before, 0.0)


def expect_right_time(page, attempt, *, within_s=2.0):
    """Within a second of the server's, soon; how long that took, in seconds."""
    began = monotonic()
    while (error := error_s(page, attempt)) > TOLERANCE_S:
        assert monotonic() < began + within_s, f"wrong by {error:.1f} s"
        page.wait_for_timeout(50)
    return monotonic() - began


def leave(attempt, **left):
    """Put the deadline so that this much is left, as if the attempt had begun earlier."""
    end = now() + timedelta(**left)
    whole = attempt.deadline - attempt.started_at
    Attempt.objects.filter(pk=attempt.pk).update(
        deadline=end, first_deadline=end, started_at=end - whole
    )
