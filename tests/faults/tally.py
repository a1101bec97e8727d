"""One line of the campaign's table."""

from dataclasses import asdict, dataclass, field
from typing import Any

HEADINGS = ("scenario", "database", "operations", "acknowledged", "lost", "seconds", "notes")


@dataclass
class Tally:
    """`operations` counts requests (or what a scenario says), `lost` acknowledged but not kept."""

    scenario: str
    database: str
    is_control: bool = False
    operations: int = 0
    acknowledged: int = 0
    lost: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def as_property(self) -> dict[str, Any]:
        return asdict(self)


def table(rows: list[dict[str, Any]]) -> list[str]:
    """The rows as text, and how much was lost outside the negative controls."""
    ordered = sorted(rows, key=lambda row: (row["scenario"], row["is_control"], row["database"]))
    lines = [HEADINGS, *map(_cells, ordered)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    ]
    real = [row for row in rows if not row["is_control"]]
    return [each.rstrip() for each in text] + ["", _in_all(real)]


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    name = row["scenario"] + (" (control: must fail)" if row["is_control"] else "")
    counts = (str(row[each]) for each in ("operations", "acknowledged", "lost"))
    return name, row["database"], *counts, f"{row['seconds']:.1f}", "; ".join(row["notes"])


def _in_all(rows: list[dict[str, Any]]) -> str:
    def total(name: str) -> int:
        return sum(row[name] for row in rows)

    return (
        f"Without the controls: {total('operations')} operations, "
        f"{total('acknowledged')} answers acknowledged, {total('lost')} lost."
    )
