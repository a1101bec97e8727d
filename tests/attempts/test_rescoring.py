from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from attempts import lifecycle, rescoring, results
from attempts.errors import TooFewLeft
from attempts.models import Attempt, Item, Result, ResultChange
from questions.correcting import key_in_force, parse_key
from questions.errors import NothingToCorrect
from questions.item_types import ITEM_TYPES
from tests import factories
from tests.conftest import NOON
from tests.faults import oracle

LATER = NOON + timedelta(days=1)
TYPES = ("multiple_choice",)


@pytest.fixture
def exam(db):
    return factories.exam(types=TYPES)


def sat(exam, *, right=0, wrong=0, **options):
    return factories.finished(exam=exam, right=right, wrong=wrong, now=NOON, **options)


def scored_item(attempt, *, correct):
    items = attempt.items.filter(is_scored=True, is_correct=correct)
    return items.select_related("version__question").first()


def given_key(item):
    """What this candidate answered."""
    return Item.objects.get(pk=item.pk).answer


def decide(version, key, by):
    return rescoring.decide(version, key, reason="The limit was raised.", by=by, now=LATER)


def take(*, limit=100):
    return sum(
        rescoring.rescore(attempt, correction, now=LATER)
        for attempt, correction in rescoring.due(limit=limit)
    )


def result_of(attempt):
    return Result.objects.get(attempt=attempt)


def as_the_oracle_says(attempt):
    """The stored result against the independent reckoning."""
    attempt = Attempt.objects.select_related("result").get(pk=attempt.pk)
    taken = set(attempt.result_changes.values_list("correction", flat=True))
    expected = oracle.score(attempt, list(attempt.items.select_related("version")), taken)
    return {name: getattr(attempt.result, name) for name in expected} == expected


def test_a_right_answer_that_was_wrong_by_the_old_key_raises_the_score(exam, carol):
    attempt = sat(exam, right=4, wrong=4)
    item, before = scored_item(attempt, correct=False), result_of(attempt)
    decide(item.version, given_key(item), carol)
    assert take() == 1
    after = result_of(attempt)
    assert (after.raw, after.scored, after.cut_u) == (before.raw + 1, 6, before.cut_u)
    assert after.scaled > before.scaled
    assert Item.objects.get(pk=item.pk).is_correct
    assert as_the_oracle_says(attempt)


def test_a_voided_question_leaves_raw_cut_and_domain(exam, carol):
    attempt = sat(exam, right=4, wrong=4)
    item, before = scored_item(attempt, correct=True), result_of(attempt)
    decide(item.version, None, carol)
    take()
    after = result_of(attempt)
    assert (after.raw, after.scored) == (before.raw - 1, before.scored - 1)
    assert after.cut_u == before.cut_u - item.rating_u
    assert Item.objects.get(pk=item.pk).is_correct is None
    number = item.task.domain.number
    rows = {row["number"]: row for row in after.domains}
    assert sum(row["scored"] for row in after.domains) == after.scored
    assert rows[number]["scored"] == 2
    assert as_the_oracle_says(attempt)


def test_what_was_before_is_kept(exam, carol, alice):
    attempt = sat(exam, right=4, wrong=4, of=alice)
    item, before = scored_item(attempt, correct=False), result_of(attempt)
    made = decide(item.version, given_key(item), carol)
    take()
    change, after = ResultChange.objects.get(), result_of(attempt)
    assert change.before == results.snapshot(before)
    assert (change.scaled_before, change.scaled_after) == (before.scaled, after.scaled)
    assert (change.passed_before, change.passed_after) == (before.passed, after.passed)
    event = attempt.events.get(kind="rescored")
    assert (event.actor, event.detail["correction"]) == (carol, made.pk)
    assert event.detail["scaled"] == [before.scaled, after.scaled]


def test_taking_it_again_changes_nothing(exam, carol):
    attempt = sat(exam, right=4, wrong=4)
    made = decide(scored_item(attempt, correct=True).version, None, carol)
    assert rescoring.rescore(attempt, made, now=LATER)
    before = list(Result.objects.values())
    assert not rescoring.rescore(attempt, made, now=LATER)
    assert (list(Result.objects.values()), ResultChange.objects.count()) == (before, 1)
    assert rescoring.due(limit=9) == []


