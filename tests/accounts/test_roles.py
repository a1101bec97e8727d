import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from accounts.roles import instructor_required

pytestmark = pytest.mark.django_db


@instructor_required
def bank(request, *, page: int = 1) -> HttpResponse:
    return HttpResponse(f"page {page}")


@pytest.fixture
def opened_by(rf):
    def open_as(user) -> HttpResponse:
        request = rf.get("/")
        request.user = user
        return bank(request, page=2)

    return open_as


def test_instructors_and_administrators_come_in(opened_by, carol, dave):
    assert opened_by(carol).content == b"page 2"
    assert opened_by(dave).content == b"page 2"


def test_candidates_and_strangers_do_not(opened_by, alice):
    for user in (alice, AnonymousUser()):
        with pytest.raises(PermissionDenied, match="instructor role"):
            opened_by(user)
