"""Read exams, case studies and questions from files: all of them, or nothing."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from questions.errors import BankFaulty
from questions.importing.folder import read_folder
from questions.importing.writing import write


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        default = settings.BASE_DIR / "fixtures"
        parser.add_argument("--path", type=Path, default=default, help="the folder of the bank")

    def handle(self, *args: Any, **options: Any) -> None:
        bank = read_folder(options["path"], today=now().date())
        if bank.faults:
            listed = "\n".join(str(fault) for fault in bank.faults)
            count = f"{len(bank.faults)} fault{'s' if len(bank.faults) > 1 else ''}"
            raise CommandError(f"{listed}\n\n{count}. Nothing was loaded.")
        try:
            done = write(bank, now=now())
        except BankFaulty as fault:
            raise CommandError(f"{fault}\n\nNothing was loaded.") from fault
        self.stdout.write(_said(done))


def _said(done: Counter[str]) -> str:
    kinds = ("exams", "case studies", "questions")
    parts = []
    for kind in kinds:
        found = {word: done[f"{kind} {word}"] for word in ("new", "changed", "unchanged")}
        parts.append(f"{kind}: " + ", ".join(f"{count} {word}" for word, count in found.items()))
    return "\n".join(parts)
