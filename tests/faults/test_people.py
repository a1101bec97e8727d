"""F41: somebody is shut out in the middle."""

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.timezone import now

from accounts import audit, people, tokens
from accounts.models import ApiToken, AuditEntry, Role, User
from attempts.models import Attempt
from tests.conftest import person
from tests.faults.broken.tables import without_triggers
from tests.faults.room import signed_by_session, signed_by_token


def noted(user: User) -> list[tuple[str, int | None]]:
    """What the audit log says was done to this person, and by whom; it must be whole."""
    assert audit.first_broken() is None
    entries = AuditEntry.objects.filter(subject_id=user.pk).exclude(event="token_made")
    return list(entries.values_list("event", "actor_id"))


@pytest.mark.parametrize("signed", [signed_by_token, signed_by_session])
def test_f41_who_is_shut_out_saves_no_more_and_finds_everything_when_let_in(open_room, signed):
    room, dave = open_room(), person("dave", Role.ADMINISTRATOR)
    [seat] = room.seat(signed=signed)
    client = seat.inside(room.log)
    assert client.save(1, seat.answers[1][0]).status == 200
    people.disable(seat.user, by=dave, now=now())
    assert client.save(2, seat.answers[2][0]).status in {401, 403}
    assert Attempt.objects.get().is_open
    people.enable(seat.user, by=dave, now=now())
    assert client.save(2, seat.answers[2][0]).status == 200
    assert client.submit().status == 200
    assert noted(seat.user) == [("account_disabled", dave.pk), ("account_enabled", dave.pk)]
    room.reckon()


def test_f41_a_changed_role_does_not_end_an_attempt(open_room):
    room = open_room()
    [seat] = room.seat()
    client = seat.inside(room.log)
    people.change_role(seat.user, Role.INSTRUCTOR, by=None, now=now())
    assert client.save(1, seat.answers[1][0]).status == 200
    assert noted(seat.user) == [("role_changed", None)]
    room.reckon()


def test_f41_a_candidate_cannot_be_removed_under_an_attempt(open_room):
    room = open_room()
    [seat] = room.seat()
    with pytest.raises(ProtectedError):
        seat.user.delete()
    assert seat.inside(room.log).save(1, seat.answers[1][0]).status == 200
    room.reckon()


def test_f41_a_revoked_token_saves_no_more(open_room):
    room = open_room()
    [seat] = room.seat()
    tokens.revoke(ApiToken.objects.get(user=seat.user), now=now())
    assert seat.inside(room.log).save(1, seat.answers[1][0]).status in {401, 403}
    assert noted(seat.user) == [("token_revoked", None)]
    room.reckon()


def test_f41_control_a_door_that_does_not_look_lets_them_in(open_room, monkeypatch):
    room = open_room()
    [seat] = room.seat()
    monkeypatch.setattr(tokens, "recognise", lambda secret, *, now: ApiToken.objects.get())
    User.objects.filter(pk=seat.user.pk).update(is_active=False)
    assert seat.inside(room.log).save(1, seat.answers[1][0]).status == 200


def test_f41_control_what_is_done_past_the_rules_leaves_no_entry(place):
    user = person("alice")
    User.objects.filter(pk=user.pk).update(role=Role.ADMINISTRATOR)
    assert noted(user) == []


def test_f41_control_without_the_triggers_an_entry_can_be_changed_and_the_chain_tells(place):
    alice = person("alice")
    for role in (Role.INSTRUCTOR, Role.ADMINISTRATOR):
        people.change_role(alice, role, by=None, now=now())
    with pytest.raises(IntegrityError, match="never changes"):
        AuditEntry.objects.filter(number=1).update(actor_id=7)
    without_triggers(AuditEntry)
    AuditEntry.objects.filter(number=1).update(actor_id=7)
    assert audit.first_broken() == 1
