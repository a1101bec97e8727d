"""Judge the bank in a folder by the rules of good questions. Needs no database."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from questions.bank_checks import Figure, figures, remarks
from questions.importing.folder import read_folder


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        default = settings.BASE_DIR / "fixtures"
        parser.add_argument("--path", type=Path, default=default, help="the folder of the bank")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="judge as on this day (YYYY-MM-DD); today if not"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["on"] or now().date()
        bank = read_folder(options["path"], today=today)
        found = remarks(bank, today=today)
        table = figures(bank)
        self.stdout.write("\n".join(_rows(table)))
        self._list("To consider:", [fault for fault, is_fault in found if not is_fault])
        faults = sorted({*bank.faults, *(fault for fault, is_fault in found if is_fault)})
        self._list("Faults:", faults)
        broken = [figure for figure in table if not figure.holds]
        if faults or broken:
            raise CommandError(f"{len(faults)} faults, {len(broken)} figures out of bounds.")
        self.stdout.write(self.style.SUCCESS(f"\n{len(bank.questions)} questions keep the rules."))

    def _list(self, title: str, lines: Iterable[object]) -> None:
        if lines := list(lines):
            self.stdout.write("\n".join(["", title, *map(str, lines)]))


def _rows(table: list[Figure]) -> list[str]:
    width = max((len(figure.name) for figure in table), default=0)
    return [_row(figure, width) for figure in table]


def _row(figure: Figure, width: int) -> str:
    mark = "ok " if figure.holds else "OUT"
    return f"{mark}  {figure.name:<{width}}  {figure.value:>12}  {figure.bound}".rstrip()
