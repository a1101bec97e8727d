"""What every door speaks: typed requests, the answer to htmx, strict JSON in, problems out."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request as DrfRequest
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.models import User
from exam_platform.errors import RuleBroken
from exam_platform.strict_json import TooLarge

DATABASE_AWAY = (OperationalError, InterfaceError)
SECONDS_TO_WAIT = "2"
STOP_POLLING = 286  # htmx: swap this in, then ask no more
LONGEST_KEY = 255  # characters
MOST_NAMED, MOST_OF_A_NAME = 20, 80  # unknown fields in one refusal, and letters of each


class Request(HttpRequest):
    """What a view gets: login is required everywhere, so there is always a user."""

    user: User
    htmx: HtmxDetails


class ApiRequest(DrfRequest):
    user: User


def page_or_partial(
    request: Request, template: str, partial: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render `template`, or for an htmx request only its `partial`.

    The server chooses the partial; a client never names one.
    """
    wants_partial = request.htmx and not request.htmx.history_restore_request
    name = f"{template}#{partial}" if wants_partial else template
    response = TemplateResponse(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


# --- In: nothing unexpected, and everything of its own type


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know, and fields it does not take from outside."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            taken = {name for name, field in self.fields.items() if not field.read_only}
            if unknown := sorted(str(name)[:MOST_OF_A_NAME] for name in data if name not in taken):
                faults = {name: ["There is no such field."] for name in unknown[:MOST_NAMED]}
                raise ValidationError(faults, code="unknown_field")
        return super().to_internal_value(data)


class StrictText(serializers.CharField):
    """A JSON string; numbers are not quietly turned into one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class StrictList(serializers.ListField):
    """A JSON list; its length is looked at before its members, each of which costs time."""

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, list) and self.max_length and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return list(super().to_internal_value(data))


class StrictInteger(serializers.IntegerField):
    """A JSON integer: not "1", not true, not 1.0."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return int(super().to_internal_value(data))


class StrictBoolean(serializers.BooleanField):
    """true or false: not "yes", not 1."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


def check_idempotency_key(request: DrfRequest) -> None:
    """For doors that do a thing once however often it is asked for, with a key or without one.

    So nothing is kept under an `Idempotency-Key`: the header is taken, and refused when malformed.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (
        0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()
    ):
        fault = f"Use 1 to {LONGEST_KEY} printable ASCII characters."
        raise ValidationError({"Idempotency-Key": [fault]})


# --- Out: every problem is {"code", "detail"}


def api_exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """A refusal by a rule, a field, a lock or an absent database, all in one shape."""
    if isinstance(exc, RuleBroken):
        return Response(problem(exc), status=exc.status)
    if isinstance(exc, DATABASE_AWAY):
        body = {"code": "unavailable", "detail": "The database is away. Nothing was changed."}
        return Response(body, status=503, headers={"Retry-After": SECONDS_TO_WAIT})
    if isinstance(exc, RequestDataTooBig):  # Django's own limit, where the length is known before
        exc = TooLarge()
    response = exception_handler(exc, context)
    if response is not None:
        response.data = _problem_of(exc, response.data)
    return response


def problem(refusal: RuleBroken) -> dict[str, Any]:
    return {**refusal.extra, "code": refusal.code, "detail": str(refusal)}


def _problem_of(exc: Exception, data: Any) -> dict[str, Any]:
    if isinstance(exc, ValidationError):
        return {"code": "invalid", "detail": first_fault(data), "fields": _by_field(data)}
    detail = data["detail"]
    return {"code": getattr(detail, "code", "error"), "detail": str(detail)}


def first_fault(errors: Any) -> str:
    """The first of a serializer's errors, with the name of its field."""
    name, messages = next(iter(_by_field(errors).items()))
    return messages[0] if name == "body" else f"{name}: {messages[0]}"


def _by_field(data: Any, name: str = "") -> dict[str, list[str]]:
    """Nested errors laid flat: {"pairs": {"1": ["No."]}} -> {"pairs.1": ["No."]}."""
    if isinstance(data, dict):
        inner = [(f"{name}.{key}" if name else str(key), value) for key, value in data.items()]
    elif any(isinstance(part, dict | list) for part in data):
        inner = [(f"{name}.{place}", part) for place, part in enumerate(data) if part]
    else:
        field = name.removesuffix("non_field_errors").removesuffix(".")
        return {field or "body": [str(message) for message in data]}
    flat: dict[str, list[str]] = {}
    for key, value in inner:
        flat |= _by_field(value, key)
    return flat
