"""Sit candidates of known abilities through the product, and print how true its figures are.

In a database of its own, made for this and dropped; the configured one is not touched. Progress
goes to stderr. The exit status is 1 when a figure is out of its goal.
"""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.simulation.figures import Table
from reports.simulation.running import Plan, simulate
from reports.simulation.scratch import scratch_database


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--candidates", type=int, default=1200)
        parser.add_argument("--attempts", type=int, default=5, help="of each")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--bank", type=int, default=800, help="questions")
        parser.add_argument("--witnesses", type=int, default=30, help="sat through every rule")
        parser.add_argument("--forms", type=int, default=15, help="drawn to compare forms, each")
        parser.add_argument("--days", type=int, default=7, help="between two attempts")
        parser.add_argument("--growth", type=float, default=0.0, help="logits a week")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan(**{name: options[name] for name in Plan.__dataclass_fields__})
        began = monotonic()

        def say(words: str) -> None:
            self.stderr.write(f"{monotonic() - began:6.0f} s  {words}", self.style.NOTICE)

        with scratch_database():
            tables = simulate(plan, say)
        self._print(tables)

    def _print(self, tables: list[Table]) -> None:
        for table in tables:
            self.stdout.write("\n".join(table.lines()))
        out = [figure.name for table in tables for figure in table.figures if figure.is_out]
        if out:
            raise CommandError(f"Out of its goal: {'; '.join(out)}.")
