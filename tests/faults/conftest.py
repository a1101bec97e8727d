"""The rig: private databases, a room to sit exams in, and the table at the end."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests import factories
from tests.faults import stores
from tests.faults.place import (
    Place,
    pointed_at,
    postgresql_place,
    postgresql_template,
    sqlite_place,
    sqlite_template,
)
from tests.faults.room import Room
from tests.faults.sizes import FULL, SLACK
from tests.faults.stores import Cluster
from tests.faults.tally import Tally, table

HERE = Path(__file__).parent
_numbers = count(1)


def pytest_collection_modifyitems(config, items: list[pytest.Item]) -> None:
    """`make check` runs all tests once on each database: the short set goes along with that."""
    if FULL:
        return
    other = "sqlite" if os.environ.get("DATABASE_URL") else "postgresql"
    left_out = [each for each in items if _database_of(each) == other]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [each for each in items if each not in set(left_out)]


def _database_of(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    ours = callspec is not None and item.path.is_relative_to(HERE)
    return callspec.params.get("database", "") if ours else ""


@pytest.fixture(scope="session", autouse=True)
def a_kill_ends_what_was_started() -> Iterator[None]:
    """`kill` and `timeout` end pytest as Ctrl-C does: fixtures stop their processes first."""
    before = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """PostgreSQL as it is installed, with a migrated template to copy."""
    if reason := stores.reason_without_postgresql():
        pytest.skip(reason)
    with stores.own_folder() as folder, stores.cluster_in(folder) as made:
        postgresql_template(made)
        yield made


@pytest.fixture(scope="session")
def template_file(tmp_path_factory, django_db_blocker) -> Path:
    with django_db_blocker.unblock():
        return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=["postgresql", "sqlite"])
def database(request) -> str:
    """A scenario marked with the dagger in the design runs on both."""
    return request.param


@pytest.fixture
def place(database, tmp_path, request, django_db_blocker) -> Iterator[Place]:
    """A database of the scenario's own, and this process pointed at it."""
    with django_db_blocker.unblock():
        if database == "sqlite":
            made = sqlite_place(request.getfixturevalue("template_file"), tmp_path)
        else:
            cluster = request.getfixturevalue("cluster")
            name = f"scenario_{next(_numbers)}"
            made = postgresql_place(cluster, name, tmp_path)
        with pointed_at(made.config):
            yield made
        if made.cluster and made.cluster.takes_connections():
            made.cluster.do(f"DROP DATABASE {name} WITH (FORCE)")  # a crash syncs all there are


@pytest.fixture
def tally(request, database) -> Iterator[Tally]:
    """The scenario's line in the table; named after the test: test_f02_..., test_f02_control_..."""
    words = request.node.originalname.split("_")
    made = Tally(words[1].upper(), database, is_control=words[2] == "control")
    began = time.monotonic()
    yield made
    made.seconds = time.monotonic() - began
    request.node.user_properties.append(("fault", made.as_property()))


@pytest.fixture
def open_room(place, tally) -> Iterator[Callable[..., Room]]:
    """A room with an exam of its own: 12 + 4 items of all types, unless told otherwise."""
    opened: list[Room] = []

    def opening(**options) -> Room:
        exam = factories.exam(**{"scored": 12, "pilot": 4, **options})
        opened.append(Room(place.folder, tally, exam))
        return opened[-1]

    yield opening
    for room in opened:
        room.log.close()


def pytest_terminal_summary(terminalreporter) -> None:
    """The table. The properties come with the reports, from the workers of xdist too."""
    rows = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "teardown"
        for name, value in report.user_properties
        if name == "fault"
    ]
    if rows and FULL:
        terminalreporter.section("fault campaign")
        for line in table(rows):
            terminalreporter.write_line(line)
        terminalreporter.write_line(f"Limits in seconds were stretched {SLACK:.1f} times.")
