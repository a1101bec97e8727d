"""A Redis cache that may be away: then it knows nothing, and nobody waits for it.

Only sessions are kept here, each with its original in the database. A failed call opens the
breaker for a few seconds; until then every answer is "not here" without touching the network.
"""

import json
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

Key = str | bytes | memoryview
logger = logging.getLogger(__name__)

SECONDS_OPEN = 5.0
LONGEST_SECONDS = 60  # a sign-out that Redis missed is seen after a minute at the latest


class JsonSerializer:
    """Sessions are JSON; nothing read from Redis is ever unpickled."""

    def dumps(self, value: Any) -> str:
        return json.dumps(value)

    def loads(self, text: bytes) -> Any:
        return json.loads(text)


class Breaker:
    """Closed, calls go through. Open, after one that failed, they are answered without Redis."""

    open_until = 0.0

    def call(self, function: Callable[..., Any], *args: Any, otherwise: Any) -> Any:
        if time.monotonic() < self.open_until:
            return otherwise
        try:
            return function(*args)
        except (RedisError, OSError) as error:
            self.open_until = time.monotonic() + SECONDS_OPEN
            logger.warning("cache away, going on without for %s s: %s", SECONDS_OPEN, error)
            return otherwise


breaker = Breaker()  # one for the process, as there is one Redis


class ForgivingClient(RedisCacheClient):
    def get(self, key: Key, default: Any) -> Any:
        return breaker.call(super().get, key, default, otherwise=default)

    def set(self, key: Key, value: Any, timeout: int | timedelta | None) -> None:
        breaker.call(super().set, key, value, timeout, otherwise=None)

    def delete(self, key: Key) -> bool:
        return bool(breaker.call(super().delete, key, otherwise=False))

    def has_key(self, key: Key) -> bool:
        return bool(breaker.call(super().has_key, key, otherwise=False))


class ForgivingRedisCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient

    def get_backend_timeout(self, timeout: Any = LONGEST_SECONDS) -> int:
        seconds = super().get_backend_timeout(timeout)
        return LONGEST_SECONDS if seconds is None else int(min(seconds, LONGEST_SECONDS))
