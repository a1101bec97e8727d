"""A PostgreSQL database for as long as it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

DEFAULT_URL = "postgres://postgres@127.0.0.1:5432/rehearsal_bench"
SUFFIX = "_bench"


class NotOurs(Exception):
    """The database named is none that a benchmark may empty."""


def checked(url: str) -> str:
    """`url`, whose database will be dropped: so its name must end in `_bench`."""
    name = urlsplit(url).path.lstrip("/")
    if not name.endswith(SUFFIX):
        raise NotOurs(f"DATABASE_URL names {name!r}: a benchmark drops it, end it in {SUFFIX!r}.")
    return url


@contextmanager
def database(url: str, *, of: str) -> Iterator[str]:
    """The address of a new, empty database beside the one `url` names; dropped in the end."""
    parts = urlsplit(url)
    name = f"{parts.path.lstrip('/')}_{of}"
    server = parts._replace(path="/postgres").geturl()
    _run(server, "DROP DATABASE IF EXISTS {}", name)
    _run(server, "CREATE DATABASE {}", name)
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def _run(server: str, statement: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
