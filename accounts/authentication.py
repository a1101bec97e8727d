"""`Authorization: Bearer <token>`: a program signs each request."""

from django.utils.timezone import now
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import tokens
from accounts.models import ApiToken, User

REFUSED = "This token is unknown, expired or revoked."


class BearerToken(BaseAuthentication):
    """A request with a token stands on the token alone: its cookies are not looked at."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        at = now()
        token = tokens.recognise(secret.strip(), now=at) if _is_plain(secret) else None
        if token is None:
            raise AuthenticationFailed(REFUSED)
        tokens.note_use(token, now=at)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _is_plain(secret: str) -> bool:
    """A token is ASCII without NUL; anything else would only upset the database."""
    return secret.isascii() and secret.isprintable()
