"""The database without one of its own guards: what a negative control takes away."""

from unittest.mock import patch

from django.db import connection
from django.db.models import Model

from attempts.models import Attempt
from questions.models import QuestionVersion


def without_constraints(*names: str) -> None:
    """Attempts are no longer held to these constraints."""
    every = Attempt._meta.constraints
    dropped = [each for each in every if each.name in names]
    rest = [each for each in every if each.name not in names]
    with patch.object(Attempt._meta, "constraints", rest), connection.schema_editor() as editor:
        for constraint in dropped:
            editor.remove_constraint(Attempt, constraint)


def without_triggers(model: type[Model] = QuestionVersion) -> None:
    """The rows of this table are no longer frozen. (SQLite: nor are those of any other.)"""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