def test_a_fault_in_the_middle_leaves_the_attempt_as_it_was(exam, carol, monkeypatch):
    attempt = sat(exam, right=4, wrong=4)
    decide(scored_item(attempt, correct=True).version, None, carol)
    before = list(Result.objects.values()), list(Item.objects.values())
    with monkeypatch.context() as patched:
        patched.setattr(results, "_note", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            take()
    assert (list(Result.objects.values()), list(Item.objects.values())) == before
    assert take() == 1


def test_half_of_the_work_can_be_done_first(exam, carol):
    attempts = [sat(exam, right=4) for _ in range(4)]
    made = decide(scored_item(attempts[0], correct=True).version, None, carol)
    assert take(limit=2) == 2
    progress = rescoring.progress(made)
    assert (progress.done, progress.waiting, progress.is_over) == (2, 2, False)
    assert take() == 2
    assert rescoring.progress(made).is_over


def test_an_attempt_that_runs_is_scored_by_the_corrected_key_at_its_end(exam, carol, alice):
    attempt = factories.attempt(of=alice, exam=exam, now=NOON)
    for item in attempt.items.select_related("version"):
        factories.give(item, factories.wrong_answer(item), now=NOON)
    item = attempt.items.filter(is_scored=True).select_related("version__question")[0]
    made = decide(item.version, given_key(item), carol)
    assert rescoring.due(limit=9) == []
    lifecycle.submit(attempt, by=alice, now=NOON)
    assert result_of(attempt).raw == 1
    change = ResultChange.objects.get()
    assert (change.correction, change.before, change.scaled_before) == (made, None, None)
    assert not attempt.events.filter(kind="rescored").exists()
    assert rescoring.due(limit=9) == []
    assert as_the_oracle_says(attempt)


def test_a_second_correction_supersedes_the_first(exam, carol):
    attempt = sat(exam, right=4, wrong=4)
    item, before = scored_item(attempt, correct=True), result_of(attempt)
    decide(item.version, None, carol)
    take()
    decide(item.version, ITEM_TYPES[item.version.type].key(item.version.body), carol)
    assert take() == 1
    after = result_of(attempt)
    assert (after.raw, after.cut_u, after.scaled) == (before.raw, before.cut_u, before.scaled)
    assert as_the_oracle_says(attempt)


def test_one_that_was_superseded_before_it_was_taken_is_never_taken(exam, carol):
    item = scored_item(sat(exam, right=4, wrong=4), correct=True)
    first = decide(item.version, None, carol)
    last = decide(item.version, parse_key(item.version, {"selected": ["C"]}), carol)
    take()
    assert [each.correction for each in ResultChange.objects.all()] == [last] != [first]


def test_two_corrections_are_told_apart(exam, carol):
    attempt = sat(exam, right=8)
    one, other = attempt.items.filter(is_scored=True).select_related("version__question")[:2]
    before = result_of(attempt).scaled
    for item in (one, other):
        decide(item.version, parse_key(item.version, {"selected": ["C"]}), carol)
    take()
    first, second = ResultChange.objects.all()
    assert before == first.scaled_before > first.scaled_after
    assert first.scaled_after == second.scaled_before > second.scaled_after
    assert second.scaled_after == result_of(attempt).scaled
    assert as_the_oracle_says(attempt)


def test_a_voided_attempt_is_left_alone(exam, carol, dave):
    attempt = sat(exam, right=4)
    made = decide(scored_item(attempt, correct=True).version, None, carol)
    lifecycle.void(attempt, by=dave, now=LATER)
    assert rescoring.due(limit=9) == []
    assert not rescoring.rescore(attempt, made, now=LATER)


def test_an_attempt_with_the_question_as_a_pilot_keeps_its_score(exam, carol):
    attempt = sat(exam, right=8)
    pilot = attempt.items.filter(is_scored=False).select_related("version__question")[0]
    before = result_of(attempt).scaled
    assert rescoring.forecast(pilot.version, None).same == 1
    decide(pilot.version, None, carol)
    take()
    assert result_of(attempt).scaled == before


@pytest.mark.parametrize("is_void", [True, False])
def test_the_forecast_is_what_comes_true_and_writes_nothing(exam, carol, is_void):
    attempts = [sat(exam, right=right, wrong=8 - right) for right in (0, 3, 5, 6, 8)]
    item = scored_item(attempts[0], correct=False)
    key = None if is_void else given_key(item)
    before = list(Result.objects.values())
    effect = rescoring.forecast(item.version, key)
    assert list(Result.objects.values()) == before
    made = decide(item.version, key, carol)
    assert take() == effect.attempts == 5
    assert rescoring.progress(made).effect == effect
    assert all(as_the_oracle_says(each) for each in attempts)


def test_an_effect_counts_rises_falls_and_verdicts():
    shifts = [
        rescoring.Shift(700, 730, passed_before=False, passed_after=True),
        rescoring.Shift(730, 700, passed_before=True, passed_after=False),
        rescoring.Shift(500, 480, passed_before=False, passed_after=False),
        rescoring.Shift(800, 800, passed_before=True, passed_after=True),
    ]
    effect = rescoring.Effect.of(shifts)
    assert (effect.attempts, effect.rise, effect.fall, effect.same) == (4, 1, 2, 1)
    assert (effect.to_pass, effect.to_fail, effect.worst) == (1, 1, (730, 700))


def test_a_version_that_nobody_was_asked_is_not_corrected(exam, carol):
    version = factories.question(*exam.domains.get(number=1).tasks.all()[:1])
    with pytest.raises(NothingToCorrect, match="Nobody was asked"):
        decide(version, None, carol)
    assert key_in_force(version) is not None


def test_an_attempt_must_keep_enough_questions_for_a_score(carol):
    attempt = sat(factories.exam(types=TYPES, scored=2, pilot=0, tasks_each=1), right=2)
    version = attempt.items.select_related("version__question")[0].version
    with pytest.raises(TooFewLeft, match="Without this question 1 attempts"):
        rescoring.forecast(version, None)
    with pytest.raises(TooFewLeft):
        decide(version, None, carol)
    assert not version.corrections.exists()


def test_the_replay_knows_corrections(exam, carol):
    attempt = sat(exam, right=4, wrong=4)
    decide(scored_item(attempt, correct=True).version, None, carol)
    call_command("replay_events", "--verify", stdout=StringIO())  # not taken yet: still sound
    take()
    call_command("replay_events", "--verify", stdout=StringIO())
    before = list(Result.objects.values())
    call_command("replay_events", stdout=StringIO())
    assert list(Result.objects.values()) == before
    assert ResultChange.objects.count() == 1


@pytest.mark.parametrize("count", [2, 12])
def test_query_count_is_flat(exam, carol, count, django_assert_num_queries):
    attempts = [sat(exam, right=4) for _ in range(count)]
    version = scored_item(attempts[0], correct=True).version
    with django_assert_num_queries(7):
        rescoring.forecast(version, None)
    made = decide(version, None, carol)
    with django_assert_num_queries(3):
        assert len(rescoring.due(limit=100)) == count
    with django_assert_num_queries(2):
        rescoring.progress(made)
