from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from attempts import fixing
from exam_platform.errors import RuleBroken
from questions.models import Exam


class Command(BaseCommand):
    help = "Fix a form of an exam under a name, so that a whole group is asked the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("exam", help="its code, say MLA-C01")
        parser.add_argument("--name", required=True, help="small letters, digits, dots, dashes")
        parser.add_argument("--shuffled", action="store_true", help="each attempt in another order")

    def handle(self, *, exam: str, name: str, shuffled: bool, **options: Any) -> None:
        found = Exam.objects.filter(code=exam).first()
        if found is None:
            raise CommandError(f"There is no exam {exam}.")
        try:
            form = fixing.fix(found, name, is_shuffled=shuffled, now=now())
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except RuleBroken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{form.name}: {form.items.count()} questions of {found}.")
        for shortage in form.shortages:
            self.stdout.write(f"The bank was short: {shortage}.")
