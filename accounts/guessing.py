"""Slowing down who guesses passwords, where the guesses come from. The only writer of GuessCount.

A try is counted before its password is looked at, in one statement of the database, so that of many
guesses at once no more than allowed are looked at. A right password takes its try back: only wrong
ones stay counted, and people who know theirs are never too many.

Counted is for an account and a network together, so that a stranger elsewhere keeps nobody out; and
for a network alone, which finds those who try one password on many accounts. There a crowd may have
made the mistakes: it is held to fewer tries for each account, so that whoever comes new and types
the right password still gets in. Every count ends five minutes after it began.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.db import connection
from django.db.models import F

from accounts.models import GuessCount, User

SECONDS = 300
FOR_AN_ACCOUNT = 10  # wrong passwords from one network
FROM_A_NETWORK = 100  # wrong passwords; from then on each account has FEWER tries from there
FEWER = 3
A_FLOOD = 600  # wrong passwords from one network: now nobody gets in from there
ONE_MORE = """
    INSERT INTO accounts_guesscount AS old (key, tries, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET
        tries = CASE WHEN old.ends_at <= %s THEN 1 ELSE old.tries + 1 END,
        ends_at = CASE WHEN old.ends_at <= %s THEN excluded.ends_at ELSE old.ends_at END
    RETURNING tries
"""


@dataclass(frozen=True, slots=True)
class Try:
    """One try at one account: how many there are now of the account, and from the network."""

    keys: tuple[str, str]
    for_account: int
    from_network: int

    @property
    def is_flood(self) -> bool:
        return self.from_network > A_FLOOD

    @property
    def is_too_many(self) -> bool:
        allowed = FEWER if self.from_network > FROM_A_NETWORK else FOR_AN_ACCOUNT
        return self.is_flood or self.for_account > allowed

    def take_back(self) -> None:
        """It was no wrong guess: the password was right, or was not looked at."""
        for key in self.keys:
            GuessCount.objects.filter(key=key, tries__gt=0).update(tries=F("tries") - 1)


def begin(email: str, address: str, *, now: datetime) -> Try:
    """Count one more try. Whoever gets one that `is_too_many` must not look at the password."""
    at = int(now.timestamp())
    of_account, of_network = _keys(email, address)
    found = Try((of_account, of_network), _one_more(of_account, at), _one_more(of_network, at))
    if found.from_network == 1:
        GuessCount.objects.filter(ends_at__lte=at).delete()
    if found.is_too_many:
        found.take_back()
    return found


def forget(email: str, address: str) -> None:
    """The account's owner has shown in another way who they are."""
    of_account, _ = _keys(email, address)
    GuessCount.objects.filter(key=of_account).delete()


def _one_more(key: str, at: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [key, at + SECONDS, at, at])
        (tries,) = cursor.fetchone()
    return int(tries)


def _keys(email: str, address: str) -> tuple[str, str]:
    """Of the account and the network together, and of the network alone."""
    account, network = User.objects.normalize_email(email), _network(address)
    both, alone = (sha256(each.encode()).hexdigest() for each in (f"{network} {account}", network))
    return both, alone


def _network(address: str) -> str:
    """One customer of IPv6 has a whole /64 of addresses."""
    if ip_address(address).version == 4:
        return address
    return str(ip_network(f"{address}/64", strict=False))
