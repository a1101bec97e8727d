from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

BANK = Path(__file__).parents[2] / "data" / "bank"
THE_DAY_IT_WAS_WRITTEN = date(2026, 11, 21)


def test_the_bank_we_ship_keeps_the_rules(capsys):
    """As on the day it was checked: references grow stale, and `make check` says so."""
    call_command("check_bank", on=THE_DAY_IT_WAS_WRITTEN)
    assert "questions keep the rules." in capsys.readouterr().out


def test_references_that_nobody_read_for_half_a_year_are_faults(capsys):
    with pytest.raises(CommandError, match=r"\d+ faults"):
        call_command("check_bank", on=date(2027, 8, 1))
    assert "was checked" in capsys.readouterr().out


def test_figures_out_of_bounds_fail(capsys):
    with pytest.raises(CommandError, match="0 faults, 10 figures out of bounds"):
        call_command("check_bank", path=BANK, on=THE_DAY_IT_WAS_WRITTEN)
    assert "OUT  EXA-C01 domain 1" in capsys.readouterr().out


def test_faults_of_the_files_fail_with_file_and_line(tmp_path, capsys):
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "a.yaml").write_text("- id: x\n  id: y\n")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_bank", path=tmp_path)
    assert "a.yaml:2: id is given twice." in capsys.readouterr().out
