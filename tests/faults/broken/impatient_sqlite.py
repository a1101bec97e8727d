"""The product's settings, but SQLite's lock is taken late and waited for not at all."""

from exam_platform.settings import *  # noqa: F403
from exam_platform.settings import DATABASES

DATABASES["default"]["OPTIONS"] |= {"transaction_mode": "DEFERRED", "timeout": 0}
