import numpy as np
import pytest

from attempts.scoring import UNIT
from reports.simulation.population import abilities, questions, standings

WEIGHT = np.array([0.3, 0.2, 0.25, 0.25])
TASK_DOMAIN = [0, 0, 1, 1]


def chance(seed=1):
    return np.random.default_rng(seed)


def bank(size=4000):
    return questions(size, WEIGHT, chance())


def test_at_the_pass_level_a_question_is_right_with_pi():
    made = bank(200)
    assert made.p_right(np.zeros(4)) == pytest.approx(made.pi)


def test_who_knows_nothing_guesses_and_who_knows_all_is_right():
    made = bank(200)
    assert made.p_right(np.full(4, -60.0)) == pytest.approx(made.guess, abs=1e-6)
    assert made.p_right(np.full(4, 60.0)) == pytest.approx(1, abs=1e-6)


def test_the_panel_is_as_good_as_a_panel_is():
    made = bank(20_000)
    rated = made.rating_u / UNIT
    assert np.corrcoef(rated, made.pi)[0, 1] == pytest.approx(0.71, abs=0.03)
    assert np.sqrt(np.square(rated - made.pi).mean()) == pytest.approx(0.12, abs=0.005)
    assert rated.mean() == pytest.approx(made.pi.mean(), abs=0.02)


def test_the_bank_has_the_proportions_of_the_exam():
    made = bank(1000)
    assert np.bincount(made.task).tolist() == [300, 200, 250, 250]
    assert made.type.count("multiple_choice") == pytest.approx(770, abs=40)
    assert np.log(made.slope).std() == pytest.approx(0.35, abs=0.02)


def test_some_of_the_questions_keep_all_they_have():
    made = bank(100)
    some = made.at([3, 7])
    assert (some.type, len(some)) == ((made.type[3], made.type[7]), 2)
    assert some.p_right(np.ones(4)) == pytest.approx(made.p_right(np.ones(4))[[3, 7]])


def test_abilities_hang_together_by_domain_and_task():
    found = np.cov(abilities(20_000, TASK_DOMAIN, chance()).T)
    wanted = [1 + 0.45**2 + 0.25**2, 1 + 0.45**2, 1.0]
    assert [found[0, 0], found[0, 1], found[0, 2]] == pytest.approx(wanted, abs=0.04)


def test_standings_are_shares_of_the_whole_pool():
    made, parts = bank(400), np.array([[1, 1, 0, 0], [0, 0, 1, 1]])
    of = np.array([[0.0] * 4, [0.1, 0.1, -0.1, -0.1]])
    found = standings(made, of, WEIGHT, parts)
    by_task = [made.pi[made.task == task].mean() for task in range(4)]
    assert found.level[0] == pytest.approx(0.6 * by_task[0] + 0.4 * by_task[1])
    assert found.share[0] == pytest.approx(found.level)
    assert found.deserves[1].tolist() == [True, False]
