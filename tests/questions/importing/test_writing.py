from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions import publishing
from questions.errors import BankFaulty
from questions.importing.folder import read_folder
from questions.importing.writing import write
from questions.models import CaseStudy, Exam, Question, QuestionVersion
from tests.conftest import NOON

TODAY = date(2026, 11, 20)
LATER = NOON + timedelta(days=1)
pytestmark = pytest.mark.django_db


def load(folder, *, at=NOON):
    return write(read_folder(folder.root, today=TODAY), now=at)


def test_a_bank_is_written_whole(folder):
    done = load(folder)
    assert done == {"exams new": 1, "case studies new": 1, "questions new": 4}
    exam = Exam.objects.get()
    assert (exam.code, exam.item_count, exam.checked_on) == ("EXA-C01", 8, date(2026, 11, 1))
    assert [domain.weight for domain in exam.domains.all()] == [60, 40]
    assert QuestionVersion.objects.current().count() == 4
    assert CaseStudy.objects.get().text_html == (
        "<p>A bakery keeps <strong>sales</strong> of ten years.</p>\n"
    )
    first = Question.objects.get(reference="exa-1.1-001")
    assert [str(task) for task in first.tasks.all()] == ["1.1 Store data"]
    assert [enemy.reference for enemy in first.enemies.all()] == ["exa-2.1-001"]
    assert Question.objects.get(reference="exa-2.1-001").case_study.reference == "case-bakery"


def test_a_second_load_changes_nothing(folder):
    load(folder)
    before = list(QuestionVersion.objects.values())
    assert load(folder, at=LATER) == {
        "exams unchanged": 1,
        "case studies unchanged": 1,
        "questions unchanged": 4,
    }
    assert list(QuestionVersion.objects.values()) == before


def test_a_load_without_changes_asks_the_database_no_more_for_more_questions(folder):
    load(folder)
    with CaptureQueriesContext(connection) as few:
        load(folder)
    first = folder.questions.read_text().partition("\n\n- id")[0]
    copies = [first.replace("exa-1.1-001", f"exa-1.1-{number}") for number in range(101, 140)]
    folder.questions.with_name("more.yaml").write_text("\n".join(copies))
    load(folder)
    with CaptureQueriesContext(connection) as many:
        assert load(folder)["questions unchanged"] == 43
    assert len(many) == len(few)


def test_a_changed_question_becomes_a_new_published_version(folder):
    load(folder)
    folder.change(folder.questions, "Which store fits?", "Which store fits best?")
    assert load(folder, at=LATER)["questions changed"] == 1
    old, new = QuestionVersion.objects.filter(question__reference="exa-1.1-001").order_by("number")
    assert "fits best?" not in old.stem
    assert "fits best?" in new.stem
    assert (new.number, new.published_at) == (2, LATER)
    assert new in QuestionVersion.objects.current()
    assert old not in QuestionVersion.objects.current()


def test_what_goes_back_to_an_old_text_becomes_a_new_version_too(folder):
    load(folder)
    folder.change(folder.questions, "Which store fits?", "Which store fits best?")
    load(folder)
    folder.change(folder.questions, "Which store fits best?", "Which store fits?")
    load(folder)
    assert QuestionVersion.objects.filter(question__reference="exa-1.1-001").count() == 3


def test_a_load_leaves_alone_what_an_author_published_on_screen(folder, carol):
    load(folder)
    question = Question.objects.get(reference="exa-1.1-001")
    draft = publishing.revise(question, by=carol, now=NOON)
    publishing.publish(draft, by=carol, now=NOON)
    assert load(folder, at=LATER)["questions unchanged"] == 4
    assert QuestionVersion.objects.current().get(question=question) == draft


def test_a_load_leaves_an_authors_draft_alone(folder, carol):
    load(folder)
    draft = publishing.revise(Question.objects.first(), by=carol, now=NOON)
    folder.change(folder.questions, "Which store fits?", "Which store fits best?")
    load(folder, at=LATER)
    draft.refresh_from_db()
    assert draft.is_editable
    assert "fits best?" not in draft.stem


def test_a_question_filed_elsewhere_gets_no_new_version(folder):
    load(folder)
    folder.change(folder.questions, '{EXA-C01: "1.1"}', '{EXA-C01: "2.1"}')
    assert load(folder)["questions changed"] == 1
    question = Question.objects.get(reference="exa-1.1-001")
    assert [task.number for task in question.tasks.all()] == ["2.1"]
    assert question.versions.count() == 1


def test_a_changed_blueprint_and_scenario_are_taken_over(folder):
    load(folder)
    folder.change(folder.blueprint, "minutes: 60", "minutes: 70")
    folder.change(folder.blueprint, "title: Keeping data", "title: Holding data")
    folder.change(folder.case_studies, "**sales**", "**sums**")
    done = load(folder)
    assert (done["exams changed"], done["case studies changed"]) == (1, 1)
    assert Exam.objects.get().minutes == 70
    assert Exam.objects.get().domains.first().title == "Holding data"
    assert "sums" in CaseStudy.objects.get().text_html


def test_a_faulty_bank_is_refused_whole(folder):
    folder.change(folder.questions, "rating: 0.65", "rating: 65")
    with pytest.raises(BankFaulty, match="rating"):
        load(folder)
    assert not Exam.objects.exists()


def test_a_failure_half_way_leaves_nothing_behind(folder, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(publishing, "install", fail)
    with pytest.raises(RuntimeError):
        load(folder)
    assert not Exam.objects.exists()
    assert not Question.objects.exists()
