from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exam_platform.health import ages_of_periodic_tasks


class Command(BaseCommand):
    help = "Fail when a periodic task has not succeeded lately: beat or the worker is gone."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--within", type=float, default=120, metavar="SECONDS")

    def handle(self, *, within: float, **options: Any) -> None:
        ages = ages_of_periodic_tasks()
        late = sorted(name for name, age in ages.items() if age is None or age > within)
        if late:
            raise CommandError(f"Not within {within:.0f} s: {', '.join(late)}")
        self.stdout.write("All sweeps happen.")
