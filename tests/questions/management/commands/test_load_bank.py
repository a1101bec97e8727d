from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from questions.models import Question

BANK = Path(__file__).parents[2] / "data" / "bank"
pytestmark = pytest.mark.django_db


def test_it_says_what_it_did(capsys):
    call_command("load_bank", path=BANK)
    assert capsys.readouterr().out.splitlines() == [
        "exams: 1 new, 0 changed, 0 unchanged",
        "case studies: 1 new, 0 changed, 0 unchanged",
        "questions: 4 new, 0 changed, 0 unchanged",
    ]
    call_command("load_bank", path=BANK)
    assert "questions: 0 new, 0 changed, 4 unchanged" in capsys.readouterr().out


def test_it_lists_every_fault_and_loads_nothing(tmp_path):
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "a.yaml").write_text("- id: x\n  id: y\n")
    (tmp_path / "questions" / "b.yaml").write_text("nothing")
    with pytest.raises(CommandError) as refused:
        call_command("load_bank", path=tmp_path)
    lines = str(refused.value).splitlines()
    assert lines[0].endswith("a.yaml:2: id is given twice.")
    assert "b.yaml:1:" in lines[1]
    assert lines[-1] == "2 faults. Nothing was loaded."
    assert not Question.objects.exists()


def test_the_bank_we_ship_loads(capsys):
    call_command("load_bank")
    said = capsys.readouterr().out
    assert "exams: 5 new" in said
    assert Question.objects.count() >= 80
