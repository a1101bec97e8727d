"""F01 in the browser: how long an answer is only in somebody's hands."""

from collections import defaultdict

import pytest

from tests.e2e.room import expect_saved, go_to, open_question, save
from tests.faults.browser.listening import measure
from tests.faults.room import percentile
from tests.faults.sizes import ONLY_IN_FULL, size, within

pytestmark = [pytest.mark.e2e, ONLY_IN_FULL]

SAFE_MS, ACKNOWLEDGED_MS, ACKNOWLEDGED_P99_MS = 50, 300, 1000


def measured(enter, attempt, choices, *, number: int) -> dict[str, list[float]]:
    """One answer after the other, each acknowledged before the next; in milliseconds."""
    waits: dict[str, list[float]] = defaultdict(list)
    context = enter()
    measure(context, waits)
    page = open_question(context, attempt, choices[0].position)
    for count in range(number):
        item = choices[count % len(choices)]
        go_to(page, item.position)
        letter = "ABCD"[(count // len(choices)) % 4]
        save(page, item, {"selected": [letter]})
    expect_saved(page)
    return waits


def test_f01_a_click_is_safe_at_once_and_soon_acknowledged(enter, room, attempt, choices):
    waits = measured(enter, attempt, choices, number=size(24, 240))
    for name, shares in (("safe", (0.5, 0.99)), ("acknowledged", (0.5, 0.95, 0.99))):
        told = ", ".join(f"p{100 * s:.0f} {percentile(waits[name], s):.0f} ms" for s in shares)
        room.tally.notes.append(f"click to {name} {told}")
        assert len(waits[name]) == size(24, 240)
    room.reckon()
    assert percentile(waits["safe"], 0.99) <= 1000 * within(SAFE_MS / 1000)
    assert percentile(waits["acknowledged"], 0.95) <= 1000 * within(ACKNOWLEDGED_MS / 1000)
    assert percentile(waits["acknowledged"], 0.99) <= 1000 * within(ACKNOWLEDGED_P99_MS / 1000)


@pytest.mark.parametrize("spoiled", ["slow_device"])
def test_f01_control_a_device_that_takes_its_time(enter, attempt, choices, spoiled):
    waits = measured(enter, attempt, choices, number=10)
    assert min(waits["safe"]) > SAFE_MS
