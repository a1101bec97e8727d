from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from attempts.models import Attempt
from exam_platform import backups


class Command(BaseCommand):
    help = "Put a backup in place of all that the database holds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what `manage.py backup` wrote")
        parser.add_argument(
            "--replace", action="store_true", help="even if the database holds attempts"
        )
        parser.add_argument(
            "--verify", action="store_true", help="then replay every log and recompute every score"
        )

    def handle(self, *, file: Path, replace: bool, verify: bool, **options: Any) -> None:
        try:
            if not replace:
                refuse_to_replace_attempts()
            manifest = backups.restore(connection, file)
        except (backups.BackupFailed, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {manifest}.")
        if verify:
            call_command("replay_events", verify=True, stdout=self.stdout)


def refuse_to_replace_attempts() -> None:
    """Raises CommandError. An empty database has no table to look into."""
    if Attempt._meta.db_table not in connection.introspection.table_names():
        return
    if number := Attempt.objects.count():
        raise CommandError(
            f"The database holds {number} attempts, which would be gone. Restore into another "
            "one, or say --replace."
        )
