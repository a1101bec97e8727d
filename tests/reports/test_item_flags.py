from dataclasses import replace

import pytest

from reports.item_flags import (
    CONSIDER,
    NOTE,
    URGENT,
    Choice,
    Comparison,
    Evidence,
    Kind,
    dead_distractor,
    flags_of,
    key_loses,
    key_misleads,
    odd_time,
    over_exposed,
    rating_far_off,
    rival_answer,
    signed,
    too_easy,
    too_hard,
    unlike_groups,
    weak,
)
from reports.item_statistics import MantelHaenszel


def evidence(top: dict[str, int], *, key: str = "A", n: int = 500, **more) -> Evidence:
    """`top` has the percent of the top fifth for each option; the others are even."""
    choices = [
        Choice(name, Kind.KEY if name == key else Kind.OPTION, (25, 25, 25, 25, percent))
        for name, percent in top.items()
    ]
    plain = {"p": 0.6, "rpb": 0.3, "se": 0.04}
    return Evidence(n=n, fifths=(100,) * 5, choices=tuple(choices), **(plain | more))


SOUND = evidence({"A": 80, "B": 8, "C": 7, "D": 5})


def test_nothing_speaks_against_a_sound_question():
    assert flags_of(SOUND) == []


def test_a_distractor_that_high_scorers_prefer_asks_for_the_key():
    flag = key_loses(evidence({"A": 35, "B": 5, "C": 5, "D": 55}))
    assert (flag.rank, flag.rule) == (URGENT, "check the key")
    assert flag.words.startswith("High scorers prefer D: 55% of the top fifth choose it, 35% the")


def test_of_two_keys_the_less_chosen_is_compared():
    both = evidence({"A": 90, "B": 60, "C": 50, "D": 0})
    two = replace(both.choices[1], kind=Kind.KEY)
    assert key_loses(replace(both, choices=(both.choices[0], two, *both.choices[2:]))) is None
    rival = replace(both.choices[2], counts=(25, 25, 25, 25, 61))
    assert key_loses(replace(both, choices=(both.choices[0], two, rival))) is not None


def test_a_lump_of_answers_is_no_rival():
    rest = Choice("Any other answer", Kind.REST, (0, 0, 0, 0, 90))
    assert key_loses(replace(SOUND, choices=(SOUND.choices[0], rest))) is None


@pytest.mark.parametrize(("rpb", "se", "is_flagged"), [(-0.2, 0.1, True), (-0.1, 0.13, False)])
def test_a_negative_correlation_asks_for_the_key_when_it_is_sure(rpb, se, is_flagged):
    assert bool(key_misleads(replace(SOUND, rpb=rpb, se=se))) is is_flagged


def test_a_rival_has_half_the_key_and_is_no_accident():
    assert rival_answer(evidence({"A": 55, "B": 35, "C": 5, "D": 5})).rank == CONSIDER
    assert rival_answer(evidence({"A": 75, "B": 20, "C": 5, "D": 0})) is None  # under half
    few = replace(evidence({"A": 10, "B": 6}), fifths=(100, 100, 100, 100, 20))
    assert rival_answer(few) is None  # .3 - 1.645 * sqrt((.21 + .05) / 20) = .11


def test_weak_is_amber_below_a_tenth():
    assert weak(replace(SOUND, rpb=0.12, se=0.04)).rank == NOTE
    assert weak(replace(SOUND, rpb=0.05, se=0.04)).rank == CONSIDER
    assert weak(replace(SOUND, rpb=0.14, se=0.04)) is None


def test_too_hard_and_too_easy():
    assert too_hard(replace(SOUND, p=0.19))
    assert too_easy(replace(SOUND, p=0.96))
    assert not too_hard(replace(SOUND, p=0.20))
    assert not too_easy(replace(SOUND, p=0.95))


