"""The secret key: kept in the data folder for one process, from the environment in production."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 40


def refuse_weak_key(environ: Mapping[str, str]) -> None:
    """Stop a server whose `SECRET_KEY` is missing, short, or the same few characters again.

    Not by SystemExit: gunicorn would take that for a worker that died and start the next, for ever.
    """
    key = environ.get("SECRET_KEY", "")
    if len(key) < SHORTEST or len(set(key)) < 8:
        raise ImproperlyConfigured(
            f"SECRET_KEY is missing or too weak: set a random text of at least {SHORTEST} "
            'characters (python -c "import secrets; print(secrets.token_urlsafe(50))").'
        )


def kept_in(folder: Path) -> str:
    """The key of this data folder, made the first time; nobody else may read the file."""
    return kept_secret(folder / "secret_key", secrets.token_urlsafe(50))


def kept_secret(path: Path, fresh: str) -> str:
    """What `path` holds, or `fresh`, which it holds from now on."""
    if path.exists() and (kept := path.read_text().strip()):
        return kept
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(fresh + "\n")
    return fresh
