"""A database of one's own for as long as a simulation runs; the configured one is not touched."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection


@contextmanager
def scratch_database() -> Iterator[str]:
    """A new, migrated database in place of the configured one, by name; gone in the end.

    A file in a temporary folder, or a database on the same PostgreSQL server.
    """
    configured = connection.settings_dict["NAME"]
    with TemporaryDirectory(prefix="rehearsal-simulate-") as folder:
        name = f"rehearsal_simulate_{os.getpid()}"
        if connection.vendor == "sqlite":
            name = str(Path(folder) / f"{name}.sqlite3")
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # or its connections to the configured one would be used
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield name
        finally:
            connection.creation.destroy_test_db(configured, verbosity=0)
