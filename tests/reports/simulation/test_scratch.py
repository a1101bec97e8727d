"""The configured database is not touched: it need not even be there."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.conftest import ROOT

INSIDE = """
import django
django.setup()
from django.db import connection
from accounts.models import User
from reports.simulation.scratch import scratch_database
before = connection.settings_dict["NAME"]
with scratch_database() as name:
    User.objects.create_user("a@example.org")
    print(name, User.objects.count(), connection.settings_dict["NAME"] != before)
assert connection.settings_dict["NAME"] == before
"""


def run(**env):
    settings = {"DJANGO_SETTINGS_MODULE": "exam_platform.settings", **env}
    command = [sys.executable, "-c", INSIDE]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is configured")
def test_a_file_of_its_own_which_is_gone_in_the_end(tmp_path):
    folders = {"REHEARSAL_DATA": str(tmp_path / "data"), "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    assert run(**folders)[1:] == ["1", "True"]
    assert {path.name for path in tmp_path.rglob("*")} == {"data", "tmp"}


@pytest.mark.services
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is configured")
def test_a_database_of_its_own_which_is_gone_in_the_end():
    url = urlsplit(os.environ["DATABASE_URL"])
    missing = f"{url.path.lstrip('/')}_that_is_not_there"
    name, *rest = run(DATABASE_URL=url._replace(path=f"/{missing}").geturl())
    assert rest == ["1", "True"]
    with psycopg.connect(url._replace(path="/postgres").geturl()) as server:
        found = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
    assert not {name, missing} & found
