import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attempts import greedy, programme
from attempts.choosing import TIME_LIMIT_S, choose
from attempts.errors import NotEnoughQuestions
from attempts.quotas import Balance, Problem, Quota

either_way = pytest.mark.parametrize("time_limit_s", [TIME_LIMIT_S, 0], ids=["solver", "by hand"])


def quota(values, wanted, low, high, name="Q"):
    return Quota(f"{name} {wanted}", [int(value == wanted) for value in values], low, high, 5.0)


def worked_example(*, enemies=((1, 2),), ratings=(0.8, 0.6, 0.7, 0.9, 0.5, 0.75, 0.65, 0.85)):
    domains, tasks = [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2, 3, 3]
    quotas = [quota(domains, d, 2, 2) for d in (0, 1)] + [quota(tasks, t, 1, 1) for t in range(4)]
    balance = Balance("Sum of ratings", ratings, 2.8, 3.0, 4.0)
    costs = [3, 1, 2, 5, 4, 1, 2, 6]
    return Problem(costs, [1] * 8, 4, [*quotas, balance], enemies)


def test_the_worked_example_of_the_method():
    """Items 0, 2, 5, 6 at cost 8 are the only best form."""
    choice = choose(worked_example())
    assert (choice.chosen, choice.shortages) == ([0, 2, 5, 6], [])


def test_by_hand_the_worked_example_meets_everything_at_cost_9():
    choice = choose(worked_example(), time_limit_s=0)
    assert (choice.chosen, choice.shortages) == ([1, 3, 5, 6], [])


@pytest.mark.parametrize(
    "change", [{"enemies": ()}, {"ratings": (0.1, 0.9, 0.7, 0.9, 0.5, 0.75, 0.65, 0.85)}]
)
def test_enemies_and_ratings_both_shape_the_worked_example(change):
    assert choose(worked_example(**change)).chosen != [0, 2, 5, 6]


@either_way
def test_enemies_never_meet(time_limit_s):
    free = choose(Problem([0, 0, 9], [1, 1, 1], 2), time_limit_s=time_limit_s)
    parted = choose(Problem([0, 0, 9], [1, 1, 1], 2, enemies=[(0, 1)]), time_limit_s=time_limit_s)
    assert (free.chosen, 2 in parted.chosen) == ([0, 1], True)


@either_way
def test_a_unit_of_several_items_comes_whole(time_limit_s):
    assert choose(Problem([0, 0, 0], [3, 1, 1], 3), time_limit_s=time_limit_s).chosen == [0]


@either_way
def test_a_shortage_is_said_in_words_and_the_form_is_still_filled(time_limit_s):
    domains = [1] * 8 + [2] * 2
    quotas = [quota(domains, 1, 5, 5, "Domain"), quota(domains, 2, 5, 5, "Domain")]
    choice = choose(Problem([0.0] * 10, [1] * 10, 10, quotas), time_limit_s=time_limit_s)
    assert len(choice.chosen) == 10
    assert choice.shortages == ["Domain 1 has 8 of 5 items", "Domain 2 has 2 of 5 items"]


def test_too_small_a_bank_is_refused_with_all_that_is_short():
    quotas = [quota([1, 2], 1, 1, 1, "Task"), quota([1, 2], 2, 2, 2, "Task")]
    words = "needs 3 questions; the bank has 2. Task 2 has 1 of 2 items."
    with pytest.raises(NotEnoughQuestions, match=words):
        choose(Problem([0, 0], [1, 1], 3, quotas))


@either_way
def test_sizes_that_do_not_add_up_are_refused_with_all_that_is_short(time_limit_s):
    quotas = [quota([1, 1], 2, 1, 3, "Domain")]
    with pytest.raises(NotEnoughQuestions, match=r"No form of 3 .* Domain 2 has 0 of 1 items"):
        choose(Problem([0, 0], [2, 2], 3, quotas), time_limit_s=time_limit_s)


def test_the_hand_takes_over_when_the_solver_finds_nothing(monkeypatch):
    monkeypatch.setattr(greedy, "fill", lambda problem: [7])
    assert choose(worked_example(), time_limit_s=0).chosen == [7]
    assert choose(worked_example()).chosen == [0, 2, 5, 6]


def objective(problem, chosen):
    missed = 0.0
    for each in problem.quotas:
        got = sum(each.counts[i] for i in chosen)
        missed += each.penalty * max(each.low - got, got - each.high, 0)
    return sum(problem.costs[i] for i in chosen) + missed


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=14, max_size=40), st.randoms(use_true_random=False))
def test_quotas_that_can_be_met_are_met(domains, rng):
    """Quotas are read off a random form of the bank itself, so that one form surely meets them."""
    form = rng.sample(range(len(domains)), 12)
    sizes = [sum(domains[i] == d for i in form) for d in range(4)]
    quotas = [quota(domains, d, size, size) for d, size in enumerate(sizes)]
    outside = [i for i in range(len(domains)) if i not in form]
    pairs = [(form[0], outside[0]), (outside[0], outside[1])]
    costs = [rng.random() for _ in domains]
    problem = Problem(costs, [1] * len(domains), 12, quotas, pairs)
    solved, filled = programme.solve(problem, time_limit_s=10), greedy.fill(problem)
    for chosen in (solved, filled):
        assert len(chosen) == 12
        assert not any(one in chosen and other in chosen for one, other in pairs)
    assert not [quota for quota in quotas if quota.shortage(solved)]
    assert objective(problem, solved) <= objective(problem, filled) * 1.01 + 0.02
