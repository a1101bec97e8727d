import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attempts.choosing import Quota, choose
from attempts.errors import NotEnoughQuestions


def quota(values, wanted, low, high, name="Q"):
    return Quota(f"{name} {wanted}", [int(value == wanted) for value in values], low, high, 5.0)


def test_the_cheapest_form_that_meets_everything():
    """The worked example of the method: items 0, 2, 5, 6 at cost 8 are the only best form."""
    costs = [3, 1, 2, 5, 4, 1, 2, 6]
    domains, tasks = [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2, 3, 3]
    quotas = [quota(domains, d, 2, 2) for d in (0, 1)] + [quota(tasks, t, 1, 4) for t in range(4)]
    choice = choose(costs, [1] * 8, total=4, quotas=quotas, enemies=[(1, 2)])
    assert (choice.chosen, choice.shortages) == ([0, 2, 5, 6], [])


def test_enemies_never_meet():
    free = choose([0, 0, 9], [1, 1, 1], total=2, quotas=[])
    parted = choose([0, 0, 9], [1, 1, 1], total=2, quotas=[], enemies=[(0, 1)])
    assert (free.chosen, 2 in parted.chosen) == ([0, 1], True)


def test_a_unit_of_several_items_comes_whole():
    assert choose([0, 0, 0], [3, 1, 1], total=3, quotas=[]).chosen == [0]


def test_a_shortage_is_said_in_words_and_the_form_is_still_filled():
    domains = [1] * 8 + [2] * 2
    quotas = [quota(domains, 1, 5, 5, "Domain"), quota(domains, 2, 5, 5, "Domain")]
    choice = choose([0.0] * 10, [1] * 10, total=10, quotas=quotas)
    assert len(choice.chosen) == 10
    assert choice.shortages == ["Domain 1 has 8 of 5 items", "Domain 2 has 2 of 5 items"]


def test_too_small_a_bank_is_refused():
    with pytest.raises(NotEnoughQuestions, match="needs 3 questions; the bank has 2"):
        choose([0, 0], [1, 1], total=3, quotas=[])


def test_sizes_that_do_not_add_up_are_refused():
    with pytest.raises(NotEnoughQuestions, match="No form of 3"):
        choose([0, 0], [2, 2], total=3, quotas=[])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=12, max_size=40), st.randoms())
def test_quotas_that_can_be_met_are_met(domains, rng):
    """Quotas are read off a random form of the bank itself, so that one form surely meets them."""
    form = rng.sample(range(len(domains)), 12)
    quotas = [
        quota(domains, d, size, size)
        for d in range(4)
        for size in [sum(domains[i] == d for i in form)]
    ]
    costs = [rng.random() for _ in domains]
    choice = choose(costs, [1] * len(domains), total=12, quotas=quotas)
    assert (len(choice.chosen), choice.shortages) == (12, [])
