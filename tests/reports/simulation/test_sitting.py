import numpy as np

from attempts.models import Attempt, Item
from reports.simulation.sitting import sit, store
from tests.conftest import NOON


def sit_one(small, seat=0, number=1, ability=0.0):
    return sit(
        small.room,
        small.seats[seat],
        np.full(len(small.weight), ability),
        small.plan.chance("test", seat, number),
        id=small.plan.id("test", seat, number),
        number=number,
        at=NOON,
    )


def test_an_attempt_is_stored_with_all_that_the_rules_would_leave(small):
    sat = sit_one(small)
    store([sat])
    attempt = Attempt.objects.get()
    assert attempt.items.count() == 65
    assert attempt.items.filter(is_scored=True).count() == attempt.result.scored == 50
    assert attempt.result.raw == attempt.items.filter(is_scored=True, is_correct=True).count()
    assert not Item.objects.filter(rest_adj=None).exists()
    assert Attempt.objects.scored().count() == 1


def test_the_second_form_shows_what_is_new(small):
    first, second = sit_one(small), sit_one(small, number=2)
    fresh = [item.is_new for item in second.items]
    assert all(item.is_new for item in first.items)
    assert sum(fresh) >= 60


def test_others_get_other_questions(small):
    """The newest forms are remembered, and what stood on them costs more."""
    shown = [{item.version_id for item in sit_one(small, seat).items} for seat in range(2)]
    assert len(shown[0] & shown[1]) < 25


def test_the_able_are_right(small):
    assert sit_one(small, 0, ability=20.0).as_whole.raw == 65
    assert sit_one(small, 1, ability=-20.0).as_whole.raw < 30
