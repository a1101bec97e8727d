from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from reports import outbox
from reports.models import awaiting_report, given_up


class Command(BaseCommand):
    help = "Write the reports that are missing, and say which cannot be made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="also those that were given up")

    def handle(self, *, again: bool, **options: Any) -> None:
        if again:
            outbox.forget_failures()
        written = outbox.deliver_missing(now=now())
        self.stdout.write(f"{written} written, {awaiting_report().count()} to be tried again.")
        for failure in given_up():
            told = f"{failure.attempt_id}: {failure.error}, {failure.failed_at:%F %T}"
            self.stdout.write(f"Given up after {failure.tries} tries: {told}")
