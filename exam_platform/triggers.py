"""Rows that the database itself refuses to change or delete. For migrations."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import migrations

Statements = Mapping[str, Sequence[str]]  # database vendor -> SQL


def by_vendor(forwards: Statements, backwards: Statements) -> migrations.RunPython:
    """A step in a migration that is other SQL on each database."""
    return migrations.RunPython(_run(forwards), _run(backwards))


def never_changes(table: str, *, name: str, refusal: str) -> migrations.RunPython:
    """Triggers `<name>_is_frozen` and `<name>_is_kept`: rows of `table` are only ever added."""
    events = {f"{name}_is_frozen": "UPDATE", f"{name}_is_kept": "DELETE"}
    on_sqlite = [
        f"CREATE TRIGGER {trigger} BEFORE {event} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for trigger, event in events.items()
    ]
    on_postgresql = [
        refusing(name, refusal=refusal),
        *(
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{name}()"
            for trigger, event in events.items()
        ),
    ]
    return by_vendor(
        {"sqlite": on_sqlite, "postgresql": on_postgresql},
        {
            "sqlite": [f"DROP TRIGGER IF EXISTS {trigger}" for trigger in events],
            "postgresql": [
                *(f"DROP TRIGGER {trigger} ON {table}" for trigger in events),
                f"DROP FUNCTION refuse_change_of_{name}()",
            ],
        },
    )


def refusing(name: str, *, refusal: str) -> str:
    """PostgreSQL's `refuse_change_of_<name>()`, for a trigger to call."""
    return (
        f"CREATE FUNCTION refuse_change_of_{name}() RETURNS trigger AS $$"
        f" BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{refusal}'; END"
        " $$ LANGUAGE plpgsql"
    )


def _run(statements: Statements) -> Any:
    def for_vendor(apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return for_vendor
