import pytest

from reports.simulation.running import Plan, Simulation


def silent(words):
    """Nobody watches a test."""


@pytest.fixture
def small(db):
    """A bank of 130 and four candidates, of whom nobody has sat yet."""
    return Simulation(
        Plan(candidates=4, attempts=1, seed=1, bank=130, witnesses=1, forms=1), silent
    )
