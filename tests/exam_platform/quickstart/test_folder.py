import os
import stat
import subprocess
import sys

import pytest

from exam_platform.quickstart.folder import FolderInUse, held

HOLD = """
import sys, time
from pathlib import Path
from exam_platform.quickstart.folder import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def umask_kept():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_folder_is_made_for_its_owner_alone(tmp_path):
    with held(tmp_path / "data"):
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_second_copy_is_refused_with_the_folder_named(tmp_path):
    with held(tmp_path), pytest.raises(FolderInUse, match=str(tmp_path)), held(tmp_path):
        pass


def test_a_folder_is_free_again_when_the_copy_has_ended(tmp_path):
    with held(tmp_path):
        pass
    with held(tmp_path):
        pass


def test_a_copy_that_was_killed_holds_nothing(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(FolderInUse), held(tmp_path):
            pass
        other.kill()
        other.wait()
    with held(tmp_path):
        pass
