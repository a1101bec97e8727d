"""Where allauth asks us how it is done here."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.timezone import now

from accounts import audit, guessing, sessions
from accounts.models import User

LONGEST_EMAIL = User._meta.get_field("email").max_length or 0


IN_OUR_WORDS = {
    "duplicate_email": "You use this e-mail address already.",
    "email_password_mismatch": "The e-mail address or the password is not right.",
    "email_taken": "An account with this e-mail address exists already.",
    "max_email_addresses": "You cannot have more than %d e-mail addresses.",
    "unknown_email": "No account has this e-mail address.",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | IN_OUR_WORDS

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request)
        audit.note("signed_in", actor=user, subject=user, now=now())

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Signing in, and proving once more who one is: the password is looked at if it may be."""
        tried = guessing.begin(_email(credentials), self.get_client_ip(request), now=now())
        if tried.is_flood:
            raise ImmediateHttpResponse(ratelimit.respond_429(request))
        if tried.is_too_many:
            raise self.validation_error("too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user:
            tried.take_back()
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email = User.objects.normalize_email(_email(credentials))
        subject = User.objects.filter(email=email).first()
        audit.note("sign_in_failed", actor=None, subject=subject, now=now())

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth calls this when a password was reset by mail."""
        guessing.forget(_email(credentials), self.get_client_ip(request))

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


def _email(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", ""))


def _ours(url: str) -> str:
    """A link in a mail leads to the address we were told, not to the one a request claimed."""
    return urljoin(settings.BASE_URL, urlsplit(url).path) if settings.BASE_URL else url
