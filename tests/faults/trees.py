"""A second tree of the program's code beside this one: the release that is deployed in mid-exam."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.faults.place import Place
from tests.faults.product import environ_of

NOT_COPIED = shutil.ignore_patterns(
    ".*", "__pycache__", "node_modules", "build", "var", "tests", "benchmarks"
)
LOCK_TIMEOUT = "-c lock_timeout=2s"  # as deploy/web.sh


def new_release(folder: Path, place: Place) -> Path:
    """This code with one column more, which may be empty, and the migration that adds it."""
    tree = folder / "new"
    shutil.copytree(ROOT, tree, ignore=NOT_COPIED)
    _replace(
        tree / "attempts" / "models.py",
        "    shortages = models.JSONField(default=list)\n",
        "    shortages = models.JSONField(default=list)\n"
        "    room = models.CharField(max_length=40, null=True)\n",
    )
    _replace(tree / "exam_platform" / "health.py", '"status": "live"', '"status": "new"')
    done = manage(tree, place, "makemigrations", "attempts", "--name", "a_room")
    assert done.returncode == 0, done.stderr
    return tree


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, f"{path} has changed: the new release must change with it"
    path.write_text(text.replace(old, new))


def manage(tree: Path, place: Place, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=tree,
        env=environ_of(place, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def migrate(tree: Path, place: Place) -> subprocess.CompletedProcess:
    return manage(tree, place, "migrate", PGOPTIONS=LOCK_TIMEOUT)


def point(link: Path, tree: Path) -> Path:
    """`link` leads to `tree` from now on; at no moment is it not there."""
    made = link.with_suffix(".next")
    made.symlink_to(tree)
    os.replace(made, link)
    return link
