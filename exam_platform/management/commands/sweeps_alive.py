from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exam_platform.health import ages_of_periodic_tasks


def sweeps_within(seconds: float) -> list[str]:
    """The tasks that happen at least this often; of beat's health a rarer one tells nothing."""
    return [
        entry["task"]
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if isinstance(entry["schedule"], int | float) and entry["schedule"] < seconds
    ]


class Command(BaseCommand):
    help = "Fail when a sweep has not succeeded lately: beat or the worker is gone."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--within", type=float, default=120, metavar="SECONDS")

    def handle(self, *, within: float, **options: Any) -> None:
        ages, sweeps = ages_of_periodic_tasks(), sweeps_within(within)
        late = sorted(name for name in sweeps if (age := ages[name]) is None or age > within)
        if late:
            raise CommandError(f"Not within {within:.0f} s: {', '.join(late)}")
        self.stdout.write("All sweeps happen.")
