import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from exam_platform.secret_key import kept_in, kept_secret, refuse_weak_key


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    key = kept_in(tmp_path)
    assert len(key) >= 50
    assert kept_in(tmp_path) == key
    mode = stat.S_IMODE((tmp_path / "secret_key").stat().st_mode)
    assert mode == 0o600


def test_an_empty_file_is_filled(tmp_path):
    (tmp_path / "word").write_text("\n")
    assert kept_secret(tmp_path / "word", "fresh") == "fresh"
    assert kept_secret(tmp_path / "word", "other") == "fresh"


@pytest.mark.parametrize("weak", [None, "", "secret", "x" * 60])
def test_a_missing_or_weak_key_stops_the_server(weak):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        refuse_weak_key({} if weak is None else {"SECRET_KEY": weak})


def test_a_random_key_is_fine(tmp_path):
    refuse_weak_key({"SECRET_KEY": kept_in(tmp_path)})


@pytest.mark.parametrize("door", ["wsgi", "asgi"])
def test_neither_door_opens_without_a_key(door, tmp_path):
    clean = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    answer = subprocess.run(
        [sys.executable, "-c", f"import exam_platform.{door}"],
        env=clean | {"REHEARSAL_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "SECRET_KEY is missing or too weak" in answer.stderr
