from datetime import timedelta
from hashlib import sha256

import pytest

from accounts import tokens
from accounts.models import ApiToken, AuditEntry
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(alice):
    return tokens.issue(alice, name="script", now=NOON)


def test_a_token_is_recognised_and_only_its_digest_is_kept(issued, alice):
    token, secret = issued
    found = tokens.recognise(secret, now=NOON)
    assert found == token
    assert found.user == alice
    assert token.digest == sha256(secret.encode()).hexdigest()
    row = ApiToken.objects.values().get()
    assert not [value for value in row.values() if isinstance(value, str) and secret in value]


def test_two_tokens_are_never_alike(alice):
    secrets = {tokens.issue(alice, name="x", now=NOON)[1] for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(secret) >= 43 for secret in secrets)  # 256 bits and the prefix


def test_the_right_prefix_with_another_secret_is_nobody(issued):
    token, secret = issued
    assert tokens.recognise(secret[:-1] + "!", now=NOON) is None
    assert tokens.recognise(f"rh_{token.prefix}_", now=NOON) is None
    assert tokens.recognise("", now=NOON) is None


def test_a_token_expires(issued):
    token, secret = issued
    assert tokens.recognise(secret, now=token.expires_at - timedelta(seconds=1))
    assert tokens.recognise(secret, now=token.expires_at) is None


def test_a_revoked_token_is_nobody(issued):
    token, secret = issued
    tokens.revoke(token, now=NOON)
    assert tokens.recognise(secret, now=NOON) is None


def test_making_and_revoking_a_token_is_audited_without_its_secret(issued, alice, dave):
    token, _ = issued
    for _ in range(2):
        tokens.revoke(token, now=NOON, by=dave)
    told = list(AuditEntry.objects.values_list("event", "actor_id", "subject_id", "detail"))
    detail = {"prefix": token.prefix}
    assert told == [
        ("token_made", None, alice.pk, detail),
        ("token_revoked", dave.pk, alice.pk, detail),
    ]


def test_the_token_of_a_closed_account_is_nobody(issued, alice):
    alice.is_active = False
    alice.save()
    assert tokens.recognise(issued[1], now=NOON) is None


def test_use_is_noted_at_most_every_ten_minutes(issued, django_assert_num_queries):
    token, _ = issued
    tokens.note_use(token, now=NOON)
    token.refresh_from_db()
    assert token.last_used_at == NOON
    with django_assert_num_queries(0):
        tokens.note_use(token, now=NOON + timedelta(minutes=9))
    tokens.note_use(token, now=NOON + timedelta(minutes=10))
    token.refresh_from_db()
    assert token.last_used_at == NOON + timedelta(minutes=10)
