from reports.choice_charts import BOTTOM, TOP, small_line


def number(place: str) -> float:
    return float(place.removesuffix("%").removesuffix("rem"))


def test_a_larger_share_stands_higher_and_all_lines_have_one_scale():
    drawn = small_line([0, 0.25, 0.5, 0.75, 1])
    heights = [number(spot.y) for spot in drawn.spots]
    assert heights == sorted(heights, reverse=True)
    assert (heights[0], heights[-1]) == (BOTTOM, TOP)


def test_the_weakest_fifth_stands_left_and_each_line_joins_two_spots():
    drawn = small_line([0.5] * 5)
    places = [number(spot.x) for spot in drawn.spots]
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] < 100
    assert [(line.x1, line.y1) for line in drawn.lines] == [(s.x, s.y) for s in drawn.spots[:-1]]
    assert [(line.x2, line.y2) for line in drawn.lines] == [(s.x, s.y) for s in drawn.spots[1:]]
