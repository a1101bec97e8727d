import pytest
from django.db import IntegrityError, transaction

from attempts import lifecycle
from reports import weakness
from reports.models import PassIntercept, RealResult, Report, awaiting_report
from tests import factories
from tests.conftest import NOON


def test_a_scored_attempt_awaits_its_report_until_it_has_one(alice):
    attempt = factories.finished(of=alice, right=3, now=NOON)
    assert list(awaiting_report()) == [attempt]
    weakness.write(attempt, now=NOON)
    assert not awaiting_report().exists()


def test_a_running_attempt_awaits_nothing(alice):
    factories.attempt(of=alice)
    assert not awaiting_report().exists()


def test_an_attempt_without_a_result_is_not_ready_for_a_report(alice):
    attempt = factories.finished(of=alice, now=NOON)
    attempt.result.delete()
    assert not awaiting_report().exists()


def test_a_voided_attempt_awaits_nothing(alice, dave):
    attempt = factories.finished(of=alice, now=NOON)
    lifecycle.void(attempt, by=dave, now=NOON)
    assert not awaiting_report().exists()


def test_an_attempt_has_one_report_at_most(alice):
    attempt = factories.finished(of=alice, now=NOON)
    weakness.write(attempt, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(attempt=attempt, computed_at=NOON)


def test_a_day_has_one_real_result_and_one_intercept_at_most(alice):
    exam, day = factories.blueprint(), NOON.date()
    for row in (
        RealResult(candidate=alice, exam=exam, taken_on=day, passed=True, reported_at=NOON),
        PassIntercept(exam=exam, a=0.1, n=1, as_of=day),
    ):
        row.save()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
