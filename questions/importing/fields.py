"""Taking fields out of a record, one by one, and saying everything that is wrong with them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from questions.importing.marked_yaml import Record


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    """Something wrong in a file: where, which entry, which field, and what to do."""

    path: str
    line: int
    entry: str
    message: str

    def __str__(self) -> str:
        entry = f"{self.entry}: " if self.entry else ""
        return f"{self.path}:{self.line}: {entry}{self.message}"


class Fields:
    """The fields of one record. Every problem becomes a fault; what is wrong reads as empty.

    `name` says which entry it is in the faults. Fields that nobody asked for are faults too.
    """

    def __init__(self, record: Record, path: Path, faults: list[FileFault], *, name: str) -> None:
        self.record, self.path, self.faults, self.name = record, path, faults, name
        self.asked: set[str] = set()

    def fault(self, field: str, message: str) -> None:
        line = self.record.line_of(field)
        self.faults.append(FileFault(str(self.path), line, self.name, f"{field}: {message}"))

    def text(self, field: str, *, most: int, needed: bool = True) -> str:
        value = self._value(field, needed=needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(field, f"Give a text; {value!r} is none. Quote it if it is meant so.")
            return ""
        if needed and not value.strip():
            self.fault(field, "Write something.")
        if len(value) > most:
            self.fault(field, f"At most {most} characters; it has {len(value)}.")
        return value.strip()

    def whole(self, field: str, *, least: int, most: int) -> int:
        value = self._value(field)
        if type(value) is int and least <= value <= most:
            return value
        if value is not None:
            self.fault(field, f"Give a whole number from {least} to {most}, not {value!r}.")
        return least

    def share(self, field: str, *, needed: bool = True) -> int | None:
        """A probability between 0 and 1, in 1/10000."""
        value = self._value(field, needed=needed)
        if type(value) is float and 0.0001 <= value <= 0.9999:
            return round(value * 10_000)
        if value is not None:
            self.fault(field, f"Give a share between 0 and 1 such as 0.65, not {value!r}.")
        return None

    def flag(self, field: str) -> bool:
        value = self._value(field)
        if not isinstance(value, bool | None):
            self.fault(field, "Say true or false.")
        return value is True

    def choice(self, field: str, known: Collection[str]) -> str:
        value = self.text(field, most=100)
        if value and value not in known:
            self.fault(field, f"{value!r} is not known. Use one of: {', '.join(known)}.")
        return value

    def day(self, field: str, *, needed: bool = True) -> date | None:
        value = self._value(field, needed=needed)
        try:
            return None if value is None else date.fromisoformat(str(value))
        except ValueError:
            self.fault(field, f"Give a day such as 2026-11-20, not {value!r}.")
            return None

    def texts(self, field: str, *, most: int = 20) -> list[str]:
        return self._list(field, most, self._is_text, "texts")

    def records(self, field: str, *, most: int, needed: bool = True) -> list[Record]:
        return self._list(field, most, self._is_record, "entries", needed=needed)

    def record_of(self, field: str, *, needed: bool = True) -> Record:
        value = self._value(field, needed=needed)
        if not isinstance(value, Record | None):
            self.fault(field, "Give fields with values, say {name: value}.")
        return value if isinstance(value, Record) else Record(line=self.record.line_of(field))

    def done(self) -> None:
        """Everything that may stand here has been asked for."""
        for field in self.record:
            if field not in self.asked:
                self.fault(field, "There is no such field here. Remove it, or check its name.")

    def _value(self, field: str, *, needed: bool = True) -> Any:
        self.asked.add(field)
        value = self.record.get(field)
        if value is None and needed:
            self.fault(field, "Is missing.")
        return value

    def _list(
        self, field: str, most: int, test: Callable[[Any], bool], what: str, *, needed: bool = False
    ) -> list[Any]:
        value = self._value(field, needed=needed)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most or not all(map(test, value)):
            self.fault(field, f"Give a list of at most {most} {what}.")
            return []
        return value

    @staticmethod
    def _is_text(value: Any) -> bool:
        return isinstance(value, str) and 0 < len(value) <= 200

    @staticmethod
    def _is_record(value: Any) -> bool:
        return isinstance(value, Record)
