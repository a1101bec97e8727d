"""What a person or a program sees when the answer is no: a page, or JSON under /api/."""

import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader

from exam_platform.errors import RuleBroken
from exam_platform.http import DATABASE_AWAY, SECONDS_TO_WAIT, problem


class BrokenRules:
    """Middleware: a broken rule becomes a page that says so, whichever view met it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        if not isinstance(exc, RuleBroken):
            return None
        if _wants_json(request):
            return JsonResponse(problem(exc), status=exc.status)
        return render(request, "refused.html", {"refusal": exc}, status=exc.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, 400, "bad_request", "The server could not read this request.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _wants_json(request):
        return _json(403, "permission_denied", "You may not do this.")
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same words for what does not exist and what belongs to somebody else."""
    if _wants_json(request):
        return _json(404, "not_found", "This does not exist, or you cannot see it.")
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it still handles the exception; an absent database is no bug."""
    if isinstance(sys.exception(), DATABASE_AWAY):
        response = _plain(request, 503, "unavailable", "The database is away. Nothing was changed.")
        response["Retry-After"] = SECONDS_TO_WAIT
        return response
    return _plain(request, 500, "error", "Something failed on our side.")


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Sign-in, sign-up and password pages, asked too often by one address or for one account."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "300"
    return response


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its CSRF token."""
    if _wants_json(request):
        return _json(403, "csrf", reason)
    return render(request, "form_expired.html", status=403)


def _wants_json(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _json(status: int, code: str, detail: str) -> HttpResponse:
    return JsonResponse({"code": code, "detail": detail}, status=status)


def _plain(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """A page that needs neither database nor user: it must come when nothing else does."""
    if _wants_json(request):
        return _json(status, code, detail)
    context: dict[str, Any] = {"detail": detail}
    return HttpResponse(loader.render_to_string(f"{status}.html", context), status=status)
