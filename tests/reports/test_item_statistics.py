import pytest

from reports.item_statistics import rapid_threshold


@pytest.mark.parametrize(
    ("median_s", "seconds"), [(20, 4), (40, 6), (75, 11.25), (200, 15), (None, 8)]
)
def test_an_answer_is_rapid_below_a_share_of_the_usual_time(median_s, seconds):
    assert rapid_threshold(median_s) == pytest.approx(seconds)
