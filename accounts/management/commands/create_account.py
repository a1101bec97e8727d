import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import now

from accounts import audit
from accounts.models import Role, User


class Command(BaseCommand):
    help = "Make an account with a random password and print that, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=Role.values, default=Role.CANDIDATE)

    def handle(self, *, email: str, role: str, **options: Any) -> None:
        password = secrets.token_urlsafe(15)
        user = User(email=User.objects.normalize_email(email), role=role)
        user.set_password(password)
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        with transaction.atomic():
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            audit.note("account_made", actor=None, subject=user, now=now(), role=role)
        self.stdout.write(password)
