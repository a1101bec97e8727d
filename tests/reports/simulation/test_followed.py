import pytest

from attempts.models import Attempt
from reports import weakness
from tests.conftest import NOON


def test_the_mass_is_told_what_its_reports_would_say(small):
    told = small.round(1).told
    assert told.low.shape == told.high.shape == told.label.shape == (4, 4)
    for place, seat in enumerate(small.seats):
        report = weakness.draft(Attempt.objects.get(candidate=seat.user), now=NOON)
        rows = sorted(report.domains, key=lambda row: row["number"])
        assert [row["low"] for row in rows] == told.low[place].tolist()
        assert [row["label"] for row in rows] == told.label[place].tolist()


def test_only_attempts_so_far_count(small):
    small.round(1)
    users = [seat.user for seat in small.seats]
    before = small.followed.told(users, up_to=1)
    small.round(2)
    assert small.followed.told(users, up_to=1).chance == pytest.approx(before.chance)
    assert small.followed.told(users, up_to=2).chance.tolist() != before.chance.tolist()


def test_the_cost_of_an_attempt_is_kept(small):
    small.round(1)
    assert len(small.followed.update_ms) == 4
