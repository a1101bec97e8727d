"""How much of everything: FAULTS=full is the campaign, else it is the short set of `make check`."""

import os

import pytest

FULL = os.environ.get("FAULTS") == "full"
SOAK_MINUTES = float(os.environ.get("SOAK_MINUTES", "3"))  # 180 is the long one
ONLY_IN_FULL = pytest.mark.skipif(not FULL, reason="only in `make faults` (FAULTS=full)")

# Limits in seconds hold for a machine that does nothing else; other work on it stretches them.
PATIENCE = 120.0
SLACK = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def size(short: int, full: int) -> int:
    return full if FULL else short


def within(seconds: float) -> float:
    """A limit of the campaign. `make check` judges no speed: there it only ends a vain wait."""
    return seconds * SLACK if FULL else PATIENCE
