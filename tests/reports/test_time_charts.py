import pytest

from reports.time_charts import BOTTOM, TOP, ScorePoint, Timing, history, times


def number(place: str) -> float:
    return float(place.removesuffix("%").removesuffix("rem"))


def points(*scores: int) -> list[ScorePoint]:
    return [
        ScorePoint(f"{day} Nov", s, max(s - 60, 100), min(s + 60, 1000), s >= 720)
        for day, s in enumerate(scores, start=1)
    ]


def test_a_higher_score_stands_higher():
    drawn = history(points(612, 648, 746), 720)
    heights = [number(point.y) for point in drawn.points]
    assert heights == sorted(heights, reverse=True)
    assert number(drawn.points[2].y) < number(drawn.pass_y) < number(drawn.points[1].y)


def test_a_range_holds_its_score():
    for point in history(points(612, 746), 720).points:
        assert number(point.high_y) < number(point.y) < number(point.low_y)


@pytest.mark.parametrize("scores", [(100,), (1000,), (100, 1000), (720,), (400, 450)])
@pytest.mark.parametrize("narrow", [False, True])
def test_everything_lies_within_the_grid(scores, narrow):
    drawn = history(points(*scores), 720, narrow=narrow)
    for point in drawn.points:
        assert TOP - 0.01 <= number(point.high_y) <= number(point.low_y) <= BOTTOM + 0.01
        assert number(drawn.left) < number(point.x) < 100
    assert TOP <= number(drawn.pass_y) <= BOTTOM


def test_the_number_stands_away_from_the_range():
    below, above = history(points(612, 746), 720).points
    assert number(below.value.y) > number(below.low_y)
    assert number(above.value.y) < number(above.high_y)


def test_one_line_joins_two_attempts():
    drawn = history(points(612, 648, 746), 720)
    assert len(drawn.lines) == 2
    assert drawn.lines[0].x2 == drawn.lines[1].x1 == drawn.points[1].x


@pytest.mark.parametrize(("narrow", "shown"), [(False, 12), (True, 6)])
def test_only_the_last_attempts_are_drawn(narrow, shown):
    drawn = history(points(*range(600, 640)), 720, narrow=narrow)
    assert [point.value.text for point in drawn.points] == [
        str(score) for score in range(640 - shown, 640)
    ]


def test_the_last_attempt_always_bears_its_date():
    for count in range(1, 15):
        drawn = history(points(*range(600, 600 + count)), 720)
        assert drawn.points[-1].when is not None
        assert sum(point.when is not None for point in drawn.points) <= 6


def test_a_bar_is_as_high_as_its_seconds():
    drawn = times([Timing(1, 60, correct=True), Timing(2, 120, correct=False)])
    one, two = drawn.bars
    assert number(two.height) == pytest.approx(2 * number(one.height), abs=0.01)
    for bar in drawn.bars:
        assert number(bar.y) + number(bar.height) == pytest.approx(BOTTOM, abs=0.01)
    assert [bar.correct for bar in drawn.bars] == [True, False]


@pytest.mark.parametrize("count", [1, 2, 9, 50, 65, 85])
@pytest.mark.parametrize("narrow", [False, True])
def test_bars_stay_inside_and_apart(count, narrow):
    drawn = times([Timing(n, 30 + n, correct=True) for n in range(1, count + 1)], narrow=narrow)
    ends = [number(bar.x) + number(bar.width) for bar in drawn.bars]
    assert ends[-1] <= 100
    assert all(end < number(bar.x) for end, bar in zip(ends, drawn.bars[1:], strict=False))
    assert [label.text for label in drawn.numbers][-1] == str(count)
    assert drawn.numbers[0].text == "1"


@pytest.mark.parametrize("seconds", [0, 1, 59, 60, 61, 301, 3600])
def test_the_grid_is_whole_minutes_above_the_longest(seconds):
    drawn = times([Timing(1, seconds, correct=True)])
    assert len(drawn.grid) <= 7
    assert 60 * int(drawn.grid[-1].text.removesuffix(" min")) >= seconds
    assert number(drawn.bars[0].y) >= TOP - 0.01
