"""Text comes in UTF-8; a request that says otherwise is refused, with all that an answer bears.

Django tries any codec that a header names, rot13 too, and does so while it builds the request:
base64, which is no encoding of text, raises there before any middleware is asked. So what serves
Django is wrapped here: such a header is taken off it, and the middleware refuses what is left.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

UTF_8 = {"utf-8", "utf8"}
FOREIGN = "text/plain; charset=foreign"  # no codec has this name, so that Django tries none

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Asgi = Callable[[Any, Any, Any], Awaitable[None]]


def foreign_charsets(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 for everything but UTF-8."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_foreign(request.content_params or {}):
            raise BadRequest("Only UTF-8 is read.")
        return get_response(request)

    return middleware


def safe_wsgi(application: Wsgi) -> Wsgi:
    """The same application, which no charset can stop from building its request."""

    def door(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _is_readable(environ.get("CONTENT_TYPE", "")):
            environ = {**environ, "CONTENT_TYPE": FOREIGN}
        return application(environ, start_response)

    return door


def safe_asgi(application: Asgi) -> Asgi:
    """As `safe_wsgi`."""

    async def door(scope: Any, receive: Any, send: Any) -> None:
        kinds = [value for name, value in scope.get("headers", []) if name == b"content-type"]
        if not _is_readable(",".join(each.decode("latin-1") for each in kinds)):
            others = [each for each in scope["headers"] if each[0] != b"content-type"]
            scope = {**scope, "headers": [*others, (b"content-type", FOREIGN.encode())]}
        await application(scope, receive, send)

    return door


def _is_readable(content_type: str) -> bool:
    try:
        return not _is_foreign(parse_header_parameters(content_type)[1])
    except (ValueError, LookupError):  # a parameter that itself comes in no known encoding
        return False


def _is_foreign(parameters: dict[str, str]) -> bool:
    return parameters.get("charset", "utf-8").lower() not in UTF_8
