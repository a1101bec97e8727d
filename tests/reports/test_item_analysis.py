from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from attempts import lifecycle
from attempts.models import Item
from questions.correcting import correct
from questions.difficulty import Rating
from reports import item_analysis, tallies
from reports.item_analysis import recompute, recompute_if_due
from reports.models import ItemStatistic
from tests import factories
from tests.conftest import NOON
from tests.reports.crowd import bank, choice, crowd, sat

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def exam(db):
    return factories.blueprint()


@pytest.fixture
def versions(exam):
    return bank(exam, size=8)


def statistic(version) -> ItemStatistic:
    return ItemStatistic.objects.get(version=version)


def figures() -> list[dict]:
    return [{k: v for k, v in row.items() if k != "id"} for row in ItemStatistic.objects.values()]


def test_the_figures_are_those_of_a_count_by_hand(exam, versions):
    crowd(exam, versions, size=60, seconds=range(40, 120, 10))
    assert recompute(as_of=TOMORROW) == 8
    for version in versions:
        items = list(Item.objects.filter(version=version))
        x = np.array([item.is_correct for item in items], float)
        r = np.array([item.rest_adj for item in items], float)
        found = statistic(version)
        assert (found.n, found.p) == (60, pytest.approx(x.mean()))
        assert found.rpb == pytest.approx(np.corrcoef(x, r)[0, 1], abs=1e-9)
        assert found.median_s == np.median([item.seconds for item in items])
        assert found.exposure == 1
        chosen = {each["label"]: sum(each["counts"]) for each in found.choices}
        letters = [item.answer["selected"][0].upper() for item in items]
        assert chosen == {letter: letters.count(letter) for letter in "ABCD"}


def test_the_fifths_are_as_large_as_they_can_be_and_rise(exam, versions):
    crowd(exam, versions, size=100)
    recompute(as_of=TOMORROW)
    found = statistic(versions[0])
    assert sum(found.fifths) == 100
    assert all(10 <= fifth <= 30 for fifth in found.fifths)
    key = found.choices[0]["counts"]
    assert key[4] / found.fifths[4] > key[0] / found.fifths[0]


def test_the_same_run_again_writes_the_same(exam, versions):
    crowd(exam, versions, size=60)
    recompute(as_of=TOMORROW)
    before = figures()
    recompute(as_of=TOMORROW)
    assert figures() == before


def counted(version) -> int:
    recompute(as_of=TOMORROW)
    return statistic(version).n


def test_what_was_met_before_is_not_counted(exam, versions):
    sat(exam, versions, [choice("a")] * 8)
    sat(exam, versions, [choice("a")] * 8, is_new=False)
    assert counted(versions[0]) == 1


def test_voided_and_later_attempts_are_not_counted(exam, versions, dave):
    voided = sat(exam, versions, [choice("a")] * 8)
    sat(exam, versions, [choice("a")] * 8)
    sat(exam, versions, [choice("a")] * 8, at=TOMORROW + timedelta(seconds=1))
    assert counted(versions[0]) == 2
    lifecycle.void(voided, by=dave, now=NOON)
    assert counted(versions[0]) == 1


def test_a_void_question_is_not_counted_and_the_rest_of_its_attempt_is(exam, versions):
    sat(exam, versions, [choice("a")] * 8)
    Item.objects.filter(version=versions[0]).update(is_correct=None)
    assert counted(versions[0]) == 0
    assert statistic(versions[0]).timed == 0
    assert statistic(versions[1]).n == 1


def test_a_guess_at_a_void_question_is_no_lack_of_effort(exam, versions):
    attempt = sat(exam, versions, [choice("a")] * 8, seconds=[7, 7] + [60] * 6)
    attempt.items.filter(position=1).update(is_correct=None)
    assert counted(versions[5]) == 1


def test_the_key_is_the_corrected_one(exam, versions, carol):
    crowd(exam, versions, size=60)
    correct(versions[0], {"selected": ["b"]}, reason="B is right.", by=carol, now=NOON)
    recompute(as_of=TOMORROW)
    kinds = {each["label"]: each["kind"] for each in statistic(versions[0]).choices}
    assert (kinds["A"], kinds["B"]) == ("option", "key")


def test_a_rapid_guess_is_not_counted_and_the_rest_of_its_attempt_is(exam, versions):
    more = bank(exam, size=12)
    sat(exam, [*versions, *more], [choice("a")] * 20, seconds=[7] + [60] * 19)
    assert counted(versions[1]) == 1
    assert statistic(versions[0]).n == 0
    assert statistic(versions[0]).rapid_share == 1


def test_an_attempt_without_effort_is_not_counted_at_all(exam, versions):
    sat(exam, versions, [choice("a")] * 8, seconds=[7, 7] + [60] * 6)
    assert counted(versions[5]) == 0


def test_without_any_measured_time_nothing_is_a_guess(exam, versions):
    sat(exam, versions, [choice("a")] * 8, seconds=0)
    assert counted(versions[0]) == 1
    assert statistic(versions[0]).timed == 0


def test_blank_before_the_last_answer_is_wrong_and_after_it_nothing(exam, versions):
    sat(exam, versions, [choice("a"), None, choice("a"), *[None] * 5])
    assert [counted(version) for version in versions[:4]] == [1, 1, 1, 0]
    assert statistic(versions[1]).p == 0
    assert statistic(versions[1]).choices[-1]["label"] == "No answer"


