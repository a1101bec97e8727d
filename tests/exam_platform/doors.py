"""Doors that exist only for the tests of the shell: each does one thing a real one might do."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from exam_platform.errors import RuleBroken
from exam_platform.http import StrictBoolean, StrictInteger, StrictSerializer, StrictText
from exam_platform.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from exam_platform.urls import urlpatterns as real


class Stale(RuleBroken):
    code = "stale"


class Echo(APIView):
    class Input(StrictSerializer):
        count = StrictInteger(min_value=0, required=False)
        text = StrictText(required=False, max_length=20)
        sure = StrictBoolean(required=False)
        pairs = serializers.DictField(child=StrictText(), required=False)
        id = serializers.IntegerField(read_only=True)

    def post(self, request):
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        return Response(wanted.validated_data)

    def get(self, request):
        raise RULES[request.GET["raise"]]


RULES = {
    "rule": Stale("Somebody was faster.", extra={"rev": 3}),
    "database": OperationalError("server closed the connection"),
    "refusal": PermissionDenied("No."),
    "bug": ZeroDivisionError("a bug"),
}


def page(request):
    raise RULES[request.GET["raise"]]


@login_not_required
def open_page(request):
    if "raise" in request.GET:
        raise RULES[request.GET["raise"]]
    return HttpResponse("open")


urlpatterns = [
    *real,
    path("api/v1/echo/", Echo.as_view()),
    path("page/", page),
    path("open/", open_page),
]
