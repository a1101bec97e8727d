import pytest

from reports.verdict import chance_on_another_form, forms_of_ten, verdict


@pytest.mark.parametrize(
    ("scaled", "low", "high", "words", "tone"),
    [
        (800, 720, 880, "Clear pass", "good"),
        (746, 705, 787, "Pass, but within the margin of error", "good"),
        (720, 655, 785, "Pass, but within the margin of error", "good"),
        (719, 655, 785, "Fail, but within the margin of error", "near"),
        (655, 590, 720, "Fail, but within the margin of error", "near"),
        (654, 589, 719, "Not there yet: a clear fail", "bad"),
        (1000, 1000, 1000, "Clear pass", "good"),
        (100, 100, 100, "Not there yet: a clear fail", "bad"),
    ],
)
def test_there_are_three_kinds_of_verdict(scaled, low, high, words, tone):
    got = verdict(scaled, low, high, 720)
    assert (got.words, got.tone) == (words, tone)


@pytest.mark.parametrize("low", range(500, 900, 20))
@pytest.mark.parametrize("width", [0, 60, 160])
def test_clear_is_said_only_when_the_range_is_clear_of_the_pass_mark(low, width):
    words = verdict(low + width // 2, low, low + width, 720).words
    assert ("margin" in words) == (low < 720 <= low + width)


def test_the_published_fallback_for_one_attempt():
    """S = 752, SEM 51; for a form of 65 the vector is .660464, for one as long as this .671."""
    margin = 1.28 * 51
    chance = chance_on_another_form(752, round(752 - margin), round(752 + margin), 720)
    assert chance == pytest.approx(0.671, abs=0.002)


def test_a_score_at_the_pass_mark_is_a_coin_toss():
    assert chance_on_another_form(720, 655, 785, 720) == 0.5


def test_a_range_cut_off_by_the_scale_does_not_look_surer():
    whole = chance_on_another_form(960, 900, 1020, 720)
    assert chance_on_another_form(960, 900, 1000, 720) == pytest.approx(whole)


@pytest.mark.parametrize(("scaled", "chance"), [(1000, 1.0), (100, 0.0)])
def test_a_score_without_any_margin_is_certain(scaled, chance):
    assert chance_on_another_form(scaled, scaled, scaled, 720) == chance


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "fewer than 1"),
        (0.05, "about 1"),
        (0.17, "about 2"),
        (0.5, "about 5"),
        (0.66, "about 7"),
        (0.84, "about 8"),
        (0.95, "about 9"),
        (0.99, "more than 9"),
    ],
)
def test_a_chance_is_said_as_a_count_of_ten(chance, words):
    assert forms_of_ten(chance) == words
