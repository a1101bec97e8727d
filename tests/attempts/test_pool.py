from datetime import timedelta

from attempts import pool
from attempts.drawing import Entry
from questions.models import CaseStudy, TaskStatement
from tests import factories
from tests.conftest import NOON

DAY = timedelta(days=1)


def entry(number, case=None):
    return Entry(number, number, 1, 1, "multiple_choice", 7000, case)


def test_the_parts_of_a_case_study_are_one_unit():
    rows = [entry(1), entry(2, case=1), entry(3), entry(4, case=1)]
    assert pool.grouped(rows) == [[rows[0]], [rows[1], rows[3]], [rows[2]]]


def test_a_unit_knows_its_question_as_this_exam_tags_it(db):
    exam, other = factories.blueprint(), factories.blueprint()
    task = TaskStatement.objects.filter(domain__exam=exam).first()
    elsewhere = TaskStatement.objects.filter(domain__exam=other).first()
    case = CaseStudy.objects.create(reference="case", title="Case", text="T", text_html="<p>T</p>")
    version = factories.question(task, elsewhere, type="ordering", rating_u=6100, case_study=case)
    question = version.question_id
    expected = Entry(version.pk, question, task.pk, task.domain_id, "ordering", 6100, case.pk)
    assert pool.units_of(exam) == [[expected]]


def test_exposure_is_the_share_of_recent_forms(alice, bob):
    exam = factories.exam(spare=8)
    first, second = (factories.attempt(of=who, exam=exam, now=NOON) for who in (alice, bob))
    factories.attempt(of=alice, exam=factories.exam())
    on_both = set(first.items.values_list("version", flat=True)) & set(
        second.items.values_list("version", flat=True)
    )
    shares = pool.exposure(exam)
    assert {version for version, share in shares.items() if share == 1.0} == on_both
    assert sum(shares.values()) == exam.item_count


def test_exposure_looks_at_the_newest_forms_only(alice, bob, monkeypatch):
    monkeypatch.setattr(pool, "RECENT_FORMS", 1)
    exam = factories.exam(spare=8)
    factories.attempt(of=alice, exam=exam, now=NOON)
    newest = factories.attempt(of=bob, exam=exam, now=NOON + DAY)
    assert pool.exposure(exam).keys() == set(newest.items.values_list("version", flat=True))


def test_without_attempts_nothing_is_exposed(db):
    assert pool.exposure(factories.exam()) == {}


def test_exposure_is_one_query_however_much_there_is(alice, bob, django_assert_num_queries):
    exam = factories.exam(spare=2)
    for who in (alice, bob):
        factories.attempt(of=who, exam=exam)
    with django_assert_num_queries(1):
        pool.exposure(exam)


def test_an_offer_says_how_many_days_ago_a_question_was_met(alice):
    exam = factories.exam()
    first = factories.finished(of=alice, exam=exam, now=NOON)
    second = factories.attempt(of=alice, exam=exam, now=NOON + 3 * DAY)
    met = pool.met_by(second)
    asked = set(first.items.values_list("version__question_id", flat=True))
    assert met == dict.fromkeys(asked, NOON)
    offer = pool.offer(exam, met=met, now=NOON + 3 * DAY)
    assert offer.ages == dict.fromkeys(asked, 3.0)


def test_enemies_are_told_once_for_each_pair(db):
    task = factories.blueprint().domains.first().tasks.first()
    one, other = (factories.question(task).question for _ in range(2))
    one.enemies.add(other)
    assert pool.enemies() == [(one.pk, other.pk)]
