from datetime import timedelta

import pytest

from attempts import lifecycle, rescoring
from attempts.models import ResultChange
from questions.correcting import parse_key
from reports import cascade, errata
from tests import factories
from tests.conftest import NOON

TYPES = ("multiple_choice",)
REASON = "The limit was raised."


@pytest.fixture
def exam(db):
    return factories.exam(code="EX", types=TYPES)


def correct(attempt, by, *, letter="C", position=1):
    """That letter is right instead of A; without one, nothing is."""
    version = attempt.items.select_related("version__question").get(position=position).version
    key = parse_key(version, {"selected": [letter]}) if letter else None
    made = rescoring.decide(version, key, reason=REASON, by=by, now=NOON)
    cascade.rescore_some(now=NOON)
    return made


def scored_position(attempt):
    return attempt.items.filter(is_scored=True)[0].position


def words(attempt):
    return [each.words for each in errata.notices(attempt)]


def test_a_candidate_is_told_what_became_of_the_score(exam, alice, carol):
    attempt = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    position = scored_position(attempt)
    correct(attempt, carol, position=position)
    (notice,) = errata.notices(attempt)
    change = ResultChange.objects.get()
    assert notice.words == (
        f"A question of this attempt was corrected: your 1000 became {change.scaled_after}."
    )
    assert (notice.reason, notice.position) == (REASON, position)


def test_a_verdict_that_turned_is_told_too(exam, alice, carol):
    attempt = factories.finished(of=alice, exam=exam, right=0, wrong=0, now=NOON)
    change = ResultChange(attempt=attempt, correction=correct(attempt, carol), scaled_before=726)
    change.scaled_after, change.passed_before, change.passed_after = 712, True, False
    assert errata._words(change).endswith("your 726 became 712, no longer a pass.")
    change.scaled_before, change.scaled_after = 712, 726
    change.passed_before, change.passed_after = False, True
    assert errata._words(change).endswith("your 712 became 726, a pass.")


def test_a_voided_question_is_called_so_and_a_score_that_stays_too(exam, alice, carol):
    attempt = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    correct(attempt, carol, letter="", position=scored_position(attempt))
    assert words(attempt) == [
        "A question of this attempt was voided and counts for nobody: your score is still 1000."
    ]


def test_a_score_that_was_made_afterwards_became_nothing_else(exam, alice, carol):
    attempt = factories.attempt(of=alice, exam=exam, now=NOON)
    correct(attempt, carol)
    lifecycle.submit(attempt, by=alice, now=NOON)
    assert words(attempt) == [
        "A question of this attempt was corrected, before this score was made."
    ]


def test_the_list_says_how_many_attempts_and_scores(exam, alice, bob, carol):
    attempts = [factories.finished(of=who, exam=exam, right=8, now=NOON) for who in (alice, bob)]
    correct(attempts[0], carol, position=scored_position(attempts[0]))
    (row,) = errata.errata(alice)
    changed = ResultChange.objects.that_count().count()
    assert (row.exams, row.reason, row.attempts, row.changed) == (("EX",), REASON, 2, changed)
    assert changed


def test_who_is_being_asked_the_question_does_not_read_why(exam, alice, bob, carol):
    attempt = factories.finished(of=bob, exam=exam, right=8, now=NOON)
    running = factories.attempt(of=alice, exam=exam, now=NOON)
    correct(attempt, carol)
    assert [row.reason for row in errata.errata(alice)] == [""]
    assert [row.reason for row in errata.errata(bob)] == [REASON]
    lifecycle.submit(running, by=alice, now=NOON + timedelta(minutes=1))
    assert [row.reason for row in errata.errata(alice)] == [REASON]


@pytest.mark.parametrize("times", [1, 6])
def test_query_count_is_flat(exam, alice, carol, times, django_assert_num_queries):
    attempt = factories.finished(of=alice, exam=exam, right=8, now=NOON)
    for position in range(1, times + 1):
        correct(attempt, carol, position=position)
    with django_assert_num_queries(7):
        errata.errata(alice)
    with django_assert_num_queries(2):
        errata.notices(attempt)
