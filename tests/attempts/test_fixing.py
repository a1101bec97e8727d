import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from attempts import fixing, lifecycle
from attempts.errors import NoSuchForm, NotEnoughQuestions
from attempts.fixed_forms import FixedForm
from attempts.models import Attempt
from questions import publishing
from questions.models import CaseStudy, TaskStatement
from tests import factories
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def fixed(exam, *, name="spring", **options):
    return fixing.fix(exam, name, now=NOON, **options)


def questions(rows):
    return list(rows.values_list("version_id", "task_id", "is_scored", "rating_u"))


def start(exam, who, **options):
    return lifecycle.start(exam, who, mode="exam", now=NOON, **options)[0]


def test_everyone_gets_the_questions_of_the_form_in_its_order(alice, bob):
    exam = factories.exam(spare=5)
    form = fixed(exam)
    first, second = (start(exam, who, form="spring") for who in (alice, bob))
    assert questions(first.items) == questions(second.items) == questions(form.items)
    assert first.form == form


def test_a_shuffled_form_has_the_same_questions_in_other_orders(alice, bob):
    exam = factories.exam(spare=5)
    form = fixed(exam, is_shuffled=True)
    first, second = (questions(start(exam, who, form="spring").items) for who in (alice, bob))
    assert first != second
    assert sorted(first) == sorted(second) == sorted(questions(form.items))


def test_shuffling_leaves_a_case_study_together(alice):
    exam = factories.exam(spare=1, form_mix={"case_study": [1, 1]})
    case = CaseStudy.objects.create(reference="case", title="Case", text="T", text_html="<p>T</p>")
    for task in TaskStatement.objects.filter(domain__exam=exam)[:3]:
        factories.question(task, case_study=case)
    fixed(exam, is_shuffled=True)
    parts = start(exam, alice, form="spring").items.filter(version__question__case_study=case)
    first = parts.first().position
    assert [item.position for item in parts] == [first, first + 1, first + 2]


def test_a_form_stays_as_it_was_when_the_bank_moves_on(alice):
    exam = factories.exam()
    form = fixed(exam)
    for item in form.items.select_related("version"):
        publishing.retire(item.version, by=alice, now=NOON)
    assert questions(start(exam, alice, form="spring").items) == questions(form.items)


def test_what_a_candidate_met_before_is_marked(alice):
    exam = factories.exam()
    factories.finished(of=alice, exam=exam, now=NOON)
    fixed(exam)
    assert not start(exam, alice, form="spring").items.filter(is_new=True).exists()


def test_an_attempt_says_what_its_form_was_short_of(alice):
    exam = factories.exam(form_mix={"case_study": [1, 1]})
    assert fixed(exam).shortages == ["Type case study has 0 of 1 items"]
    assert start(exam, alice, form="spring").shortages == ["Type case study has 0 of 1 items"]


def test_a_name_that_is_not_there_is_refused_and_nothing_begins(alice):
    exam = factories.exam()
    fixed(factories.exam(), name="spring")  # of another exam
    with pytest.raises(NoSuchForm, match="form: "):
        start(exam, alice, form="spring")
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("name", ["", "Spring", "spring 26", "-", "x" * 61])
def test_a_malformed_name_is_refused(name):
    with pytest.raises(ValidationError, match="name"):
        fixed(factories.exam(), name=name)
    assert not FixedForm.objects.exists()


def test_a_name_is_given_once_for_each_exam():
    exam = factories.exam()
    fixed(exam)
    fixed(factories.exam())
    with pytest.raises(ValidationError, match="already exists"):
        fixed(exam)


def test_too_small_a_bank_fixes_nothing():
    exam = factories.blueprint()
    with pytest.raises(NotEnoughQuestions):
        fixed(exam)
    assert not FixedForm.objects.exists()


def test_a_form_that_was_sat_stays(alice):
    exam = factories.exam()
    form = fixed(exam)
    start(exam, alice, form="spring")
    with pytest.raises(ProtectedError):
        form.delete()
