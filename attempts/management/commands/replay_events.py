from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from attempts import replaying
from attempts.models import Attempt


class Command(BaseCommand):
    help = "Rebuild answers and scores from the event log; with --verify only say what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--verify", action="store_true", help="change nothing")
        parser.add_argument("attempts", nargs="*", metavar="ATTEMPT", help="all when none is named")

    def handle(self, **options: Any) -> None:
        attempts = Attempt.objects.select_related("exam", "result")
        if options["attempts"]:
            attempts = attempts.filter(pk__in=options["attempts"])
        found, count = 0, 0
        for attempt in attempts.iterator():
            count += 1
            for difference in replaying.differences(attempt):
                found += 1
                self.stdout.write(str(difference))
            if not options["verify"]:
                replaying.restore(attempt)
        self.stdout.write(f"{count} attempts replayed, {found} differences.")
        if found and options["verify"]:
            raise CommandError("The log and the items differ.")
