from itertools import product
from math import comb, prod

import numpy as np
import pytest

from attempts.scoring import scaled_score
from reports.simulation.chances import Form, expected_score, pass_chance, raw_scores
from reports.simulation.population import questions

AT_CUT = np.zeros((1, 2))


def form(size=65, seed=1):
    return Form.of(questions(size, np.array([0.5, 0.5]), np.random.default_rng(seed)))


def test_equal_questions_give_a_binomial():
    binomial = [comb(6, k) * 0.3**k * 0.7 ** (6 - k) for k in range(7)]
    assert raw_scores(np.full((1, 6), 0.3))[0] == pytest.approx(binomial)


def test_unequal_questions_give_what_all_outcomes_give():
    p, found = [0.2, 0.5, 0.9], np.zeros(4)
    for right in product((0, 1), repeat=3):
        found[sum(right)] += prod(a if x else 1 - a for a, x in zip(p, right, strict=True))
    assert raw_scores(np.array([p, p])) == pytest.approx(np.array([found, found]))


def test_passing_takes_the_cut_rounded_up():
    one = form(10)
    needed = -(-one.cut_u // 10_000)
    raw = raw_scores(one.questions.p_right(AT_CUT))[0]
    assert pass_chance(AT_CUT, [one])[0] == pytest.approx(raw[needed:].sum())


def test_any_of_the_forms_may_be_the_exam():
    both = [form(seed=1), form(seed=2)]
    single = [pass_chance(AT_CUT, [each])[0] for each in both]
    assert pass_chance(AT_CUT, both)[0] == pytest.approx(sum(single) / 2)
    assert pass_chance(np.array([[9.0, 9.0], [-9.0, -9.0]]), both) == pytest.approx(
        [1, 0], abs=1e-3
    )


def test_the_expected_score_is_that_of_many_sittings():
    one, luck = form(), np.random.default_rng(3)
    right = luck.random((20_000, 65)) < one.questions.p_right(AT_CUT)
    scores = [scaled_score(int(raw), 65, one.cut_u, 720) for raw in right.sum(axis=1)]
    assert expected_score(AT_CUT, one, 720)[0] == pytest.approx(np.mean(scores), abs=2)


def test_a_form_needs_two_questions():
    with pytest.raises(ValueError, match="at least two"):
        _ = form(1).cut_u
