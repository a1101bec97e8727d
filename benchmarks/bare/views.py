"""All pages and their addresses."""

import json
import random
import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.timezone import now
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from benchmarks.bare.models import Attempt, Question

ITEMS = 65
UPSERT = """
INSERT INTO bare_answer (attempt_id, position, choice, saved_at)
SELECT id, %s, %s, now() FROM bare_attempt
WHERE id = %s AND candidate_id = %s AND ended_at IS NULL AND now() <= deadline
ON CONFLICT (attempt_id, position) DO UPDATE SET choice = excluded.choice, saved_at = now()
"""


@ensure_csrf_cookie
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        user = get_user_model().objects.create_user(request.POST["email"])
        login(request, user)
    return HttpResponse("Welcome")


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    bank = list(Question.objects.values_list("pk", flat=True))
    attempt = Attempt.objects.create(
        candidate=request.user,
        form=random.sample(bank, ITEMS),
        deadline=now() + timedelta(hours=2),
    )
    return JsonResponse({"id": attempt.pk}, status=201)


@login_required
@require_POST
def answer(request: HttpRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    choice = json.loads(request.body)["choice"]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [position, choice, attempt_id, request.user.pk])
        saved = cursor.rowcount == 1
    return JsonResponse({"saved": saved}, status=200 if saved else 409)


@login_required
@require_GET
def item(request: HttpRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    attempt = get_object_or_404(Attempt, pk=attempt_id, candidate=request.user)
    given = dict(attempt.answers.values_list("position", "choice"))
    context = {
        "attempt": attempt,
        "position": position,
        "question": Question.objects.get(pk=attempt.form[position - 1]),
        "choice": given.get(position),
        "cells": [(number, number in given) for number in range(1, ITEMS + 1)],
    }
    return render(request, "item.html", context)


@login_required
@require_POST
def submission(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = get_object_or_404(Attempt, pk=attempt_id, candidate=request.user, ended_at=None)
    given = dict(attempt.answers.values_list("position", "choice"))
    keys = dict(Question.objects.filter(pk__in=attempt.form).values_list("pk", "key"))
    attempt.score = sum(given.get(at) == keys[pk] for at, pk in enumerate(attempt.form, start=1))
    attempt.ended_at = now()
    attempt.save()
    return JsonResponse({"score": attempt.score})


@login_required
@require_GET
def review(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    attempt = get_object_or_404(Attempt, pk=attempt_id, candidate=request.user)
    given = dict(attempt.answers.values_list("position", "choice"))
    questions = Question.objects.in_bulk(attempt.form)
    rows = [(at, questions[pk], given.get(at)) for at, pk in enumerate(attempt.form, start=1)]
    return render(request, "review.html", {"attempt": attempt, "rows": rows})


ATTEMPT = "attempts/<uuid:attempt_id>"
urlpatterns = [
    path("sign-up/", sign_up),
    path("attempts/", start),
    path(f"{ATTEMPT}/items/<int:position>/", item),
    path(f"{ATTEMPT}/items/<int:position>/answer/", answer),
    path(f"{ATTEMPT}/submission/", submission),
    path(f"{ATTEMPT}/review/", review),
]
