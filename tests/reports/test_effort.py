import pytest

from reports import effort


@pytest.mark.parametrize(("seconds", "rapid"), [(1, True), (7, True), (8, False), (90, False)])
def test_an_answer_is_rapid_below_the_threshold(seconds, rapid):
    assert effort.is_rapid(seconds, 8) == rapid


def test_without_a_measurement_nobody_is_called_rapid():
    assert not effort.is_rapid(0, 8)


def test_effort_is_the_share_of_answers_that_were_not_rapid():
    assert effort.response_time_effort(10, 65) == pytest.approx(55 / 65)
    assert effort.response_time_effort(0, 0) == 1


@pytest.mark.parametrize(
    ("rapid", "answered", "low"), [(0, 0, False), (9, 60, False), (10, 60, True), (3, 20, False)]
)
def test_effort_is_low_below_85_percent(rapid, answered, low):
    assert effort.is_low(rapid, answered) == low
