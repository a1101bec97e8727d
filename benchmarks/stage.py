"""Both programs, each on a new database with its bank, answering on loopback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.databases import DEFAULT_URL, checked, database
from benchmarks.servers import Server, django, environment, inside, served

BARE_QUESTIONS = 120
BARE_APPLICATION = "django.core.wsgi:get_wsgi_application()"


def database_url() -> str:
    """DATABASE_URL, whose database a benchmark makes and drops."""
    return checked(os.environ.get("DATABASE_URL", DEFAULT_URL))


@contextmanager
def bare(logs: Path) -> Iterator[Server]:
    with database(database_url(), of="bare") as url:
        env = environment("benchmarks.bare.settings", url)
        django(env, "migrate", "--run-syncdb", "-v", "0")
        inside(env, "benchmarks.bare.fill", f"fill({BARE_QUESTIONS})")
        with served(BARE_APPLICATION, env, log=logs / "bare.log") as server:
            yield server


@contextmanager
def product(logs: Path) -> Iterator[tuple[Server, dict[str, str]]]:
    """The server and the environment it runs in. With REDIS_URL set, sessions are cached there."""
    redis = {name: os.environ[name] for name in ("REDIS_URL",) if name in os.environ}
    with database(database_url(), of="product") as url:
        data = {"REHEARSAL_DATA": str(logs), "CELERY_QUEUE": "rehearsal-bench"}
        env = environment("exam_platform.settings", url, **data, **redis)
        for command in (["migrate", "-v", "0"], ["createcachetable"], ["load_bank"]):
            django(env, *command)
        with served("exam_platform.wsgi", env, log=logs / "product.log") as server:
            yield server, env
