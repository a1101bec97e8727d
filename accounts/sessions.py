"""How long a sign-in lasts: 8 hours without a sign of life, 24 hours at most.

Longer than any exam. The times lie in the session, which is written at most every ten minutes.
"""

from collections.abc import Callable
from time import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

IDLE_SECONDS = 8 * 3600
ABSOLUTE_SECONDS = 24 * 3600
NOTED_EVERY_SECONDS = 600


def plain_keys(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a cookie that no key of ours can be is not looked up; PostgreSQL fails at NUL."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not (key.isascii() and key.isalnum()):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return middleware


def begin(request: HttpRequest) -> None:
    """A person has just signed in."""
    request.session["began_at"] = request.session["seen_at"] = int(time())


def limits(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sign out whoever was away too long, note whoever is here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "seen_at" in request.session:
            _settle(request, now=int(time()))
        return get_response(request)

    return middleware


def _settle(request: HttpRequest, *, now: int) -> None:
    idle = now - request.session["seen_at"]
    if idle > IDLE_SECONDS or now - request.session["began_at"] > ABSOLUTE_SECONDS:
        logout(request)
    elif idle > NOTED_EVERY_SECONDS:
        request.session["seen_at"] = now
