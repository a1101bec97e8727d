from datetime import timedelta

import pytest

from accounts.models import ExtraTime
from attempts import timing
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("extra_time", "minutes"),
    [
        ("none", 130),
        ("plus_30_min", 160),
        ("times_1_25", 162.5),
        ("times_1_5", 195),
        ("times_2", 260),
    ],
)
def test_time_limit_of_130_minutes(extra_time, minutes):
    assert timing.time_limit(130, extra_time=extra_time) == minutes * MINUTE


def test_every_choice_of_extra_time_has_its_arithmetic():
    assert set(timing.EXTRA_TIME) == set(ExtraTime.values)


def test_time_left_never_goes_below_zero():
    assert timing.time_left(NOON, now=NOON + MINUTE) == timedelta(0)


def test_remaining_ms_counts_whole_milliseconds():
    left = timedelta(seconds=1, microseconds=1999)
    assert timing.remaining_ms(NOON + left, now=NOON) == 1001


@pytest.mark.parametrize(
    ("seconds", "over"), [(-1, False), (0, False), (10, False), (10.001, True)]
)
def test_is_over_only_after_the_grace(seconds, over):
    assert timing.is_over(NOON, now=NOON + timedelta(seconds=seconds)) is over
