from attempts.programme import solve
from attempts.quotas import Problem, Quota

PROBLEM = Problem([3.0, 1.0, 2.0], [1, 1, 1], 2)


def test_the_cheapest_are_found():
    assert solve(PROBLEM, time_limit_s=10) == [1, 2]


def test_without_time_nothing_is_found():
    assert solve(PROBLEM, time_limit_s=0) is None


def test_a_quota_is_missed_only_where_that_is_cheaper():
    first = [1, 0, 0]
    dear, cheap = (Quota("First", first, 1, 1, penalty) for penalty in (9.0, 0.5))
    assert solve(Problem([3.0, 1.0, 2.0], [1, 1, 1], 2, [dear]), time_limit_s=10) == [0, 1]
    assert solve(Problem([3.0, 1.0, 2.0], [1, 1, 1], 2, [cheap]), time_limit_s=10) == [1, 2]


def test_what_cannot_be_is_not_found():
    enemies = [(0, 1), (0, 2), (1, 2)]
    assert solve(Problem([0, 0, 0], [1, 1, 1], 2, (), enemies), time_limit_s=10) is None
