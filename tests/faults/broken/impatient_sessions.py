"""The product's settings, but sessions break where Redis does: Django's own cache, no breaker."""

from exam_platform.settings import *  # noqa: F403
from exam_platform.settings import CACHES, REDIS_URL

CACHES = CACHES | {
    "sessions": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    }
}
