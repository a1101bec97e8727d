"""A Redis cache that may be away: then it knows nothing, and nobody waits for it.

Only sessions are kept here, each with its original in the database. A failed call opens the
breaker for a few seconds; until then every answer is "not here" without touching the network.
"""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

SECONDS_OPEN = 5.0
LONGEST_SECONDS = 60  # a sign-out that Redis missed is seen after a minute at the latest


class JsonSerializer:
    """Sessions are JSON; nothing read from Redis is ever unpickled."""

    def dumps(self, value: Any) -> str:
        return json.dumps(value)

    def loads(self, text: bytes) -> Any:
        return json.loads(text)


class ForgivingRedisCache(RedisCache):
    closed_again_at = 0.0

    def get_backend_timeout(self, timeout: Any = LONGEST_SECONDS) -> int | None:
        seconds = super().get_backend_timeout(timeout)
        return LONGEST_SECONDS if seconds is None else min(seconds, LONGEST_SECONDS)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, key: str, value: Any, timeout: Any = 60, version: int | None = None) -> None:
        self._try(lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version), None)

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._try(lambda: super(ForgivingRedisCache, self).delete(key, version), False))

    def has_key(self, key: str, version: int | None = None) -> bool:
        return bool(self._try(lambda: super(ForgivingRedisCache, self).has_key(key, version), False))

    def _try(self, call: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self.closed_again_at:
            return otherwise
        try:
            return call()
        except (RedisError, OSError) as error:
            type(self).closed_again_at = time.monotonic() + SECONDS_OPEN
            logger.warning("cache away, going on without for %s s: %s", SECONDS_OPEN, error)
            return otherwise
