"""An attempt as a table for a spreadsheet: one row for each question."""

import csv
from collections.abc import Mapping
from io import StringIO

from attempts.models import Attempt, Item
from reports.habits import changes
from reports.outcomes import OUTCOMES, outcome

COLUMNS = (
    *("Question", "Domain", "Task", "About", "Counts", "Met before"),
    *("Outcome", "Seconds", "How sure", "Changed", "Flagged"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")  # what a spreadsheet would run
MARK = "\ufeff"  # tells a spreadsheet that this is UTF-8


def csv_of(attempt: Attempt) -> str:
    """Of a scored attempt, in RFC 4180 form, with a byte order mark."""
    items = list(
        attempt.items.select_related("task__domain", "version").defer(
            "version__body", "version__rendered", "version__stem"
        )
    )
    changed = {
        position: change.label
        for change in changes(attempt, items)
        for position in change.positions
    }
    sheet = StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    writer.writerows([_row(item, changed) for item in items])
    return MARK + sheet.getvalue()


def _row(item: Item, changed: Mapping[int, str]) -> list[object]:
    return [
        item.position,
        item.task.domain.number,
        item.task.number,
        plain(item.version.gist),
        _yes(item.is_scored and item.is_correct is not None),
        _yes(not item.is_new),
        OUTCOMES[outcome(item)],
        item.seconds,
        item.get_sure_display(),
        changed.get(item.position, ""),
        _yes(item.flagged),
    ]


def plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _yes(fact: bool) -> str:  # noqa: FBT001 it is the value, not a switch
    return "yes" if fact else "no"
