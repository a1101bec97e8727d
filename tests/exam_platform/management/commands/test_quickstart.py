"""The one-process default as a person meets it: started, used, stopped, started again."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT

SECONDS_TO_START = 120
NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "LOG_LEVEL"}


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def first_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(data: Path, port: int) -> subprocess.Popen:
    environ = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environ |= {"REHEARSAL_DATA": str(data), "REHEARSAL_PORT": str(port)}
    return subprocess.Popen(
        [sys.executable, "manage.py", "quickstart"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(data: Path, port: int) -> Iterator[tuple[subprocess.Popen, list[str]]]:
    """The program, and what it said until the line on how to stop it."""
    with start(data, port) as process:
        try:
            said = []
            for line in process.stdout:
                said.append(line.rstrip("\n"))
                if line.startswith("Stop "):
                    break
            yield process, said
        finally:
            process.kill()


def stop(process: subprocess.Popen, number: int) -> str:
    process.send_signal(number)
    return process.communicate(timeout=SECONDS_TO_START)[0]


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
        return answer.status


def wait_for_sweep(data: Path) -> None:
    """Until worker and beat have done something: the sweep leaves word in the database."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        with sqlite3.connect(data / "db.sqlite3") as database:
            query = "SELECT count(*) FROM cache WHERE cache_key LIKE '%last-run%'"
            if database.execute(query).fetchone()[0]:
                return
        time.sleep(0.5)
    pytest.fail("no periodic task ran")


def test_it_starts_works_refuses_a_second_copy_stops_and_starts_again(data, first_port):
    with running(data, first_port) as (process, said):
        address = f"http://127.0.0.1:{first_port}/"
        assert said[0] == f"Rehearsal is ready at {address}"
        candidate, instructor = (line.split() for line in said[2:4])
        assert candidate[:2] == ["Candidate", "candidate@rehearsal.example"]
        assert instructor[:2] == ["Instructor", "instructor@rehearsal.example"]
        assert status_of(address + "accounts/login/") == 200
        assert status_of(address + "health/ready") == 200

        with start(data, first_port) as second:
            words, _ = second.communicate(timeout=SECONDS_TO_START)
        assert second.returncode != 0
        assert len(words.strip().splitlines()) == 1
        assert re.search(rf"already runs on {data}", words)

        wait_for_sweep(data)
        assert "Stopped." in stop(process, signal.SIGTERM)
        assert process.returncode == 0

    with running(data, first_port) as (process, again):
        assert again == said
        assert not [path.name for path in data.iterdir() if path.stat().st_mode & 0o077]
        assert "Stopped." in stop(process, signal.SIGINT)
        assert process.returncode == 0


def test_a_taken_port_is_passed_over(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with running(data, taken) as (process, said):
            port = int(said[0].rstrip("/").rpartition(":")[2])
            assert port > taken
            stop(process, signal.SIGTERM)
