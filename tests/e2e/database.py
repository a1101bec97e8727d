"""A database that the live server, the worker and the test share, as they would in production."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """A migrated, empty database for all threads, until the block ends.

    The other tests' database would not do: on SQLite it is in memory, where all threads are in one
    transaction, and everywhere it is emptied after a test, the bank with it.
    """
    others = connections["default"]
    name, test_settings = others.settings_dict["NAME"], others.settings_dict["TEST"]
    others.close()
    is_file = others.vendor == "sqlite"
    own_name = str(folder / "db.sqlite3") if is_file else f"{name}_e2e_{WORKER}"
    before, test_settings["NAME"] = test_settings["NAME"], own_name
    connections["default"] = connections.create_connection("default")
    _forget_pool()
    connections["default"].creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connections["default"].creation.destroy_test_db(name, verbosity=0)
        test_settings["NAME"] = before
        connections["default"] = others


def _forget_pool() -> None:
    """A pool goes by the alias and would go on to hand out connections to the other database."""
    if hasattr(connections["default"], "close_pool"):
        connections["default"].close_pool()
