"""Logs: one JSON object a line, in UTC, on standard output; readable on a terminal.

A request is one line: who (a hash, never an address), which route, how it went, how long.
"""

import hashlib
import logging
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
NAMED = ("attempt_id", "position")  # never all of them: a reset link holds its token in the path
DJANGO_LOGGERS = ("django", "django.server")  # without the handlers that Django gives them
TALKATIVE = ("fontTools", "weasyprint")  # they tell every rule and every glyph that is not for them
requests = logging.getLogger("rehearsal.requests")


def logging_config(*, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything goes through one handler, in one shape."""
    stdout = {"class": "logging.StreamHandler", "stream": sys.stdout, "formatter": "structured"}
    structured = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ExtraAdder(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _renderer(),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": structured},
        "handlers": {"stdout": stdout},
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {name: {"handlers": [], "propagate": True} for name in DJANGO_LOGGERS}
        | {name: {"level": "ERROR"} for name in TALKATIVE},
    }


def _renderer() -> Any:
    """Lines for people on a terminal, JSON for everything else."""
    if sys.stdout.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer()


def one_line_per_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = secrets.token_hex(8)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = get_response(request)
            response["X-Request-Id"] = request_id
            if requests.isEnabledFor(logging.INFO):
                requests.info("request", extra=_told(request, response, began))
            return response
        finally:
            structlog.contextvars.unbind_contextvars("request_id")

    return middleware


def _told(request: HttpRequest, response: HttpResponse, began: float) -> dict[str, Any]:
    match = request.resolver_match
    return {
        "method": request.method,
        "route": match.route if match else None,
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000, 1),
        "user_hash": _hash_of(request),
        **{name: str(match.kwargs[name]) for name in NAMED if match and name in match.kwargs},
    }


def _hash_of(request: HttpRequest) -> str | None:
    """Only for a user already loaded: a log line must not cost a query."""
    user = getattr(request, "_cached_user", None) or vars(request).get("user")
    if user is None or isinstance(user, SimpleLazyObject) or user.pk is None:
        return None
    return hashlib.sha256(f"user {user.pk}".encode()).hexdigest()[:12]
