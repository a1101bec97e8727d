from collections import Counter
from datetime import timedelta

import pytest

from attempts import assembly, blueprints, programme
from questions.models import CaseStudy, TaskStatement
from tests import factories
from tests.conftest import NOON

DAY = timedelta(days=1)


def versions(attempt):
    return list(attempt.items.values_list("version_id", flat=True))


def questions(attempt):
    return set(attempt.items.values_list("version__question_id", flat=True))


def test_the_form_meets_the_quotas_exactly(alice):
    exam = factories.exam(weights=(28, 26, 22, 24), tasks_each=3, scored=50, pilot=15, spare=3)
    attempt = factories.attempt(of=alice, exam=exam)
    rows = attempt.items.values_list("task__domain__number", "task__number", "is_scored")
    scored = Counter(domain for domain, _, is_scored in rows if is_scored)
    pilot = Counter(domain for domain, _, is_scored in rows if not is_scored)
    assert (scored, pilot) == ({1: 14, 2: 13, 3: 11, 4: 12}, {1: 4, 2: 4, 3: 3, 4: 4})
    assert min(Counter(task for _, task, _ in rows).values()) >= 2
    assert min(Counter(task for _, task, is_scored in rows if is_scored).values()) >= 2
    assert attempt.shortages == []


def test_the_mix_of_item_types_is_kept(alice):
    mix = {"ordering": [2, 3], "matching": [1, 1], "multiple_response": [3, 4]}
    exam = factories.exam(spare=4, scored=10, pilot=2, form_mix=mix)
    kinds = Counter(
        factories.attempt(of=alice, exam=exam).items.values_list("version__type", flat=True)
    )
    assert 2 <= kinds["ordering"] <= 3
    assert kinds["matching"] == 1
    assert 3 <= kinds["multiple_response"] <= 4


def test_positions_count_from_one_and_no_question_comes_twice(alice):
    attempt = factories.attempt(of=alice, exam=factories.exam(spare=2))
    assert list(attempt.items.values_list("position", flat=True)) == list(range(1, 9))
    assert len(questions(attempt)) == 8


def with_case(exam, *, parts=3):
    case = CaseStudy.objects.create(reference="case", title="Case", text="T", text_html="<p>T</p>")
    for task in TaskStatement.objects.filter(domain__exam=exam)[:parts]:
        factories.question(task, case_study=case)


def test_a_case_study_stands_whole_and_together_and_counts(alice):
    exam = factories.exam(spare=1, form_mix={"case_study": [1, 1]})
    with_case(exam)
    attempt = factories.attempt(of=alice, exam=exam)
    in_case = attempt.items.filter(version__question__case_study__isnull=False)
    first = in_case.first().position
    assert [item.position for item in in_case] == [first, first + 1, first + 2]
    assert all(item.is_scored for item in in_case)


def test_enemies_are_kept_apart(alice):
    exam = factories.exam(spare=1)
    task = TaskStatement.objects.filter(domain__exam=exam).first()
    foes = [factories.question(task).question for _ in range(4)]
    for foe in foes:
        foe.enemies.set(foes)
    for _ in range(5):
        attempt = factories.attempt(of=factories.user(), exam=exam)
        assert len(questions(attempt) & {foe.pk for foe in foes}) <= 1


def test_other_attempts_get_other_forms(alice, bob):
    exam = factories.exam(spare=5)
    first, second = (factories.attempt(of=who, exam=exam) for who in (alice, bob))
    assert versions(first) != versions(second)


def test_the_same_attempt_gets_the_same_form(alice):
    attempt = factories.attempt(of=alice, exam=factories.exam(spare=5), now=NOON)
    before = list(attempt.items.values_list("version_id", "layout", "is_scored"))
    attempt.items.all().delete()
    assembly.assemble(attempt, now=NOON)
    assert list(attempt.items.values_list("version_id", "layout", "is_scored")) == before


def test_what_was_seen_comes_last(alice):
    exam = factories.exam(spare=2)
    first = factories.finished(of=alice, exam=exam, now=NOON)
    second = factories.attempt(of=alice, exam=exam, now=NOON + DAY)
    assert questions(first).isdisjoint(questions(second))
    assert all(second.items.values_list("is_new", flat=True))


def test_a_repeated_question_is_marked_as_met_before(alice):
    exam = factories.exam()
    factories.finished(of=alice, exam=exam, now=NOON)
    second = factories.attempt(of=alice, exam=exam, now=NOON + DAY)
    assert not any(second.items.values_list("is_new", flat=True))


def test_shortages_are_noted_on_the_attempt(alice):
    exam = factories.blueprint()
    tasks = list(TaskStatement.objects.filter(domain__exam=exam))
    for task in [tasks[0]] * 6 + [tasks[2]] * 2:
        factories.question(task)
    attempt = factories.attempt(of=alice, exam=exam)
    attempt.refresh_from_db()
    assert attempt.shortages == [
        "Domain 1 has 6 of 4 items",
        "Domain 2 has 2 of 4 items",
        "Task 1.2 has 0 of 2 items",
        "Task 2.2 has 0 of 2 items",
    ]


def test_options_are_laid_out_anew_on_each_attempt(alice):
    exam = factories.exam(types=("multiple_choice",), scored=40, pilot=10)
    attempt = factories.attempt(of=alice, exam=exam)
    places = Counter(
        item.layout["options"].index("a") for item in attempt.items.all()
    )  # "a" is the key of every question here
    assert len(places) == 4
    assert max(places.values()) < 30


def test_a_diagnostic_is_drawn_by_its_own_blueprint(alice):
    exam = factories.exam(weights=(28, 26, 22, 24), tasks_each=3, scored=50, pilot=15)
    attempt = factories.attempt(of=alice, exam=exam, now=NOON)
    attempt.items.all().delete()
    assembly.assemble(attempt, blueprints.diagnostic(exam), now=NOON)
    rows = list(attempt.items.values_list("task__domain__number", "task__number", "is_scored"))
    assert Counter(domain for domain, _, _ in rows) == {1: 7, 2: 7, 3: 5, 4: 6}
    assert len(Counter(task for _, task, _ in rows)) == 12
    assert all(is_scored for _, _, is_scored in rows)
    assert attempt.shortages == []


def test_a_drill_keeps_to_its_tasks_and_kinds(alice):
    exam = factories.exam(spare=8)
    attempt = factories.attempt(of=alice, exam=exam, now=NOON)
    attempt.items.all().delete()
    drill = blueprints.drill(exam, ["1.1", "2.2"], ["ordering", "matching"], count=6)
    assembly.assemble(attempt, drill, now=NOON)
    rows = list(attempt.items.values_list("task__number", "version__type"))
    assert Counter(task for task, _ in rows) == {"1.1": 3, "2.2": 3}
    assert {kind for _, kind in rows} <= {"ordering", "matching"}


def test_without_a_solver_the_form_is_filled_by_hand(alice, monkeypatch):
    monkeypatch.setattr(programme, "solve", lambda problem, *, time_limit_s: None)
    attempt = factories.attempt(of=alice, exam=factories.exam(spare=3))
    assert (attempt.items.count(), attempt.shortages) == (8, [])


@pytest.mark.parametrize("spare", [0, 8])
def test_query_count_is_flat(alice, spare, django_assert_max_num_queries):
    exam = factories.exam(spare=spare, scored=30, pilot=10)
    with django_assert_max_num_queries(20):
        factories.attempt(of=alice, exam=exam)
