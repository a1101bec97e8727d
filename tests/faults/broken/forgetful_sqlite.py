"""The product's settings on a SQLite that leaves writing to the system, as Django's default may."""

from exam_platform.settings import *  # noqa: F403
from exam_platform.settings import DATABASES

DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF;"
