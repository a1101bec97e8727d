"""The rows of a save, read and written in one statement each.

A whole class saves at once, and nothing else here is asked for as often. Most of what a query costs
is making its SQL; so these three are written by hand (`make bench`), and no others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from attempts.models import AnswerEvent, Attempt, Item
from questions.models import QuestionVersion

READ = """
SELECT item.id, item.position, item.version_id, item.layout, item.answer, item.rev,
    item.first_seen_at, item.revealed_at, version.id, version.type, version.body,
    (SELECT max(number) FROM attempts_answerevent WHERE attempt_id = item.attempt_id),
    (SELECT id FROM attempts_answerevent
     WHERE attempt_id = item.attempt_id AND client_id = %s AND seq = %s)
FROM attempts_item item JOIN questions_questionversion version ON version.id = item.version_id
WHERE item.attempt_id = %s AND item.position = %s
"""
ITEM = ("id", "position", "version_id", "layout", "answer", "rev", "first_seen_at", "revealed_at")
VERSION = ("id", "type", "body")

STORE = """
UPDATE attempts_item SET answer = %s, rev = %s, answered_at = %s, first_seen_at = %s WHERE id = %s
"""
STORED = ("answer", "rev", "answered_at", "first_seen_at", "id")

LOG = """
INSERT INTO attempts_answerevent (attempt_id, item_id, number, client_id, seq, answer, base_rev,
    rev, outcome, received_at, deadline)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
LOGGED = (
    *("attempt_id", "item_id", "number", "client_id", "seq", "answer", "base_rev"),
    *("rev", "outcome", "received_at", "deadline"),
)

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Page:
    """Where the log is open for an answer: its item, the number of the attempt's last event (0
    without any), and the id of the event that the client means, if it is there already."""

    item: Item
    last_number: int
    known: int | None


def read(attempt: Attempt, position: int, *, client_id: str, seq: int) -> Page | None:
    """None when the attempt has no such item. The item has what judging an answer needs."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [client_id, seq, *_values(attempt, ["id"]), position])
        row = cursor.fetchone()
    if row is None:
        return None
    *fields, last_number, known = row
    item = _loaded(Item, ITEM, fields[: len(ITEM)])
    item.attempt, item.version = attempt, _loaded(QuestionVersion, VERSION, fields[len(ITEM) :])
    return Page(item, last_number or 0, known)


def store(item: Item) -> None:
    """Write the answer of an item, its revision and its times."""
    with connection.cursor() as cursor:
        cursor.execute(STORE, _values(item, STORED))


def log(event: AnswerEvent) -> None:
    """Add an event; it gets its id."""
    with connection.cursor() as cursor:
        cursor.execute(LOG, _values(event, LOGGED))
        event.pk = cursor.fetchone()[0]


def _values(row: models.Model, names: Sequence[str]) -> list[Any]:
    """Some of a row's values, as the database takes them."""
    fields = _fields(type(row))
    return [fields[name].get_db_prep_save(getattr(row, name), connection) for name in names]


def _loaded(model: type[Row], names: Sequence[str], values: Sequence[Any]) -> Row:
    """A row as its model; what was not asked for is read when somebody wants it.

    The names stand in the order in which the model has them.
    """
    decoded = list(values)
    for place, name in enumerate(names):
        for decode in _decoders(model, name, connection.vendor):
            decoded[place] = decode(decoded[place], None, connection)
    return model.from_db(connection.alias, names, decoded)


@cache
def _fields(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


@cache
def _decoders(model: type[models.Model], name: str, vendor: str) -> list[Callable[..., Any]]:
    """What Django makes of a column's value on its way in."""
    column = _fields(model)[name].get_col(model._meta.db_table)
    by_database = connection.ops.get_db_converters(column)
    return [*by_database, *column.get_db_converters(connection)]
