"""The product as production runs it: gunicorn, Celery's worker and beat, on their own place."""

import contextlib
import os
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.conftest import ROOT
from tests.faults.place import Place
from tests.faults.processes import Program, free_port, until
from tests.faults.stores import RedisServer

NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "REHEARSAL_DATA", "BASE_URL", "EMAIL_URL"}
WSGI = "exam_platform.wsgi"
CELERY = "exam_platform"
GUNICORN = Path(sys.executable).with_name("gunicorn")
_numbers = count(1)


def environ_of(place: Place, **more: str) -> dict[str, str]:
    """Sessions made in this process are good there: the secret key is the same."""
    clean = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    quiet = {"LOG_LEVEL": "WARNING", "SECRET_KEY": settings.SECRET_KEY}
    return clean | quiet | place.environ | more


class Web(Program):
    """gunicorn. `children` are its workers; `tree` is where the code lies."""

    def __init__(
        self,
        place: Place,
        *,
        wsgi: str = WSGI,
        workers: int = 2,
        threads: int = 8,
        tree: Path = ROOT,
        **more: str,
    ) -> None:
        self.port = free_port()
        command = [str(GUNICORN), wsgi, "--preload", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--worker-class", "gthread", "--workers", str(workers), "--threads"]
        command += [str(threads), "--keep-alive", "75", "--timeout", "60", "--chdir", str(tree)]
        super().__init__("web", command, environ=environ_of(place, **more), folder=place.folder)

    def start(self) -> None:
        super().start()
        until(lambda: self.is_live() or not self.is_running, "the web server answers or gives up")
        assert self.is_running, f"the web server gave up: see {self.log}"

    def is_live(self) -> bool:
        return status_of(f"http://127.0.0.1:{self.port}/health/live") == 200

    def readiness(self) -> int:
        return status_of(f"http://127.0.0.1:{self.port}/health/ready")


def status_of(address: str) -> int:
    """The status of a GET; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as heard:  # noqa: S310 - our own
            return int(heard.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code
    except OSError:
        return 0


class Worker(Program):
    """Celery's worker. `children` are the processes that do the tasks."""

    def __init__(
        self, place: Place, *, celery: str = CELERY, children: int = 1, **more: str
    ) -> None:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            celery,
            "worker",
            "-n",
            f"faults{next(_numbers)}@%h",
        ]
        command += ["--concurrency", str(children), "--without-gossip", "--without-mingle"]
        super().__init__("worker", command, environ=environ_of(place, **more), folder=place.folder)

    def start(self) -> None:
        super().start()
        until(lambda: self.children, "the worker has its children")


class Beat(Program):
    def __init__(self, place: Place) -> None:
        command = [sys.executable, "-m", "celery", "-A", CELERY, "beat", "--pidfile", ""]
        command += ["--scheduler", "celery.beat:Scheduler"]
        super().__init__("beat", command, environ=environ_of(place), folder=place.folder)


@contextmanager
def running(*programs: Program) -> Iterator[None]:
    """Started in this order, ended in the reverse one, whatever happens."""
    with contextlib.ExitStack() as stack:
        for program in programs:
            stack.callback(program.stop)
            program.start()
        yield


@contextmanager
def redis_beside(place: Place) -> Iterator[tuple[RedisServer, Place]]:
    """A running Redis, and the place with its address."""
    redis = RedisServer(place.folder)
    redis.start()
    more: dict[str, Any] = {"environ": place.environ | {"REDIS_URL": redis.url}}
    try:
        yield redis, replace(place, **more)
    finally:
        redis.server.stop()
