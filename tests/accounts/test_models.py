import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role, User

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case(alice):
    made = User.objects.create_user("  Erin@Example.ORG ", "a long enough password")
    assert made.email == "erin@example.org"


def test_one_account_per_address_in_any_case(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ALICE@example.org", "another long password")


def test_the_database_itself_refuses_an_address_in_upper_case(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=alice.pk).update(email="Alice@example.org")


def test_the_database_refuses_an_unknown_role(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=alice.pk).update(role="owner")


def test_people_sign_in_with_their_address_in_any_case(alice):
    assert User.objects.get_by_natural_key("Alice@Example.org") == alice


@pytest.mark.parametrize(
    ("role", "teaches", "staff"),
    [
        (Role.CANDIDATE, False, False),
        (Role.INSTRUCTOR, True, False),
        (Role.ADMINISTRATOR, True, True),
    ],
)
def test_what_a_role_may_do(role, teaches, staff):
    user = User(role=role)
    assert (user.is_instructor, user.is_staff) == (teaches, staff)


def test_a_superuser_is_an_administrator():
    made = User.objects.create_superuser("root@example.org", "a long enough password")
    assert made.role == Role.ADMINISTRATOR
    assert made.is_superuser


def test_without_a_password_nobody_can_sign_in():
    assert not User.objects.create_user("frank@example.org").has_usable_password()


@pytest.mark.parametrize(
    ("name", "email", "initials"),
    [
        ("Ada King Lovelace", "a@x.org", "AK"),
        ("", "grace.hopper@x.org", "GH"),
        ("", "bo@x.org", "B"),
    ],
)
def test_initials_come_from_the_name_or_else_the_address(name, email, initials):
    assert User(display_name=name, email=email).initials == initials
