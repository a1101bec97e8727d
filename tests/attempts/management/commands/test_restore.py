from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from attempts.models import Attempt, Result
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def restore(file, *options: str) -> str:
    out = StringIO()
    call_command("restore", str(file), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(alice, tmp_path):
    """A backup with one finished attempt, which is still in the database too."""
    factories.finished(of=alice, right=3, wrong=2)
    call_command("backup", str(tmp_path / "one.backup"), stdout=StringIO())
    return tmp_path / "one.backup"


def test_attempts_are_replaced_only_on_demand(file):
    Result.objects.update(scaled=100, passed=False)
    with pytest.raises(CommandError, match="holds 1 attempts, which would be gone"):
        restore(file)
    assert Result.objects.get().scaled == 100
    assert restore(file, "--replace").startswith("Restored ")
    assert Result.objects.get().scaled > 100


def test_verifying_replays_what_was_restored(file):
    assert "1 attempts replayed, 0 differences." in restore(file, "--replace", "--verify")


def test_verifying_finds_a_score_that_was_wrong_when_it_was_saved(file):
    Result.objects.update(scaled=100, passed=False)
    later = file.with_name("two.backup")
    call_command("backup", str(later), stdout=StringIO())
    with pytest.raises(CommandError, match="differ"):
        restore(later, "--replace", "--verify")


def test_a_missing_file_is_an_error_in_words(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        restore(tmp_path / "none.backup")
    assert not Attempt.objects.exists()
