"""The data folder: one copy of the program at a time, and nobody else's eyes in it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FolderInUse(Exception):
    """Another copy runs on this folder."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder until the block ends; the kernel lets go even after kill -9.

    Raises FolderInUse at once when it is held already.
    """
    os.umask(0o077)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUse(
                f"Rehearsal already runs on {folder}. Stop that copy first, or set "
                "REHEARSAL_DATA to another folder."
            ) from error
        yield
