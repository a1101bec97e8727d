from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from attempts.fixed_forms import FixedForm
from tests import factories

pytestmark = pytest.mark.django_db


def fix_form(*arguments):
    out = StringIO()
    call_command("fix_form", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_fixes_a_form_and_says_so():
    exam = factories.exam(code="EX", spare=2)
    assert (
        fix_form("EX", "--name", "spring-2026", "--shuffled") == "spring-2026: 8 questions of EX.\n"
    )
    form = FixedForm.objects.get(exam=exam, name="spring-2026")
    assert (form.is_shuffled, form.items.count()) == (True, 8)


def test_what_the_bank_is_short_of_is_said():
    factories.exam(code="EX", form_mix={"case_study": [1, 1]})
    said = fix_form("EX", "--name", "spring")
    assert "The bank was short: Type case study has 0 of 1 items.\n" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["NO", "--name", "spring"], "There is no exam NO."),
        (["EX", "--name", "Spring!"], "Use small letters, digits, dots and dashes"),
        (["THIN", "--name", "spring"], "The form needs 8 questions; the bank has 0."),
    ],
)
def test_what_cannot_be_is_said(arguments, words):
    factories.exam(code="EX")
    factories.blueprint(code="THIN")
    with pytest.raises(CommandError, match=words):
        fix_form(*arguments)
