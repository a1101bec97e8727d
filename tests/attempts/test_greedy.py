from random import Random

from attempts import greedy
from attempts.greedy import fill
from attempts.quotas import Problem, Quota


def test_the_cheapest_are_filled_in():
    assert fill(Problem([3.0, 1.0, 2.0], [1, 1, 1], 2)) == [1, 2]


def test_where_single_steps_do_not_add_up_a_larger_unit_comes_first():
    """Seven questions alone leave one place, in which the case study of three has no room."""
    problem = Problem([0.0] * 7 + [9.0], [1] * 7 + [3], 8)
    chosen = fill(problem)
    assert 7 in chosen
    assert sum(problem.sizes[i] for i in chosen) == 8


def test_what_cannot_be_filled_is_none():
    assert fill(Problem([0, 0], [2, 2], 3)) is None
    assert fill(Problem([0, 0], [1, 1], 2, (), [(0, 1)])) is None


def tight():
    """Forty of sixty, with quotas that pull against the costs."""
    rng = Random(5)
    quotas = [
        Quota(f"Q {d}", [int(rng.random() < 0.3) for _ in range(60)], 10, 12, 5.0) for d in range(6)
    ]
    return Problem([rng.random() for _ in range(60)], [1] * 60, 40, quotas)


def test_exchanging_makes_the_form_better(monkeypatch):
    problem = tight()

    def cost(chosen):
        short = sum(bool(quota.shortage(chosen)) for quota in problem.quotas)
        return short, sum(problem.costs[i] for i in chosen)

    exchanged = cost(fill(problem))
    monkeypatch.setattr(greedy, "MOST_ROUNDS", 0)
    assert exchanged < cost(fill(problem))
