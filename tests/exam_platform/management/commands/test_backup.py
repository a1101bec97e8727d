from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_command_says_what_it_saved(alice, tmp_path):
    out = StringIO()
    call_command("backup", str(tmp_path / "one.backup"), stdout=out)
    assert (tmp_path / "one.backup").exists()
    assert out.getvalue().startswith("Saved ")


def test_a_file_that_cannot_be_written_is_an_error_in_words(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", str(tmp_path / "none" / "one.backup"))
