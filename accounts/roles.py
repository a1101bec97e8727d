"""Who may come through which door."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

NOT_AN_INSTRUCTOR = "You need the instructor role for this page. An administrator can give it."

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]


def instructor_required(view: View[R, P]) -> View[R, P]:
    """For signed-in people who do not write questions, the page is a 403 that says so."""

    @wraps(view)
    def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not getattr(request.user, "is_instructor", False):
            raise PermissionDenied(NOT_AN_INSTRUCTOR)
        return view(request, *args, **kwargs)

    return guarded
