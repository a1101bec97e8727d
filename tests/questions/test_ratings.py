from dataclasses import replace
from datetime import timedelta
from math import log

import pytest

from questions.difficulty import ChangeKind, Rating, RatingChange, Source
from questions.models import QuestionVersion
from questions.ratings import Decision, Estimate, decide, publish
from tests import factories
from tests.conftest import NOON

WEEK = timedelta(weeks=1)


def logit(u: int) -> float:
    return log(u / (10_000 - u))


def estimate(found_u: int, *, version: int = 1, rated_u: int | None = 7000, **more) -> Estimate:
    plain = {"answers": 100, "answers_near_cut": 40, "misfit": 0.5, "misfit_near_cut": -0.5}
    source = Source.PANEL if rated_u else Source.NONE
    facts = plain | {"variance": 0.1, "is_anchor": bool(rated_u), "source": source} | more
    return Estimate(version=version, rated_u=rated_u, logit=logit(found_u), **facts)


@pytest.mark.parametrize(("found_u", "after_u"), [(7201, 7201), (7200, 7000), (6799, 6799)])
def test_a_rating_moves_by_more_than_two_hundredths_or_not_at_all(found_u, after_u):
    decision = decide(7000, estimate(found_u))
    assert decision.rating_u == after_u
    assert (decision.kind == ChangeKind.MOVED) is (after_u != 7000)


def test_a_rating_waits_for_ten_answers():
    assert decide(7000, estimate(2000, answers=9)) == Decision(7000)
    assert decide(7000, estimate(2000, answers=10)).rating_u == 2000


def test_a_pilot_gets_its_rating_at_fifty_answers():
    pilot = estimate(6400, rated_u=None)
    assert decide(None, replace(pilot, answers=49)) == Decision(None)
    promoted = decide(None, replace(pilot, answers=50))
    assert (promoted.rating_u, promoted.kind) == (6400, ChangeKind.PROMOTED)


def test_a_pilot_with_something_urgent_against_it_is_held_back():
    held = decide(None, estimate(6400, rated_u=None, objection="High scorers prefer D."))
    assert held == Decision(None, ChangeKind.HELD_BACK, "High scorers prefer D.")


@pytest.mark.parametrize(("level", "rating_u"), [(40.0, 9999), (-40.0, 1)])
def test_a_rating_stays_a_probability(level, rating_u):
    assert decide(7000, replace(estimate(5000), logit=level)).rating_u == rating_u


@pytest.fixture
def version(db):
    return factories.question()


def test_a_change_leaves_a_row_and_the_version_as_it_is(version):
    assert publish([estimate(7500, version=version.pk)], as_of=NOON) == 1
    row = RatingChange.objects.get(version=version)
    assert (row.before_u, row.after_u, row.answers, row.kind) == (7000, 7500, 100, "moved")
    assert Rating.objects.get(version=version).rating_u == 7500
    assert QuestionVersion.objects.get(pk=version.pk).rating_u == 7000


def test_what_hardly_moved_is_known_but_not_published(version):
    assert publish([estimate(7100, version=version.pk)], as_of=NOON) == 0
    rating = Rating.objects.get(version=version)
    assert (rating.rating_u, rating.logit) == (7000, pytest.approx(logit(7100)))
    assert not RatingChange.objects.exists()


def test_the_same_run_again_changes_nothing(version):
    for changes in (1, 0):
        assert publish([estimate(7500, version=version.pk)], as_of=NOON) == changes
    assert RatingChange.objects.count() == 1


def test_small_steps_count_from_what_was_published(version):
    for week, found_u in enumerate((7150, 7199, 7201)):
        publish([estimate(found_u, version=version.pk)], as_of=NOON + week * WEEK)
    assert [row.after_u for row in RatingChange.objects.all()] == [7201]


def test_why_a_pilot_is_held_back_is_said_once_for_each_reason(db):
    version = factories.question(rating_u=None)
    held = estimate(6400, version=version.pk, rated_u=None, objection="Check the key.")
    runs = [
        held,
        held,
        replace(held, objection="High scorers prefer D."),
        replace(held, objection=""),
    ]
    for week, each in enumerate(runs):
        publish([each], as_of=NOON + week * WEEK)
    said = [(row.kind, row.reason) for row in RatingChange.objects.order_by("as_of")]
    assert [kind for kind, _ in said] == ["held back", "held back", "promoted"]
    assert [reason for _, reason in said][:2] == ["Check the key.", "High scorers prefer D."]


def test_what_a_run_does_not_know_of_stays(version):
    other = factories.question()
    publish([estimate(7500, version=version.pk)], as_of=NOON)
    publish([estimate(7500, version=other.pk)], as_of=NOON + WEEK)
    assert Rating.objects.get(version=version).as_of == NOON
