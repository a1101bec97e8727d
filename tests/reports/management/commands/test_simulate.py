import os
import subprocess
import sys

import pytest
from django.core.management.base import CommandError

from reports.management.commands.simulate import Command
from reports.simulation.figures import Figure, Goal, Table
from tests.conftest import ROOT

TINY = ["--candidates", "3", "--attempts", "1", "--bank", "130", "--witnesses", "1", "--seed", "2"]


def printed(value):
    table = Table("Table", (Figure("a share", value, Goal(least=0.5)), Figure("bare", 0.1)))
    Command()._print([table])


def test_all_within_their_goals_is_no_error(capsys):
    printed(0.6)
    assert capsys.readouterr().out.split("\n")[0] == "Table"


def test_a_figure_out_of_its_goal_is_an_error_that_names_it():
    with pytest.raises(CommandError, match="Out of its goal: a share"):
        printed(0.4)


def test_three_candidates_prove_nothing(tmp_path):
    """So some figure is out, and the status is 1."""
    command = [sys.executable, "manage.py", "simulate", *TINY]
    env = os.environ | {"REHEARSAL_DATA": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done.stderr
    assert "Out of its goal: " in done.stderr
    assert "Attempt 1: 3 of 3 candidates." in done.stderr
    assert "differences to them" in done.stdout
    assert list(tmp_path.iterdir()) == []
