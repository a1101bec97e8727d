"""F41: somebody is shut out in the middle."""

import pytest
from django.utils.timezone import now

from accounts import tokens
from accounts.models import ApiToken, Role, User
from attempts.models import Attempt
from tests.faults.room import signed_by_session, signed_by_token


@pytest.mark.parametrize("signed", [signed_by_token, signed_by_session])
def test_f41_who_is_shut_out_saves_no_more_and_finds_everything_when_let_in(open_room, signed):
    room = open_room()
    [seat] = room.seat(signed=signed)
    client = seat.inside(room.log)
    assert client.save(1, seat.answers[1][0]).status == 200
    User.objects.filter(pk=seat.user.pk).update(is_active=False)
    assert client.save(2, seat.answers[2][0]).status in {401, 403}
    assert Attempt.objects.get().is_open
    User.objects.filter(pk=seat.user.pk).update(is_active=True)
    assert client.save(2, seat.answers[2][0]).status == 200
    assert client.submit().status == 200
    room.reckon()


def test_f41_a_changed_role_does_not_end_an_attempt(open_room):
    room = open_room()
    [seat] = room.seat()
    client = seat.inside(room.log)
    User.objects.filter(pk=seat.user.pk).update(role=Role.INSTRUCTOR)
    assert client.save(1, seat.answers[1][0]).status == 200
    room.reckon()


def test_f41_a_revoked_token_saves_no_more(open_room):
    room = open_room()
    [seat] = room.seat()
    tokens.revoke(ApiToken.objects.get(user=seat.user), now=now())
    assert seat.inside(room.log).save(1, seat.answers[1][0]).status in {401, 403}
    room.reckon()


def test_f41_control_a_door_that_does_not_look_lets_them_in(open_room, monkeypatch):
    room = open_room()
    [seat] = room.seat()
    monkeypatch.setattr(tokens, "recognise", lambda secret, *, now: ApiToken.objects.get())
    User.objects.filter(pk=seat.user.pk).update(is_active=False)
    assert seat.inside(room.log).save(1, seat.answers[1][0]).status == 200
