from datetime import timedelta

import pytest

from accounts import guessing
from accounts.guessing import A_FLOOD, FEWER, FOR_AN_ACCOUNT, FROM_A_NETWORK, SECONDS
from accounts.models import GuessCount
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
HERE, THERE = "203.0.113.9", "198.51.100.7"
ALICE = "alice@example.org"


def tries(number, email=ALICE, address=HERE, *, now=NOON):
    """So many wrong passwords; the last of the tries."""
    for _ in range(number):
        last = guessing.begin(email, address, now=now)
    return last


def strangers(number, address=HERE):
    """Wrong passwords from one network, each for another account."""
    for n in range(number):
        guessing.begin(f"stranger{n}@example.org", address, now=NOON)


def test_ten_wrong_passwords_are_looked_at_and_not_one_more():
    assert not tries(FOR_AN_ACCOUNT).is_too_many
    assert tries(1).is_too_many
    assert tries(1, " ALICE@Example.org").is_too_many


def test_elsewhere_the_account_can_be_tried(db):
    tries(FOR_AN_ACCOUNT + 1)
    assert not tries(1, address=THERE).is_too_many


def test_another_account_can_be_tried_from_there():
    tries(FOR_AN_ACCOUNT + 1)
    assert not tries(1, "bob@example.org").is_too_many


def test_the_count_ends_five_minutes_after_it_began():
    tries(FOR_AN_ACCOUNT)
    later = NOON + timedelta(seconds=SECONDS)
    assert tries(1, now=later - timedelta(seconds=1)).is_too_many
    assert not tries(FOR_AN_ACCOUNT, now=later).is_too_many
    assert tries(1, now=later).is_too_many


def test_what_is_refused_makes_the_wait_no_longer():
    tries(FOR_AN_ACCOUNT * 5)
    assert GuessCount.objects.order_by("-tries")[0].tries == FOR_AN_ACCOUNT


def test_a_right_password_takes_its_try_back_and_no_other():
    tries(FOR_AN_ACCOUNT - 1)
    for _ in range(3):
        right = tries(1)
        assert not right.is_too_many
        right.take_back()
    tries(1)
    assert tries(1).is_too_many


def test_a_network_of_many_mistakes_has_fewer_tries_for_each_account():
    strangers(FROM_A_NETWORK)
    assert not tries(FEWER).is_too_many
    assert tries(1).is_too_many
    assert not tries(FOR_AN_ACCOUNT, address=THERE).is_too_many


def test_a_flood_ends_all_tries_from_there():
    strangers(A_FLOOD)
    assert tries(1).is_flood
    assert not tries(1, address=THERE).is_too_many


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        (HERE, "203.0.113.10", False),
    ],
)
def test_of_ipv6_a_whole_network_counts_as_one(one, other, is_same):
    tries(FOR_AN_ACCOUNT, address=one)
    assert tries(1, address=other).is_too_many == is_same


def test_who_has_shown_in_another_way_who_they_are_begins_anew():
    tries(FOR_AN_ACCOUNT)
    guessing.forget(ALICE, HERE)
    assert not tries(1).is_too_many


def test_counts_that_ended_are_thrown_away():
    strangers(5)
    tries(1, address=THERE, now=NOON + timedelta(seconds=SECONDS))
    assert GuessCount.objects.count() == 2


def test_the_table_knows_no_addresses():
    tries(1)
    for row in GuessCount.objects.values():
        assert "alice" not in str(row)
        assert HERE not in str(row)


def test_a_try_costs_the_same_for_everybody(django_assert_num_queries):
    tries(1)
    with django_assert_num_queries(2):
        tries(1)
