import pytest

from attempts import lifecycle
from attempts.errors import AttemptClosed, AttemptOpen
from attempts.models import Result
from reports.access import result_of
from tests import factories
from tests.conftest import NOON


def test_a_finished_attempt_has_its_result(alice):
    attempt = factories.finished(of=alice, right=3, now=NOON)
    assert result_of(attempt, now=NOON) == attempt.result


def test_a_result_lost_in_a_crash_is_recorded_on_sight(alice):
    attempt = factories.finished(of=alice, right=3, now=NOON)
    scaled = attempt.result.scaled
    Result.objects.all().delete()
    assert result_of(attempt, now=NOON).scaled == scaled


def test_a_running_attempt_is_refused(alice):
    with pytest.raises(AttemptOpen):
        result_of(factories.attempt(of=alice), now=NOON)


def test_a_voided_attempt_is_refused(alice, dave):
    attempt = factories.finished(of=alice, now=NOON)
    lifecycle.void(attempt, by=dave, now=NOON)
    with pytest.raises(AttemptClosed, match="voided"):
        result_of(attempt, now=NOON)
