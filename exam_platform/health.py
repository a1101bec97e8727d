"""Is it alive, is it ready, and how is it really?

live   the process answers; asks nobody, or a hiccup of the database would restart every worker.
ready  the database takes a write, its tables are those of this code, the disk is not full. Redis
       being away is "degraded", still 200: exams go on without it.
deep   for staff: what waits for the worker, and what for somebody to look at it.
"""

import secrets
import shutil
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from exam_platform.celery import app, last_run_key
from exam_platform.durability import faults

Checks = dict[str, str]

SECONDS_REMEMBERED = 2.0
LEAST_FREE_SHARE = 0.10
LEAST_FREE_BYTES = 2**30  # a tenth of a large disk is plenty
MOST_SKEW_SECONDS = 2.0
OK = "ok"

_remembered: dict[str, tuple[float, Checks]] = {}
_migrated: set[str] = set()


@login_not_required
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "live"})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 ready, 200 degraded or 503 unready; what exactly is wrong is for staff to see."""
    status = status_of(recent_checks())
    return JsonResponse({"status": status}, status=503 if status == "unready" else 200)


class Deep(APIView):
    """How it really is: every check in words, and what the worker has been doing."""

    permission_classes = [IsAdminUser]
    schema = None

    def get(self, request: Request) -> Response:
        found = checks()
        return Response(
            {
                "status": status_of(found),
                "checks": found,
                "seconds_since_last_run": ages_of_periodic_tasks(),
                "queued": queue_length(),
                "for_an_operator": counts(),
            }
        )


def status_of(found: Checks) -> str:
    if any(found[name] != OK for name in ("database", "durability", "migrations", "disk", "clock")):
        return "unready"
    return "ready" if found["redis"] in (OK, "not used") else "degraded"


def recent_checks() -> Checks:
    """Of the last two seconds: asking often must not cost much."""
    at, found = _remembered.get("checks", (0.0, {}))
    if not found or time.monotonic() - at > SECONDS_REMEMBERED:
        found = checks()
        _remembered["checks"] = time.monotonic(), found
    return found


def checks() -> Checks:
    database = writes()
    away = database != OK
    return {
        "database": database,
        "durability": "unknown" if away else durability(),
        "migrations": "unknown" if away else migrations(),
        "clock": "unknown" if away else clock(),
        "disk": disk(),
        "redis": broker(),
    }


def writes() -> str:
    """The cache lies in a table of the database: writing and reading there is the heartbeat."""
    beat = secrets.token_hex(8)
    try:
        cache.set("heartbeat", beat, timeout=60)
        return OK if cache.get("heartbeat") == beat else "takes no writes"
    except DatabaseError as error:
        return f"away: {error}"


def migrations() -> str:
    """Looked at until they are all applied once; the code of a process never changes."""
    if connection.alias not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "not all applied"
        _migrated.add(connection.alias)
    return OK


def durability() -> str:
    return ", ".join(faults(connection)) or OK


def clock() -> str:
    """SQLite has no clock of its own; PostgreSQL's must agree with ours."""
    if connection.vendor != "postgresql":
        return OK
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    return OK if skew < MOST_SKEW_SECONDS else f"differs by {skew:.1f} s from the database's"


def disk() -> str:
    folder = settings.DATA if settings.DATA.exists() else settings.BASE_DIR
    space = shutil.disk_usage(folder)
    if space.free < LEAST_FREE_BYTES and space.free < space.total * LEAST_FREE_SHARE:
        return f"{space.free / 2**20:.0f} MiB left"
    return OK


def broker() -> str:
    if not settings.REDIS_URL:
        return "not used"
    connection = _broker()
    try:
        connection.channel().close()
    except (*connection.connection_errors, *connection.channel_errors) as error:
        return f"away: {error}"
    finally:
        connection.release()
    return OK


def ages_of_periodic_tasks() -> dict[str, float | None]:
    """Seconds since each last succeeded; None when it has not since yesterday."""
    names = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    ran = {name: cache.get(last_run_key(name)) for name in names}
    return {name: at and round(time.time() - at, 1) for name, at in ran.items()}


def counts() -> dict[str, int]:
    """By name, what will not get done unless somebody looks at it."""
    told: dict[str, str] = settings.COUNTED_BY_HEALTH
    return {name: import_string(path)().count() for name, path in told.items()}


def queue_length() -> int | None:
    """Messages that no worker has taken; None without Redis, or with it away."""
    if broker() != OK:
        return None
    with _broker() as connection:
        queue = connection.channel().queue_declare(app.conf.task_default_queue)
    return int(queue.message_count)


def _broker() -> Any:
    """Through Celery: it loads the client of the broker only where there is one."""
    impatient = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    return app.connection_for_read(settings.REDIS_URL, transport_options=impatient)


urlpatterns = [
    path("live", live, name="live"),
    path("ready", ready, name="ready"),
    path("deep", Deep.as_view(), name="deep"),
]
