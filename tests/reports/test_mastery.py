"""The vectors are those of the design's scoring page, to six digits."""

import numpy as np
import pytest

from reports import mastery
from reports.mastery import fit_profile, prior_cov, status, time_step

TASK_DOMAIN = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
DOMAIN_WEIGHT = [28, 26, 22, 24]


def six(values):
    return pytest.approx(values, abs=6e-7)


def numbers(text):
    return [float(each) for each in text.split()]


@pytest.fixture
def eight_answers():
    return fit_profile(
        [0, 0, 1, 3, 3, 6, 9, 11],
        [1, 0, 1, 0, 0, 1, 1, 1],
        [0.7, 0.6, 0.8, 0.75, 0.65, 0.7, 0.6, 0.9],
        prior_cov(TASK_DOMAIN),
        -0.1,
        np.ones(8),
    )


def full_form():
    """65 answers: 14 of 18, 9 of 17, 10 of 14 and 10 of 16 right."""
    task = np.repeat(np.arange(12), [6, 6, 6, 6, 6, 5, 5, 5, 4, 6, 5, 5])
    i = np.arange(65)
    pi = (50 + 37 * i % 45) / 100
    x = (7 * i % 10 < np.array([8, 5, 7, 6])[np.array(TASK_DOMAIN)[task]]).astype(int)
    return task, x, pi


@pytest.fixture
def profile():
    return fit_profile(*full_form(), prior_cov(TASK_DOMAIN), -0.1, np.ones(65))


def test_prior_shares_one_part_everywhere_and_one_within_a_domain():
    prior = prior_cov(TASK_DOMAIN)
    assert [prior[0, 0], prior[0, 1], prior[0, 3]] == six([1.265, 1.2025, 1.0])


def test_eight_answers_give_the_published_profile(eight_answers):
    m, v = eight_answers
    assert list(m) == six(
        numbers(
            "-.273867 -.247928 -.263091 -.578674 -.507597 -.507597 "
            "-.187030 -.208322 -.208322 -.139022 -.166133 -.158930"
        )
    )
    assert list(np.sqrt(np.diag(v))) == six(
        numbers(
            ".721291 .733701 .741644 .738210 .759286 .759286 "
            ".775674 .786005 .786005 .761504 .772573 .767937"
        )
    )


def test_a_full_form_gives_the_published_profile(profile):
    task, x, _ = full_form()
    domain = np.array(TASK_DOMAIN)[task]
    assert [int(x[domain == d].sum()) for d in range(4)] == [14, 9, 10, 10]
    assert list(profile[0]) == six(
        numbers(
            ".001065 -.014717 -.089530 -.540311 -.643197 -.560236 "
            "-.149246 -.223852 -.176729 -.388137 -.401917 -.419336"
        )
    )


@pytest.mark.parametrize(
    ("domain", "answers", "mean", "sd", "above", "label"),
    [
        (0, 18, -0.034394, 0.408274, 0.466432, "not enough evidence"),
        (1, 17, -0.581248, 0.399184, 0.072684, "needs work"),
        (2, 14, -0.183275, 0.426293, 0.333624, "not enough evidence"),
        (3, 16, -0.403130, 0.411994, 0.163917, "needs work"),
    ],
)
def test_a_full_form_gives_the_published_domains(profile, domain, answers, mean, sd, above, label):
    weight = np.array(TASK_DOMAIN) == domain
    got = mastery.combine(*profile, weight)
    assert got == six((mean, sd))
    assert mastery.probability_above(*got) == six(above)
    assert status(*got, answers) == label


def test_a_full_form_gives_the_published_overall(profile):
    weights = mastery.task_weights(DOMAIN_WEIGHT, TASK_DOMAIN)
    assert weights.sum() == pytest.approx(1)
    assert mastery.combine(*profile, weights) == six((-0.297827, 0.268203))


def test_two_weeks_later_the_profile_is_higher_and_wider(profile):
    m, v = time_step(*profile, 2, TASK_DOMAIN)
    assert (m[0], np.sqrt(v[0, 0])) == six((0.101065, 0.613442))
    weights = mastery.task_weights(DOMAIN_WEIGHT, TASK_DOMAIN)
    assert mastery.combine(m, v, weights) == six((-0.197827, 0.416135))


def test_a_year_counts_as_twelve_weeks(profile):
    year, quarter = time_step(*profile, 52, TASK_DOMAIN), time_step(*profile, 12, TASK_DOMAIN)
    assert np.allclose(year[0], quarter[0])
    assert np.allclose(year[1], quarter[1])
    assert np.allclose(year[0] - profile[0], 0.2)


def test_no_time_changes_nothing(profile):
    m, v = time_step(*profile, 0, TASK_DOMAIN)
    assert np.array_equal(m, profile[0])
    assert np.array_equal(v, profile[1])


@pytest.mark.parametrize(
    ("mean", "sd", "answers", "label"),
    [
        (0.5, 0.5, 18, "meets"),
        (0.42, 0.5, 18, "not enough evidence"),
        (0.421, 0.5, 18, "meets"),
        (-0.421, 0.5, 18, "needs work"),
        (2, 0.5, 7, "not enough evidence"),
    ],
)
def test_a_label_needs_four_chances_in_five_and_eight_answers(mean, sd, answers, label):
    assert status(mean, sd, answers) == label


def test_no_answers_leave_the_prior_alone():
    prior = prior_cov(TASK_DOMAIN)
    m, v = fit_profile([], [], [], prior, -0.1, [])
    assert list(m) == six([-0.1] * 12)
    assert np.allclose(v, prior)


def test_an_answer_of_weight_nothing_says_nothing(eight_answers):
    more = fit_profile(
        [0, 0, 1, 3, 3, 6, 9, 11, 5, 5],
        [1, 0, 1, 0, 0, 1, 1, 1, 0, 0],
        [0.7, 0.6, 0.8, 0.75, 0.65, 0.7, 0.6, 0.9, 0.5, 0.5],
        prior_cov(TASK_DOMAIN),
        -0.1,
        [1] * 8 + [0, 0],
    )
    assert np.allclose(more[0], eight_answers[0])
    assert np.allclose(more[1], eight_answers[1])


def test_two_fits_in_a_row_are_one_fit_nearly(profile):
    """Carrying the profile on is not the same as starting over, but it must not drift away."""
    task, x, pi = full_form()
    first = fit_profile(task[::2], x[::2], pi[::2], prior_cov(TASK_DOMAIN), -0.1)
    m, _ = fit_profile(task[1::2], x[1::2], pi[1::2], first[1], first[0])
    assert np.abs(m - profile[0]).max() < 0.05


def test_more_right_answers_never_lower_the_estimate():
    task, x, pi = full_form()
    better = x.copy()
    better[np.flatnonzero(x == 0)[0]] = 1
    one = fit_profile(task, x, pi, prior_cov(TASK_DOMAIN), -0.1)[0]
    two = fit_profile(task, better, pi, prior_cov(TASK_DOMAIN), -0.1)[0]
    assert (two > one).all()


def test_the_pass_level_is_the_mean_of_the_pool():
    assert mastery.share_right([0.6, 0.8], 0.0) == pytest.approx(0.7)


def test_shares_hold_their_order_and_stay_shares():
    mean, low, high = mastery.shares([0.5, 0.7, 0.9], -0.3, 0.6)
    assert 0 < low < mean < high < 1


def test_a_pool_may_be_weighted():
    assert mastery.share_right([0.6, 0.8], 0.0, [3, 1]) == pytest.approx(0.65)
