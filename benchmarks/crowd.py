"""Thousands of candidates in the middle of an exam, made in seconds. Runs with Django set up.

A few attempts are started by the rules; the others are copies of their forms, and sign-ins are
written as rows: a password alone would cost 50 ms for each candidate.
"""

import json
import secrets
import sys
from time import time
from typing import Any
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.timezone import now

from accounts.models import User
from attempts import lifecycle, presentation
from attempts.models import Attempt, Item, Mode
from benchmarks.seats import EXAM
from questions.models import Exam

FORMS = 10
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
COPIED = [field.column for field in Item._meta.fields if field.name not in {"id", "attempt"}]


def write(count: int) -> None:
    """{"forms": [items ...], "people": [[session, attempt, number of form] ...]} as JSON."""
    unusable = make_password(None)
    users = User.objects.bulk_create(
        User(email=f"load{number}@example.org", password=unusable) for number in range(count)
    )
    firsts = [_started(user) for user in users[:FORMS]]
    people = [(user, firsts[place % FORMS]) for place, user in enumerate(users)]
    copies = Attempt.objects.bulk_create(_copy(first, user) for user, first in people[FORMS:])
    for place, first in enumerate(firsts):
        _copy_items(first, [attempt.pk for attempt in copies[place::FORMS]])
    attempts = [*firsts, *copies]
    keys = _signed_in(users)
    seats = [(keys[at], str(attempt.pk), at % FORMS) for at, attempt in enumerate(attempts)]
    forms = [_form(first) for first in firsts]
    sys.stdout.write(json.dumps({"forms": forms, "people": seats}))


def _started(user: User) -> Attempt:
    exam = Exam.objects.get(code=EXAM)
    return lifecycle.start(exam, user, mode=Mode.EXAM, now=now())[0]


def _copy(first: Attempt, user: User) -> Attempt:
    same = ("exam_id", "number", "mode", "pass_mark", "started_at", "first_deadline", "deadline")
    return Attempt(candidate=user, **{name: getattr(first, name) for name in same})


def _copy_items(first: Attempt, copies: list[UUID]) -> None:
    table, columns = Item._meta.db_table, ", ".join(f'"{column}"' for column in COPIED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (attempt_id, {columns}) "  # noqa: S608  # our own names
            f"SELECT copy, {columns} FROM unnest(%s::uuid[]) copy, {table} WHERE attempt_id = %s",
            [copies, first.pk],
        )


def _signed_in(users: list[User]) -> list[str]:
    """The session key of each user."""
    at = int(time())
    sessions: list[Session] = []
    for user in users:
        store = SessionStore(secrets.token_hex(16))
        who = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, "began_at": at}
        proof = {HASH_SESSION_KEY: user.get_session_auth_hash(), "seen_at": at}
        sessions.append(store.create_model_instance({**who, **proof}))
    Session.objects.bulk_create(sessions)
    return [session.session_key for session in sessions]


def _form(attempt: Attempt) -> list[dict[str, Any]]:
    """What answering needs to know of each item, in the words of the API's paper."""
    return [
        {
            "position": item.position,
            "type": item.type,
            "select": item.select,
            "options": [{"id": option.id} for option in item.options],
            "prompts": [{"id": prompt.id} for prompt in item.prompts],
        }
        for item in presentation.paper(presentation.items_of(attempt))
    ]
