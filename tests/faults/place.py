"""Where one scenario's data lies, and this process pointed at it as the product would be."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections

from exam_platform import settings as product
from tests.faults.stores import Cluster

THREADS = 110  # in-process scenarios use up to this many connections


@dataclass
class Place:
    """A database, empty but migrated. `environ` is what a process of the product needs for it."""

    vendor: str
    folder: Path
    config: dict[str, Any]
    environ: dict[str, str] = field(default_factory=dict)
    cluster: Cluster | None = None


@contextmanager
def pointed_at(config: dict[str, Any]) -> Iterator[None]:
    """All threads of this process use the database of `config` until the block ends.

    The other tests' connection is put aside, not closed: on SQLite it is their database.
    """
    before, others = connections.settings["default"], connections["default"]
    if others.vendor == "postgresql":
        others.close()
        others.close_pool()
    connections.settings["default"] = connections.configure_settings({"default": config})["default"]
    connections["default"] = connections.create_connection("default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        leave()
        connections.settings["default"], connections["default"] = before, others
        ContentType.objects.clear_cache()


def leave() -> None:
    """Give up this process's connections, say because the database is about to go."""
    connection = connections["default"]
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def postgresql(url: str) -> dict[str, Any]:
    """The product's own configuration, with room for more threads."""
    config = product.postgresql(url)
    config["OPTIONS"]["pool"]["max_size"] = THREADS
    return config


def prepare(config: dict[str, Any]) -> None:
    with pointed_at(config):
        for step in ("migrate", "createcachetable"):
            call_command(step, verbosity=0, stdout=StringIO())


def sqlite_template(folder: Path) -> Path:
    path = folder / "template.sqlite3"
    prepare(product.sqlite(path))
    return path


def postgresql_template(cluster: Cluster) -> None:
    cluster.do("CREATE DATABASE template")
    prepare(postgresql(cluster.url("template")))


def sqlite_place(template: Path, folder: Path) -> Place:
    path = folder / "db.sqlite3"
    shutil.copy(template, path)
    return Place("sqlite", folder, product.sqlite(path), {"REHEARSAL_DATA": str(folder)})


def postgresql_place(cluster: Cluster, name: str, folder: Path) -> Place:
    cluster.do(f"CREATE DATABASE {name} TEMPLATE template")
    url = cluster.url(name)
    environ = {"REHEARSAL_DATA": str(folder), "DATABASE_URL": url}
    return Place("postgresql", folder, postgresql(url), environ, cluster)
