from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from accounts import tokens
from accounts.models import User


class Command(BaseCommand):
    help = "Make an API token for a person and print it: it cannot be seen again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="command line")

    def handle(self, *, email: str, name: str, **options: Any) -> None:
        user = User.objects.filter(email=User.objects.normalize_email(email)).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        _, secret = tokens.issue(user, name=name, now=now())
        self.stdout.write(secret)