def test_a_distractor_is_dead_only_when_no_fifth_takes_it():
    dead = Choice("D", Kind.OPTION, (4, 4, 4, 4, 4))
    assert "Nobody picks D" in dead_distractor(replace(SOUND, choices=(dead,))).words
    alive = replace(dead, counts=(5, 4, 4, 4, 4))
    assert dead_distractor(replace(SOUND, choices=(alive,))) is None
    whole = replace(dead, kind=Kind.ANSWER)
    assert dead_distractor(replace(SOUND, choices=(whole,))) is None


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"fitted": 30, "misfit": -4.1}, "harder than rated"),
        ({"fitted": 30, "misfit": 4.1}, "easier than rated"),
        ({"fitted_near_cut": 30, "misfit_near_cut": 4.1}, "easier near the pass level"),
        ({"fitted": 29, "misfit": 9.0}, ""),
        ({"fitted": 30, "misfit": 4.0}, ""),
    ],
)
def test_a_rating_far_off(figures, words):
    flag = rating_far_off(replace(SOUND, **figures))
    assert (words in flag.words) if words else flag is None


@pytest.mark.parametrize(
    ("median", "p95", "rapid", "is_flagged"),
    [(14, 100, 0, True), (60, 361, 0, True), (60, 100, 0.11, True), (15, 360, 0.10, False)],
)
def test_odd_times(median, p95, rapid, is_flagged):
    timed = replace(SOUND, timed=50, median_s=median, p95_s=p95, rapid_share=rapid)
    assert bool(odd_time(timed)) is is_flagged


def test_exposure_speaks_from_three_times_the_fair_share_and_any_number():
    assert over_exposed(Evidence(exposure=0.5, fair_exposure=0.16))
    assert not over_exposed(Evidence(exposure=0.48, fair_exposure=0.16))
    assert not over_exposed(Evidence(exposure=1.0, fair_exposure=0.5))


@pytest.mark.parametrize(
    ("rule", "against", "fewest"),
    [
        (key_loses, evidence({"A": 1, "B": 99}), 50),
        (key_misleads, replace(SOUND, rpb=-0.9, se=0.01), 50),
        (rival_answer, evidence({"A": 50, "B": 50}), 100),
        (weak, replace(SOUND, rpb=0.0, se=0.01), 200),
        (too_hard, replace(SOUND, p=0.0), 50),
        (too_easy, replace(SOUND, p=1.0), 50),
        (dead_distractor, evidence({"A": 99, "B": 0}), 100),
    ],
)
def test_every_rule_waits_for_enough_answers(rule, against, fewest):
    if rule is dead_distractor:
        against = replace(against, choices=(Choice("B", Kind.OPTION, (0,) * 5),))
    assert rule(replace(against, n=fewest))
    assert rule(replace(against, n=fewest - 1)) is None


def test_time_waits_for_fifty_measured_answers():
    odd = replace(SOUND, timed=49, median_s=5, p95_s=9, rapid_share=0.0)
    assert odd_time(odd) is None


def test_the_most_urgent_comes_first():
    found = flags_of(replace(evidence({"A": 20, "B": 80}), p=0.96, rpb=0.0, se=0.01))
    assert [flag.rank for flag in found] == sorted((f.rank for f in found), reverse=True)
    assert found[0].rule == "check the key"


def test_without_any_answer_no_rule_speaks():
    assert flags_of(Evidence()) == []


@pytest.mark.parametrize(
    ("delta", "chi_square", "n", "words"),
    [
        (-1.6, 9, 250, "Easier for phones than for others who are as strong (class C)."),
        (1.2, 9, 250, "Easier for desktops than for others who are as strong (class B)."),
        (0.9, 99, 250, None),
        (1.6, 3, 250, None),
        (1.6, 9, 249, None),
    ],
)
def test_groups_are_unlike_when_it_is_large_and_sure(delta, chi_square, n, words):
    outcome = MantelHaenszel(2.0 if delta < 0 else 0.5, delta, chi_square)
    flag = unlike_groups(Comparison(n, 300, outcome, ("phones", "desktops")))
    assert (flag.words if flag else None) == words


def test_correlations_are_written_without_their_zero():
    assert (signed(-0.12), signed(0.31)) == ("\N{MINUS SIGN}.12", ".31")
    assert (signed(-0.001), signed(1.0)) == (".00", "1.00")