def test_an_attempt_left_blank_says_nothing(exam, versions):
    sat(exam, versions, [None] * 8)
    assert counted(versions[0]) == 0


def test_the_threshold_follows_the_usual_time(exam, versions):
    for _ in range(50):
        sat(exam, versions, [choice("a")] * 8, seconds=100)
    sat(exam, versions, [choice("a")] * 8, seconds=[14] + [100] * 7)
    recompute(as_of=TOMORROW)
    found = statistic(versions[0])
    assert (found.median_s, found.rapid_below_s) == (100, 15)
    assert (found.timed, found.n) == (51, 50)


def test_what_passes_through_the_rules_is_counted(alice, bob):
    exam = factories.exam(scored=8, pilot=0)
    for who in (alice, bob):
        factories.finished(of=who, exam=exam, right=5, wrong=2, now=NOON)
    recompute(as_of=TOMORROW)
    assert sum(ItemStatistic.objects.values_list("n", flat=True)) == 14


def test_a_wrong_key_is_found_at_fifty_answers(exam, versions):
    """Everybody who knows better chooses B in the first question."""
    miskeyed = lambda place, right, ability, draw: None if place else ("b" if right else "a")  # noqa: E731
    crowd(exam, versions, size=50, choose=miskeyed)
    recompute(as_of=TOMORROW)
    flag = statistic(versions[0]).flags[0]
    assert flag["rule"] == "check the key"
    assert "High scorers prefer B" in flag["words"]
    assert statistic(versions[0]).rank == 3


def test_a_sound_bank_gets_no_urgent_flag(exam, versions):
    crowd(exam, versions, size=50)
    recompute(as_of=TOMORROW)
    assert not ItemStatistic.objects.filter(rank=3).exists()


def test_what_the_weekly_run_found_is_flagged(exam, versions):
    sat(exam, versions, [choice("a")] * 8)
    Rating.objects.create(
        version=versions[0],
        logit=0,
        variance=1,
        is_anchor=True,
        as_of=NOON,
        rating_u=7000,
        answers=30,
        misfit=-5.0,
        source="panel",
    )
    recompute(as_of=TOMORROW)
    assert [flag["rule"] for flag in statistic(versions[0]).flags] == ["rating far off"]


def test_a_question_on_too_many_forms_is_flagged_from_the_first_on(exam, versions):
    bank(exam, size=32)
    sat(exam, versions[:4], [choice("a")] * 4)
    recompute(as_of=TOMORROW)
    found = statistic(versions[0])
    assert (found.exposure, found.fair_exposure) == (1, 8 / 40)
    assert [flag["rule"] for flag in found.flags] == ["over-exposed"]


def test_old_forms_do_not_expose(exam, versions):
    sat(exam, versions, [choice("a")] * 8, at=NOON - timedelta(days=91))
    recompute(as_of=TOMORROW)
    assert statistic(versions[0]).exposure == 0


def test_it_is_done_once_in_a_day(exam, versions, django_assert_num_queries):
    sat(exam, versions, [choice("a")] * 8, at=NOON - timedelta(days=1))
    assert recompute_if_due(now=NOON) == 8
    with django_assert_num_queries(1):
        assert recompute_if_due(now=NOON + timedelta(hours=11)) == 0
    assert recompute_if_due(now=TOMORROW) == 8


def test_what_nobody_meets_any_more_is_forgotten(exam, versions, dave):
    only = sat(exam, versions, [choice("a")] * 8)
    recompute(as_of=TOMORROW)
    Item.objects.filter(attempt=only).delete()
    assert recompute(as_of=TOMORROW) == 0
    assert not ItemStatistic.objects.exists()


def test_query_count_is_flat(exam, versions, django_assert_num_queries):
    crowd(exam, versions, size=2)
    with CaptureQueriesContext(connection) as first:
        recompute(as_of=TOMORROW)
    assert len(first) < 20
    more = bank(exam, size=12)
    crowd(exam, [*versions, *more], size=10)
    with django_assert_num_queries(len(first)):
        recompute(as_of=TOMORROW)


def test_the_negative_control_counting_rapid_guesses_is_noticed(exam, versions, monkeypatch):
    broken = tallies.ANSWERS.replace(f"AND NOT ({tallies.IS_RAPID})", "")
    assert broken != tallies.ANSWERS
    monkeypatch.setattr(tallies, "ANSWERS", broken)
    more = bank(exam, size=12)
    sat(exam, [*versions, *more], [choice("a")] * 20, seconds=[7] + [60] * 19)
    assert counted(versions[0]) == 1  # the sound statement says 0


def test_moments_are_those_of_the_answers():
    wrong = tallies.Tally(1, 0, None, is_correct=False, n=2, r=-0.4, rr=0.1)
    rows = [wrong, tallies.Tally(1, 4, {}, is_correct=True, n=3, r=0.9, rr=0.3)]
    found = item_analysis.moments_of(rows)
    assert (found.n, found.x, found.xr) == (5, 3, 0.9)
    assert (found.r, found.rr) == (pytest.approx(0.5), pytest.approx(0.4))
