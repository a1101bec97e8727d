from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from reports import outbox, weakness
from reports.models import Report
from tests import factories


@pytest.fixture
def attempt(alice):
    return factories.finished(of=alice, right=3)


def write(**options: bool) -> str:
    out = StringIO()
    call_command("write_reports", stdout=out, **options)
    return out.getvalue()


def test_missing_reports_are_written(attempt):
    assert write().startswith("1 written, 0 to be tried again.")
    assert Report.objects.get().attempt == attempt


def test_what_was_given_up_is_told_and_written_when_asked_for(attempt, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(weakness, "draft", lambda attempt, *, now: 1 / 0)
        for hours in range(3):
            outbox.deliver_missing(now=now() + timedelta(hours=hours))
    told = write()
    assert "0 written" in told
    assert f"{attempt.pk}: ZeroDivisionError" in told
    assert write(again=True) == "1 written, 0 to be tried again.\n"
