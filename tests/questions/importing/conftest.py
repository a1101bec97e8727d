"""A small bank on disk, that tests may spoil."""

import shutil
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data" / "bank"


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.questions = root / "questions" / "set" / "questions.yaml"
        self.case_studies = root / "questions" / "case-studies.yaml"
        self.blueprint = root / "blueprints" / "exa-c01.yaml"

    def change(self, path: Path, old: str, new: str) -> None:
        text = path.read_text()
        assert old in text, f"{old!r} is not in {path.name}"
        path.write_text(text.replace(old, new, 1))

    def line_of(self, path: Path, text: str) -> int:
        return next(
            number for number, line in enumerate(path.read_text().splitlines(), 1) if text in line
        )


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(DATA, tmp_path / "bank")
    return Folder(tmp_path / "bank")
