from dataclasses import replace

from django.db import transaction

from reports.simulation.running import Plan, Simulation, simulate

TINY = Plan(candidates=3, attempts=1, seed=5, bank=130, witnesses=1, forms=1)


def told(tables):
    """Every figure but the times."""
    figures = [figure for table in tables for figure in table.figures]
    return {each.name: each.value for each in figures if " ms " not in each.name}


def test_a_run_has_all_its_tables(db):
    said: list[str] = []
    tables = simulate(TINY, said.append)
    assert [table.title for table in tables] == [
        "Pass or fail, against true ability",
        "Domains, against true shares",
        "Chance to pass, against forms of other banks",
        "Forms of 65 items",
        "Miskeyed questions, at their 50th answer",
        "The program",
    ]
    assert said[0] == "A bank of 130 questions, 3 candidates."
    found = told(tables)
    assert found["forms with a fault"] == 0
    assert found["questions judged"] == 0
    assert found["wrong keys found, whichever it is"] is None


def rolled_back(plan):
    with transaction.atomic():
        found = told(simulate(plan, _silent))
        transaction.set_rollback(True)
    return found


def test_the_same_seed_finds_the_same(db):
    assert rolled_back(TINY) == rolled_back(TINY) != rolled_back(replace(TINY, seed=6))


def test_growth_raises_everybody_in_time(db):
    grown = Simulation(replace(TINY, growth=2.0), _silent)
    first, second = grown.round(1), grown.round(2)
    assert (second.truth.share.mean(), second.truth.chance.mean()) > (
        first.truth.share.mean(),
        first.truth.chance.mean(),
    )


def _silent(words):
    """Nobody watches."""
