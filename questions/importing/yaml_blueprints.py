"""One blueprint per file: an exam with its domains and tasks."""

from pathlib import Path
from typing import Any

from questions.importing.entries import DomainEntry, ExamEntry, Place, TaskEntry
from questions.importing.fields import Fields, FileFault
from questions.importing.marked_yaml import Record
from questions.models import ExamStatus, ItemType

ITEM_TYPES = {*ItemType.values, "case_study"}


def read_blueprint(document: Any, path: Path, faults: list[FileFault]) -> ExamEntry | None:
    if not isinstance(document, Record):
        faults.append(FileFault(str(path), 1, "", "Give the fields of one exam, from code: on."))
        return None
    fields = Fields(document, path, faults, name=str(document.get("code", "")))
    code = fields.text("code", most=20)
    columns = _columns(fields)
    records = fields.records("domains", most=10)
    domains = tuple(_domain(each, path, faults, code=code) for each in records)
    if domains and sum(domain.weight for domain in domains) != 100:
        fields.fault("domains", "The weights do not add up to 100.")
    if unknown := [each for each in columns["item_types"] if each not in ITEM_TYPES]:
        fields.fault("item_types", f"{unknown[0]!r} is not known.")
    _numbered_once(fields, [str(domain.number) for domain in domains])
    _numbered_once(fields, [task.number for domain in domains for task in domain.tasks])
    fields.done()
    return ExamEntry(code, Place(path, document.line), columns, domains)


def _columns(fields: Fields) -> dict[str, Any]:
    return {
        "title": fields.text("title", most=200),
        "status": fields.choice("status", ExamStatus.values),
        "status_note": fields.text("status_note", most=300, needed=False),
        "minutes": fields.whole("minutes", least=1, most=600),
        "scored_count": fields.whole("scored_count", least=2, most=300),
        "pilot_count": fields.whole("pilot_count", least=0, most=100),
        "pass_mark": fields.whole("pass_mark", least=101, most=999),
        "item_types": fields.texts("item_types"),
        "languages": fields.texts("languages"),
        "price_usd": fields.whole("price_usd", least=0, most=10_000),
        "validity_years": fields.whole("validity_years", least=1, most=50),
        "delivery": fields.text("delivery", most=200),
        "valid_from": fields.day("valid_from", needed=False),
        "valid_until": fields.day("valid_until", needed=False),
        "source": fields.text("source", most=200),
        "checked_on": fields.day("checked_on"),
        "offers_mock_exam": fields.flag("offers_mock_exam"),
        "form_mix": _form_mix(fields),
    }


def _form_mix(fields: Fields) -> dict[str, list[int]]:
    """Item type, or case_study -> least and most on one form."""
    mix = dict(fields.record_of("form_mix", needed=False))
    for kind, bounds in mix.items():
        ordered = isinstance(bounds, list) and all(type(each) is int for each in bounds)
        if kind not in ITEM_TYPES or not ordered or len(bounds) != 2 or bounds[0] > bounds[1]:
            fields.fault("form_mix", f"{kind}: give the least and the most, say {kind}: [2, 3].")
    return mix


def _domain(record: Record, path: Path, faults: list[FileFault], *, code: str) -> DomainEntry:
    fields = Fields(record, path, faults, name=code)
    number = fields.whole("number", least=1, most=10)
    tasks = tuple(
        _task(each, path, faults, code=code)
        for each in fields.records("tasks", most=20, needed=False)
    )
    domain = DomainEntry(
        number=number,
        title=fields.text("title", most=200),
        weight=fields.whole("weight", least=0, most=100),
        tasks=tasks,
    )
    if strays := [task.number for task in tasks if task.number.partition(".")[0] != str(number)]:
        fields.fault("tasks", f"Task {strays[0]} is not of domain {number}.")
    fields.done()
    return domain


def _task(record: Record, path: Path, faults: list[FileFault], *, code: str) -> TaskEntry:
    fields = Fields(record, path, faults, name=code)
    quota = fields.whole("per_hundred", least=0, most=100) if "per_hundred" in record else None
    task = TaskEntry(fields.text("number", most=5), fields.text("title", most=200), quota)
    fields.done()
    return task


def _numbered_once(fields: Fields, numbers: list[str]) -> None:
    for number in {each for each in numbers if numbers.count(each) > 1}:
        fields.fault("domains", f"{number} is there twice.")
