from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from accounts import people
from accounts.models import Role, User


class Command(BaseCommand):
    help = "Give a person another role, shut them out, or let them in again. All of it is audited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        change = parser.add_mutually_exclusive_group(required=True)
        change.add_argument("--role", choices=Role.values)
        change.add_argument("--disable", action="store_true")
        change.add_argument("--enable", action="store_true")

    def handle(
        self, *, email: str, role: str | None, disable: bool, enable: bool, **options: Any
    ) -> None:
        user = User.objects.filter(email=User.objects.normalize_email(email)).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        if role:
            people.change_role(user, Role(role), by=None, now=now())
        else:
            (people.disable if disable else people.enable)(user, by=None, now=now())
        self.stdout.write(
            f"{user.email}: {user.role}, {'active' if user.is_active else 'disabled'}"
        )
