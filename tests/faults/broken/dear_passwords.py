"""The product's settings, but a password is kept as Django would: eight times dearer to look at."""

from exam_platform.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
