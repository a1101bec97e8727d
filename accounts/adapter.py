"""Where allauth asks us how it is done here."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import sessions
from accounts.models import User

LONGEST_EMAIL = User._meta.get_field("email").max_length or 0


class AccountAdapter(DefaultAccountAdapter):
    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count for an account and where they come from together.

        By the account alone, a stranger could keep its owner out for as long as they guess.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"

    def clean_email(self, email: str) -> str:
        """Django's form lets an address be longer than the column that keeps it."""
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(f"An address may have at most {LONGEST_EMAIL} characters.")
        return str(super().clean_email(email))

    def is_safe_url(self, url: str) -> bool:
        """Half an IPv6 address leads nowhere; the parser of addresses raises at it."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _ours(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _ours(super().get_email_confirmation_url(request, emailconfirmation))


def _ours(url: str) -> str:
    """A link in a mail leads to the address we were told, not to the one a request claimed."""
    return urljoin(settings.BASE_URL, urlsplit(url).path) if settings.BASE_URL else url
