"""A database of one's own for as long as a simulation runs; the configured one is not touched."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper as Postgresql


@contextmanager
def scratch_database() -> Iterator[str]:
    """A new, migrated database in place of the configured one, by name; gone in the end.

    A file in a temporary folder, or a database on the same PostgreSQL server.
    """
    database = connections[DEFAULT_DB_ALIAS]
    configured, name = database.settings_dict["NAME"], f"rehearsal_simulate_{os.getpid()}"
    with TemporaryDirectory(prefix="rehearsal-simulate-") as folder:
        on_server = isinstance(database, Postgresql)
        database.settings_dict["TEST"]["NAME"] = name if on_server else str(Path(folder) / name)
        database.close()
        _forget_connections(database)
        database.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield name
        finally:
            database.creation.destroy_test_db(configured, verbosity=0)


def _forget_connections(database: object) -> None:
    """A pool would go on handing out connections to the configured database."""
    if isinstance(database, Postgresql):
        database.close_pool()
