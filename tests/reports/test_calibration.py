from datetime import timedelta

import numpy as np
import pytest

from attempts.models import Item
from questions.difficulty import Rating, RatingChange
from questions.models import QuestionVersion
from reports.calibration import answers_until, recalibrate, recalibrate_if_due
from reports.evidence import profile, sittings_up_to
from reports.item_analysis import recompute
from reports.mastery import logistic
from tests import factories
from tests.conftest import NOON
from tests.reports.crowd import bank, choice, crowd, sat

LATER = NOON + timedelta(days=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def exam(db):
    return factories.blueprint()


@pytest.fixture
def versions(exam):
    return bank(exam, size=8)


def harder(which: int):
    """Half of those who would be right are wrong in one question: it is harder than rated."""

    def choose(place, is_right, ability, draw):
        return "b" if place == which and is_right and draw.random() < 0.5 else None

    return choose


def wrong_key_at(which: int):
    """Everybody who knows better chooses B there."""

    def choose(place, is_right, ability, draw):
        return None if place != which else ("b" if is_right else "a")

    return choose


def gap() -> float:
    anchors = Rating.objects.filter(is_anchor=True)
    rows = np.array(anchors.values_list("logit", "version__rating_u"), dtype=float)
    return float(logistic(rows[:, 0]).mean() - rows[:, 1].mean() / 10_000)


def test_a_question_that_proves_harder_gets_a_lower_rating_and_a_row(exam, versions):
    crowd(exam, versions, size=60, choose=harder(3))
    assert recalibrate(as_of=LATER) >= 1
    found = Rating.objects.get(version=versions[3])
    assert found.rating_u < 6000
    assert found.answers == 60
    assert found.misfit < -4
    row = RatingChange.objects.get(version=versions[3])
    assert (row.before_u, row.after_u) == (7000, found.rating_u)


@pytest.mark.parametrize("level", [-1.0, 0.0, 1.5])
def test_the_panel_sets_the_level_whoever_comes(exam, versions, level):
    crowd(exam, versions, size=40, level=level, choose=harder(0))
    for week in range(3):
        recalibrate(as_of=LATER + week * WEEK)
        assert abs(gap()) < 1e-6


def test_the_negative_control_without_the_anchor_the_level_drifts(exam, versions, monkeypatch):
    monkeypatch.setattr("reports.calibration.anchor_shift", lambda new, ref: 0.0)
    crowd(exam, versions, size=40, level=1.5, choose=harder(0))
    recalibrate(as_of=LATER)
    assert abs(gap()) > 1e-3


def test_a_question_whose_key_is_in_doubt_does_not_move_the_others(exam, versions):
    crowd(exam, versions, size=80, choose=wrong_key_at(2))
    recompute(as_of=LATER)
    recalibrate(as_of=LATER)
    assert list(Rating.objects.filter(is_anchor=False).values_list("version", flat=True)) == [
        versions[2].pk
    ]
    others = Rating.objects.filter(is_anchor=True).values_list("logit", flat=True)
    assert logistic(np.array(others)).mean() == pytest.approx(0.7)


def test_attempts_keep_their_rating_and_new_forms_take_the_new_one(exam, versions, alice):
    crowd(exam, versions, size=60, choose=harder(3))
    recalibrate(as_of=LATER)
    assert set(Item.objects.values_list("rating_u", flat=True)) == {7000}
    new = factories.attempt(of=alice, exam=exam)
    taken = dict(new.items.values_list("version", "rating_u"))
    published = dict(Rating.objects.values_list("version", "rating_u"))
    assert taken == published
    assert QuestionVersion.objects.filter(rating_u=7000).count() == 8


def test_the_same_run_again_changes_nothing(exam, versions):
    crowd(exam, versions, size=60, choose=harder(3))
    recalibrate(as_of=LATER)
    before = list(Rating.objects.order_by("version").values_list("version", "logit", "rating_u"))
    assert recalibrate(as_of=LATER) == 0
    after = list(Rating.objects.order_by("version").values_list("version", "logit", "rating_u"))
    assert after == before


def test_a_pilot_earns_its_rating_at_fifty_answers(exam, versions):
    pilot = bank(exam, size=1, rating_u=None)[0]
    form = [*versions, pilot]
    crowd(exam, form, size=49, scored=lambda place: place < 8)
    recompute(as_of=LATER)
    recalibrate(as_of=LATER)
    assert Rating.objects.get(version=pilot).rating_u is None
    crowd(exam, form, size=1, seed=9, scored=lambda place: place < 8)
    recompute(as_of=LATER)
    recalibrate(as_of=LATER)
    assert Rating.objects.get(version=pilot).rating_u is not None
    assert RatingChange.objects.get(version=pilot).kind == "promoted"
    assert not Rating.objects.get(version=pilot).is_anchor


def test_a_pilot_whose_key_is_wrong_is_held_back_and_it_is_said(exam, versions):
    pilot = bank(exam, size=1, rating_u=None)[0]
    crowd(exam, [*versions, pilot], size=60, choose=wrong_key_at(8))
    recompute(as_of=LATER)
    recalibrate(as_of=LATER)
    assert Rating.objects.get(version=pilot).rating_u is None
    row = RatingChange.objects.get(version=pilot)
    assert row.kind == "held back"
    assert "High scorers prefer B" in row.reason


def test_one_authors_rating_is_no_anchor_and_believed_less(exam, versions, carol):
    typed = bank(exam, size=1, rating_u=2000)[0]
    copy = QuestionVersion.objects.get(pk=typed.pk)
    copy.pk, copy.number, copy.created_by = None, 2, carol
    copy.save()
    sat(exam, [*versions, copy], [choice("a")] * 9)
    recalibrate(as_of=LATER)
    found = Rating.objects.get(version=copy)
    assert (found.is_anchor, found.source, found.rating_u) == (False, "author", 2000)
    assert logistic(np.array([found.logit]))[0] > 0.4


def test_abilities_are_those_of_the_report(exam, versions):
    crowd(exam, versions, size=1)
    attempt = exam.attempts.get()
    tasks = [task for domain in exam.domains.all() for task in domain.tasks.all()]
    m, _ = profile(sittings_up_to(attempt), tasks, [0, 0, 1, 1])
    found = answers_until(LATER)
    by_task = {task.pk: ability for task, ability in zip(tasks, m, strict=True)}
    wanted = [by_task[item.task_id] for item in attempt.items.all()]
    assert list(found.delta) == pytest.approx(wanted)
    assert list(found.x) == [int(item.is_correct) for item in attempt.items.all()]


def test_a_second_attempt_is_read_after_the_first(exam, versions, alice):
    later = bank(exam, size=8)
    sat(exam, versions, [choice("b")] * 8, of=alice, at=NOON - 2 * WEEK)
    second = sat(exam, later, [choice("a")] * 8, of=alice)
    tasks = [task for domain in exam.domains.all() for task in domain.tasks.all()]
    m, _ = profile(sittings_up_to(second), tasks, [0, 0, 1, 1])
    by_task = {task.pk: ability for task, ability in zip(tasks, m, strict=True)}
    wanted = [by_task[item.task_id] for item in second.items.all()]
    assert list(answers_until(LATER).delta[8:]) == pytest.approx(wanted)


def test_with_no_answers_there_is_nothing_to_do(exam, versions):
    assert recalibrate(as_of=LATER) == 0
    assert not Rating.objects.exists()


def test_it_is_done_once_in_seven_days(exam, versions, django_assert_num_queries):
    crowd(exam, versions, size=60, choose=harder(3))
    assert recalibrate_if_due(now=LATER) >= 1
    crowd(exam, versions, size=60, seed=2, at=LATER)
    with django_assert_num_queries(1):
        assert recalibrate_if_due(now=LATER + timedelta(days=6, hours=11)) == 0
    assert recalibrate_if_due(now=LATER + WEEK) >= 1


def test_void_questions_say_nothing_of_difficulty_or_ability(exam, versions):
    crowd(exam, versions, size=20)
    Item.objects.filter(version=versions[0]).update(is_correct=None)
    found = answers_until(LATER)
    assert versions[0].pk not in found.version
    assert len(found.version) == 20 * 7
