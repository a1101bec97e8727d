from itertools import pairwise

import pytest

from reports.charts import domain_bar, gauge, share_bar

SCORES = [(746, 705, 787), (100, 100, 100), (1000, 1000, 1000), (310, 250, 370), (560, 480, 640)]


def at(place: str) -> float:
    assert place.endswith("%")
    return float(place.removesuffix("%"))


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("narrow", [False, True])
def test_everything_lies_within_the_drawing(score, narrow):
    drawn = gauge(*score, 720, narrow=narrow)
    places = [drawn.score_x, drawn.pass_x, drawn.band_x, *(tick.x for tick in drawn.ticks)]
    places += [label.x for label in drawn.labels]
    assert all(0 <= at(place) <= 100 for place in places)
    assert at(drawn.band_x) + at(drawn.band_width) <= 100.01
    assert at(drawn.pass_x) + at(drawn.pass_width) == pytest.approx(100)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_ruler_keeps_the_order_of_scores(narrow):
    places = [at(gauge(s, s, s, 720, narrow=narrow).score_x) for s in range(650, 1001, 50)]
    assert places == sorted(places)
    assert places[-1] == 100


def test_the_score_stands_in_its_range_and_on_its_side_of_the_pass_mark():
    drawn = gauge(746, 705, 787, 720)
    low, width = at(drawn.band_x), at(drawn.band_width)
    assert low < at(drawn.score_x) < low + width
    assert low < at(drawn.pass_x) < at(drawn.score_x)
    below = gauge(650, 600, 700, 720)
    assert at(below.score_x) < at(below.pass_x)


def test_the_axis_is_broken_only_where_the_score_allows_it():
    assert gauge(746, 705, 787, 720).gap_x
    assert not gauge(250, 180, 320, 720).gap_x
    low = gauge(460, 380, 540, 720)
    assert at(low.band_x) > at(low.gap_x)


def test_the_two_labels_stand_on_different_sides():
    above, below = gauge(746, 705, 787, 720), gauge(700, 640, 760, 720)
    assert (above.pass_label.anchor, above.score_label.anchor) == ("end", "start")
    assert (below.pass_label.anchor, below.score_label.anchor) == ("start", "end")


@pytest.mark.parametrize(("score", "anchor"), [(100, "start"), (1000, "end")])
def test_a_label_at_an_end_stays_inside(score, anchor):
    assert gauge(score, score, score, 720, narrow=True).score_label.anchor == anchor


def test_the_scale_is_named_at_both_ends_and_narrow_has_fewer_words():
    wide, narrow = gauge(746, 705, 787, 720), gauge(746, 705, 787, 720, narrow=True)
    for drawn in (wide, narrow):
        assert (drawn.labels[0].text, drawn.labels[-1].text) == ("100", "1000")
    assert len(narrow.labels) < len(wide.labels)


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize(("narrow", "least"), [(False, 7), (True, 10)])
def test_labels_of_the_scale_do_not_touch(score, narrow, least):
    places = [at(label.x) for label in gauge(*score, 720, narrow=narrow).labels]
    assert min(b - a for a, b in pairwise(places)) >= least


def test_a_domain_bar_is_in_percent_of_right_answers():
    drawn = domain_bar(0.5, 0.6, 0.4, 0.75, 0.7)
    assert (at(drawn.fill_width), at(drawn.point_x), at(drawn.level_x)) == (50, 60, 70)
    assert (at(drawn.band_x), at(drawn.band_width)) == (40, 35)


@pytest.mark.parametrize(("mean", "is_below"), [(0.69, True), (0.7, False), (0.9, False)])
def test_a_diamond_marks_what_lies_below_the_pass_level(mean, is_below):
    assert domain_bar(0.5, mean, 0.4, 0.95, 0.7).is_below is is_below


def test_a_share_stands_in_its_range_and_has_no_level():
    bar = share_bar(0.8, 0.54, 0.93)
    assert at(bar.fill_width) == at(bar.point_x) == 80
    assert at(bar.band_x) < at(bar.point_x) < at(bar.band_x) + at(bar.band_width)
    assert (bar.level_x, bar.is_below) == ("", False)


@pytest.mark.parametrize("low", [120, 250, 330, 450, 560, 640, 900])
def test_the_numbers_of_a_narrow_ruler_do_not_run_into_each_other(low):
    labels = gauge(low, low, low, 720, narrow=True).labels
    edges = [edges_of(label) for label in labels]
    assert all(left > right + 2 for (_, right), (left, _) in pairwise(edges))


def edges_of(label) -> tuple[float, float]:
    """Where a label begins and ends, in percent: a digit is 8 px wide, the drawing 280."""
    width = 100 * 8 * len(label.text) / 280
    before = {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    return at(label.x) - before, at(label.x) - before + width
