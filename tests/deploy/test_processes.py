"""Production by hand: gunicorn, a Celery worker and beat, against PostgreSQL and Redis."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.conftest import ROOT

DATABASE_URL, REDIS_URL = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
BIN = Path(sys.executable).parent
SECONDS = 60

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        not (DATABASE_URL and REDIS_URL),
        reason="DATABASE_URL and REDIS_URL are not set: no production to start",
    ),
]


def database_named(name: str) -> str:
    return urlunsplit(urlsplit(DATABASE_URL)._replace(path=f"/{name}"))


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    """Of a production with a database of its own, which is dropped in the end."""
    name = f"rehearsal_processes_{secrets.token_hex(4)}"
    with psycopg.connect(database_named("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield os.environ | {
                "DATABASE_URL": database_named(name),
                "SECRET_KEY": secrets.token_urlsafe(50),
                "REHEARSAL_DATA": str(tmp_path_factory.mktemp("data")),
                "CELERY_QUEUE": name,
            }
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def started(environ, *command: str):
    """The command in a process group of its own, ended by its id: first asked, then killed."""
    with subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def manage(environ, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def answer(address: str) -> tuple[int, dict]:
    with urllib.request.urlopen(address, timeout=5) as found:  # noqa: S310
        return found.status, json.load(found)


def until(succeeds, what: str):
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if found := succeeds():
                return found
        time.sleep(0.5)
    pytest.fail(f"not within {SECONDS} s: {what}")


def test_gunicorn_worker_and_beat_run_as_docker_compose_says(environ):
    for step in ("migrate", "createcachetable"):
        done = manage(environ, step)
        assert done.returncode == 0, done.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web = ["gunicorn", "exam_platform.wsgi", "--worker-class", "gthread", "--threads", "4"]
    worker = ["celery", "-A", "exam_platform", "worker", "--concurrency", "1", "-n", "tests@%h"]
    beat = ["celery", "-A", "exam_platform", "beat", "--scheduler", "celery.beat:Scheduler"]
    with (
        started(environ, *web, "--bind", f"127.0.0.1:{port}"),
        started(environ, *worker),
        started(environ, *beat, "--pidfile", ""),
    ):
        ready = until(lambda: answer(f"http://127.0.0.1:{port}/health/ready"), "ready")
        assert ready == (200, {"status": "ready"})
        until(lambda: "pong" in ping(environ), "a worker that answers")
        until(lambda: sweeps(environ), "a sweep")
    with pytest.raises(OSError, match="refused"):
        answer(f"http://127.0.0.1:{port}/health/live")


def sweeps(environ) -> int:
    """How many periodic tasks have left word that they ran."""
    with psycopg.connect(environ["DATABASE_URL"]) as database:
        query = "SELECT count(*) FROM cache WHERE cache_key LIKE '%last-run%'"
        return database.execute(query).fetchone()[0]


def ping(environ) -> str:
    found = subprocess.run(
        [str(BIN / "celery"), "-A", "exam_platform", "inspect", "ping", "--timeout", "5"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout


def test_gunicorn_does_not_serve_without_a_secret_key(environ):
    without = {name: value for name, value in environ.items() if name != "SECRET_KEY"}
    done = subprocess.run(
        [str(BIN / "gunicorn"), "exam_platform.wsgi", "--bind", "127.0.0.1:0"],
        cwd=ROOT,
        env=without,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "SECRET_KEY is missing or too weak" in done.stderr
