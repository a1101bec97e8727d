from datetime import timedelta

import pytest
from django.http import Http404

from attempts.access import own_attempt_or_404, own_open_attempt_or_404
from attempts.errors import AttemptClosed
from attempts.models import Attempt
from tests import factories
from tests.conftest import NOON


def test_an_attempt_is_nobody_elses(alice, bob):
    attempt = factories.attempt(of=alice, now=NOON)
    with pytest.raises(Http404):
        own_attempt_or_404(bob, attempt.pk, now=NOON)
    assert own_attempt_or_404(alice, attempt.pk, now=NOON) == attempt


def test_an_overdue_attempt_is_met_closed_and_scored(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    met = own_attempt_or_404(alice, attempt.pk, now=NOON + timedelta(hours=2))
    assert (met.is_open, Attempt.objects.scored().count()) == (False, 1)


def test_where_an_open_attempt_is_needed_a_closed_one_is_refused(alice):
    attempt = factories.finished(of=alice, now=NOON)
    with pytest.raises(AttemptClosed):
        own_open_attempt_or_404(alice, attempt.pk, now=NOON)
