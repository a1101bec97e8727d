from datetime import timedelta

import pytest

from accounts.models import AuditEntry, ExtraTime
from attempts import lifecycle
from attempts.accommodations import grant
from tests import factories
from tests.conftest import NOON

MINUTE = timedelta(minutes=1)


def give(alice, carol, extra_time=ExtraTime.TIMES_1_5, *, now=NOON):
    return grant(alice, extra_time, reason="Letter of 1 March", by=carol, now=now)


def test_it_applies_when_an_exam_starts(alice, carol):
    give(alice, carol)
    attempt = factories.attempt(of=alice, now=NOON)
    assert (attempt.extra_time, attempt.deadline) == ("times_1_5", NOON + 90 * MINUTE)


def test_a_running_attempt_gets_longer_at_once_and_it_is_logged(alice, carol):
    attempt = factories.attempt(of=alice, now=NOON)
    give(alice, carol, now=NOON + 50 * MINUTE)
    attempt.refresh_from_db()
    assert attempt.deadline == NOON + 90 * MINUTE
    event = attempt.events.get(kind="extended")
    assert (event.actor, event.detail["reason"]) == (carol, "Letter of 1 March")


def test_it_is_audited_without_its_reason(alice, carol):
    give(alice, carol)
    entry = AuditEntry.objects.get(event="accommodation_granted")
    assert (entry.actor_id, entry.subject_id) == (carol.pk, alice.pk)
    assert entry.detail == {"extra_time": "times_1_5"}


def test_a_running_attempt_never_loses_time(alice, carol):
    give(alice, carol, ExtraTime.TIMES_2)
    attempt = factories.attempt(of=alice, now=NOON)
    give(alice, carol, ExtraTime.NONE)
    attempt.refresh_from_db()
    assert attempt.deadline == NOON + 120 * MINUTE


def test_what_is_over_is_not_reopened(alice, carol):
    attempt = factories.attempt(of=alice, now=NOON)
    give(alice, carol, now=NOON + 61 * MINUTE)
    attempt.refresh_from_db()
    assert (attempt.is_open, attempt.deadline) == (False, NOON + 60 * MINUTE)


def test_in_practice_the_own_choice_comes_first(alice, carol):
    give(alice, carol)
    attempt = factories.attempt(of=alice, mode="practice", extra_time="times_2", now=NOON)
    assert attempt.deadline == NOON + 120 * MINUTE


@pytest.mark.parametrize("pause", [5, 50])
def test_paused_time_and_extra_time_add_up(alice, carol, pause):
    attempt = factories.attempt(of=alice, mode="practice", now=NOON)
    lifecycle.pause(attempt, by=alice, now=NOON + 10 * MINUTE)
    lifecycle.resume(attempt, by=alice, now=NOON + (10 + pause) * MINUTE)
    give(alice, carol, now=NOON + (10 + pause) * MINUTE)
    attempt.refresh_from_db()
    assert attempt.deadline == NOON + (90 + pause) * MINUTE


PAGE = "/accommodations/"


def test_accommodations_are_the_instructors(as_alice, as_carol, alice):
    assert as_alice.get(PAGE).status_code == 403
    data = {"email": "Alice@example.org", "extra_time": "times_2", "reason": "Letter"}
    assert as_carol.post(PAGE, data).status_code == 302
    assert "Double time" in as_carol.get(PAGE).text
    assert factories.attempt(of=alice).extra_time == "times_2"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "nobody@example.org"}, "Nobody has an account"),
        ({"extra_time": "times_9"}, "times_9"),
        ({"reason": ""}, "required"),
    ],
)
def test_a_faulty_accommodation_is_refused_in_words(as_carol, alice, change, words):
    data = {"email": alice.email, "extra_time": "times_2", "reason": "Letter"} | change
    page = as_carol.post(PAGE, data)
    assert (page.status_code, words in page.text) == (422, True)
