from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils.timezone import now

from exam_platform import backups


class Command(BaseCommand):
    help = "Save the whole database in one file, while people go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="must not exist yet")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            manifest = backups.back_up(connection, file.absolute(), now=now())
        except (backups.BackupFailed, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Saved {manifest}.")
