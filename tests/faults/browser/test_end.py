"""F42: what stayed on the device until after the end is stored, told and not scored."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from attempts import lifecycle
from attempts.models import AnswerEvent, Result
from tests import factories
from tests.e2e.clocks import leave
from tests.e2e.room import choose, expect_nothing_kept, expect_waiting, go_to, open_question, save
from tests.faults.invariants import InvariantBroken
from tests.faults.sizes import ONLY_IN_FULL

pytestmark = pytest.mark.e2e


def delivered_late(enter, wire, attempt, choices):
    """One answer in time, one kept on the device; ten minutes after the end the site is back."""
    context = enter()
    page = open_question(context, attempt, choices[0].position, wire.site)
    save(page, choices[0])
    go_to(page, choices[1].position)
    wire.cut()
    choose(page, choices[1])
    expect_waiting(page, 1)
    page.close()
    leave(attempt, minutes=-10)
    lifecycle.settle_overdue(now=now())
    before = Result.objects.get(attempt=attempt)
    wire.mend()
    page = context.new_page()
    page.goto(wire.site + reverse("attempts:home"))
    expect_nothing_kept(page)
    return page, before


def test_f42_an_answer_kept_on_the_device_arrives_late_and_does_not_count(
    enter, wire, room, attempt, choices
):
    page, before = delivered_late(enter, wire, attempt, choices)
    late = AnswerEvent.objects.get(attempt=attempt, outcome="late")
    assert late.item.position == choices[1].position
    assert factories.stored(choices[1]) is None
    after = Result.objects.get(attempt=attempt)
    assert (after.pk, after.scored_at, after.scaled) == (before.pk, before.scored_at, before.scaled)
    page.goto(reverse("reports:report", args=[attempt.pk]))
    expect(page.get_by_text("1 answer arrived after time")).to_be_visible()
    room.reckon()


@ONLY_IN_FULL
@pytest.mark.parametrize("spoiled", ["takes_late_answers"])
def test_f42_control_a_door_that_stays_open(enter, wire, room, attempt, choices, spoiled):
    delivered_late(enter, wire, attempt, choices)
    with pytest.raises(InvariantBroken, match="I3"):
        room.reckon()
