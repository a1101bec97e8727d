from collections import Counter
from random import Random

import pytest

from attempts import drawing
from attempts.drawing import Blueprint, Bound, Entry, Offer, draw, pilots_of, shortlist
from attempts.errors import NotEnoughQuestions
from attempts.scoring import UNIT


def entry(number, task=1, *, kind="multiple_choice", rating_u=7000, case=None):
    return Entry(number, number, task, task // 10, kind, rating_u, case)


def task(number, low, high=99):
    return Bound(f"Task {number}", "task", number, low, high, 3.0)


def bank(size, *, spread=0):
    """Single questions of the tasks 11, 12, 21 and 22, in turn, with ratings around .70."""
    rng = Random(3)
    numbers = [11, 12, 21, 22]
    ratings = [min(max(round(rng.gauss(7000, spread)), 1), 9999) for _ in range(size)]
    return [[entry(n, numbers[n % 4], rating_u=ratings[n])] for n in range(size)]


HALVES = tuple(Bound(f"Domain {n}", "domain", n, 10, 10, 5.0) for n in (1, 2))
PILOTS = tuple(Bound(f"Domain {n}", "domain", n, 3, 3, 5.0) for n in (1, 2))
TASKS = tuple(task(n, 2) for n in (11, 12, 21, 22))
FORM = Blueprint(20, (*HALVES, *TASKS), PILOTS)


def drawn(offer, *, seed=1, blueprint=FORM):
    found = draw(blueprint, offer, Random(seed))
    return found, [each for unit in found.units for each in unit]


def excess(entries, offer):
    """By how many items the sum of ratings is above the bank's mean."""
    usual = drawing.usual_rating(offer.units)
    return sum((each.rating_u - usual) / UNIT for each in entries)


def test_bounds_are_met_in_the_form_and_in_its_scored_part():
    found, entries = drawn(Offer(bank(100)))
    scored = [each for each in entries if each.version not in found.pilots]
    assert Counter(each.domain for each in entries) == {1: 10, 2: 10}
    assert Counter(each.domain for each in scored) == {1: 7, 2: 7}
    assert min(Counter(each.task for each in scored).values()) >= 2
    assert found.shortages == []


def furthest(offer):
    """The worst of ten forms: how far its sum of ratings is from the usual, whole and scored."""
    found = []
    for seed in range(10):
        form, entries = drawn(offer, seed=seed)
        scored = [each for each in entries if each.version not in form.pilots]
        found += [abs(excess(entries, offer)), abs(excess(scored, offer))]
    return max(found)


def test_the_sum_of_ratings_stays_near_the_usual_one(monkeypatch):
    offer = Offer(bank(100, spread=1500))
    assert furthest(offer) <= 0.5
    monkeypatch.setattr(drawing, "BALANCE_PENALTY", 0.0)
    assert furthest(offer) > 0.5  # so it was not by luck


def test_a_bank_that_cannot_be_balanced_says_so():
    easy = [[entry(n, 11 + n % 2, rating_u=9500)] for n in range(20)]
    hard = [[entry(n, 21, rating_u=2000)] for n in range(20, 60)]
    blueprint = Blueprint(20, (Bound("Domain 1", "domain", 1, 20, 20, 5.0),))
    found, _ = drawn(Offer(easy + hard), blueprint=blueprint)
    assert found.shortages == ["The expected raw score is 10.0 above the usual one"]


def test_questions_without_ratings_count_as_usual():
    units = [
        unit if n % 3 else [unit[0]._replace(rating_u=None)] for n, unit in enumerate(bank(60))
    ]
    found, entries = drawn(Offer(units))
    assert (len(entries), found.shortages) == (20, [])
    assert drawing.usual_rating(units) == 7000
    assert drawing.usual_rating([[entry(1, rating_u=None)]]) == 0


def test_what_was_met_comes_last_and_the_longest_ago_first():
    ages = {n: 1.0 if n < 60 else 200.0 for n in range(80)}
    _, entries = drawn(Offer(bank(92), ages=ages))
    numbers = {each.question for each in entries}
    assert set(range(80, 92)) <= numbers
    assert not numbers & set(range(60))


def test_what_stood_on_many_forms_gives_way():
    used = dict.fromkeys(range(40), 0.5)
    before, after = (drawn(Offer(bank(80), exposure=each))[1] for each in ({}, used))
    assert {each.version for each in before} & used.keys()
    assert not {each.version for each in after} & used.keys()


def test_enemies_are_kept_apart():
    foes = [(one, other) for one in range(0, 40, 4) for other in range(one + 4, 40, 4)]
    for seed in range(5):
        _, entries = drawn(Offer(bank(60), foes), seed=seed)
        assert sum(each.question % 4 == 0 and each.question < 40 for each in entries) <= 1


def test_the_same_seed_gives_the_same_form_and_another_one_another():
    offer = Offer(bank(100, spread=1000))
    assert drawn(offer) == drawn(offer)
    assert drawn(offer)[1] != drawn(offer, seed=2)[1]


def test_a_blueprint_admits_a_case_study_as_a_whole_or_not_at_all():
    blueprint = Blueprint(5, (task(11, 5),), tasks=frozenset({11}))
    torn = [entry(90, 11, case=7), entry(91, 21, case=7)]
    whole = [entry(92, 11, case=8), entry(93, 11, case=8)]
    assert blueprint.admitted([torn, whole]) == [whole]


def test_only_what_the_blueprint_admits_is_drawn():
    blueprint = Blueprint(5, (task(11, 5),), tasks=frozenset({11}))
    _, entries = drawn(Offer(bank(40)), blueprint=blueprint)
    assert {each.task for each in entries} == {11}
    with pytest.raises(NotEnoughQuestions, match="needs 5 questions; the bank has 3"):
        drawn(Offer(bank(12)), blueprint=blueprint)


def test_of_a_large_bank_only_a_shortlist_is_weighed():
    units = bank(8000)
    costs = [n / 8000 for n in range(8000)]
    kept = shortlist(FORM, units, costs)
    assert len(kept) <= 500
    assert all(sum(bound.count(units[i]) for i in kept) >= 20 for bound in FORM.bounds)
    assert max(kept) < 600  # the cheapest
    assert shortlist(FORM, units[:100], costs[:100]) == list(range(100))


def test_pilots_come_from_tasks_that_can_spare_them_and_never_from_a_case_study():
    form = (
        [[entry(n, 11)] for n in range(5)]
        + [[entry(9, 12)]]
        + [[entry(10, 11, case=7), entry(11, 11, case=7)]]
    )
    blueprint = Blueprint(8, (task(11, 2), task(12, 2)), (Bound("D", "domain", 1, 3, 3, 5.0),))
    for seed in range(10):
        pilots = pilots_of(form, blueprint, 7000, Random(seed))
        assert len(pilots) == 3
        assert pilots <= {0, 1, 2, 3, 4}


def test_questions_without_a_rating_become_the_pilots():
    form = [[entry(n, 11, rating_u=None if n in {2, 5} else 7000)] for n in range(9)]
    blueprint = Blueprint(9, (task(11, 2),), (Bound("D", "domain", 1, 3, 3, 5.0),))
    assert {2, 5} <= pilots_of(form, blueprint, 7000, Random(1))


def test_a_form_of_case_studies_alone_has_no_pilots():
    form = [[entry(1, 11, case=7), entry(2, 11, case=7)]]
    blueprint = Blueprint(2, (), (Bound("D", "domain", 1, 1, 1, 5.0),))
    assert pilots_of(form, blueprint, 7000, Random(1)) == set()
