"""Our own format: lists of questions and of case studies."""

from datetime import date
from pathlib import Path
from typing import Any

from questions.content import Content
from questions.importing.entries import CaseStudyEntry, Place, QuestionEntry, day_text
from questions.importing.fields import Fields, FileFault
from questions.importing.marked_yaml import Record
from questions.models import REFERENCE, ItemType, Level

LONGEST_TEXT = 5_000
OPTION_FIELDS = {"id", "text", "correct", "because", "misconception"}
PROMPT_FIELDS = {"id", "text", "match", "because"}


def read_questions(document: Any, path: Path, faults: list[FileFault]) -> list[QuestionEntry]:
    records = _records(document, path, faults, what="questions")
    return [_question(record, path, faults) for record in records]


def read_case_studies(document: Any, path: Path, faults: list[FileFault]) -> list[CaseStudyEntry]:
    records = _records(document, path, faults, what="case studies")
    return [_case_study(record, path, faults) for record in records]


def _records(document: Any, path: Path, faults: list[FileFault], *, what: str) -> list[Record]:
    entries = document if isinstance(document, list) else []
    if not entries or not all(isinstance(each, Record) for each in entries):
        faults.append(FileFault(str(path), 1, "", f"Give a list of {what}, each from - id: on."))
        return []
    return entries


def _case_study(record: Record, path: Path, faults: list[FileFault]) -> CaseStudyEntry:
    fields = Fields(record, path, faults, name=str(record.get("id", "")))
    entry = CaseStudyEntry(
        reference=_reference(fields, "id", most=60),
        place=Place(path, record.line, record.lines),
        title=fields.text("title", most=100),
        text=fields.text("text", most=LONGEST_TEXT),
        exams=tuple(fields.texts("exams")),
    )
    fields.done()
    return entry


def _question(record: Record, path: Path, faults: list[FileFault]) -> QuestionEntry:
    fields = Fields(record, path, faults, name=str(record.get("id", "")))
    entry = QuestionEntry(
        reference=_reference(fields, "id", most=40),
        place=Place(path, record.line, _lines(record)),
        tasks=_tasks(fields),
        case_study=fields.text("case_study", most=60, needed=False),
        enemies=tuple(fields.texts("enemies")),
        content=_content(fields),
    )
    fields.done()
    return entry


def _content(fields: Fields) -> Content:
    return Content(
        type=fields.choice("type", ItemType.values),
        gist=fields.text("gist", most=80),
        stem=fields.text("stem", most=LONGEST_TEXT),
        body=_body(fields),
        decides=fields.text("decides", most=500, needed=False),
        takeaway=fields.text("takeaway", most=500, needed=False),
        references=[_link(each, fields) for each in fields.records("references", most=10)],
        level=fields.choice("level", Level.values),
        rating_u=fields.share("rating", needed=False),
        services=fields.texts("services"),
        provenance=_plain(fields.record_of("provenance", needed=False)),
    )


def _body(fields: Fields) -> dict[str, Any]:
    """Options as they stand; whether they make sense for the type is the linter's to judge."""
    body: dict[str, Any] = {"options": _entries(fields, "options", OPTION_FIELDS)}
    if "prompts" in fields.record:
        body["prompts"] = _entries(fields, "prompts", PROMPT_FIELDS)
    if "order" in fields.record:
        body["order"] = list(fields.texts("order"))
    if "select" in fields.record:
        body["select"] = fields.whole("select", least=1, most=9)
    return body


def _entries(fields: Fields, part: str, known: set[str]) -> list[dict[str, Any]]:
    return [_entry(each, fields, known) for each in fields.records(part, most=9)]


def _entry(record: Record, outer: Fields, known: set[str]) -> dict[str, Any]:
    fields = Fields(record, outer.path, outer.faults, name=outer.name)
    entry: dict[str, Any] = {
        "id": fields.text("id", most=10),
        "text": fields.text("text", most=600),
    }
    for field in ("because", "misconception", "match"):
        if field in known and field in record:
            entry[field] = fields.text(field, most=1_000)
    if "correct" in known and "correct" in record:
        entry["correct"] = fields.flag("correct")
    fields.done()
    return entry


def _tasks(fields: Fields) -> dict[str, str]:
    record = fields.record_of("tasks")
    inner = Fields(record, fields.path, fields.faults, name=fields.name)
    found = {exam: inner.text(exam, most=5) for exam in record}
    if "tasks" in fields.record and not found:
        fields.fault("tasks", 'Name a task of at least one exam: {MLA-C01: "1.1"}.')
    return found


def _link(record: Record, outer: Fields) -> dict[str, str]:
    fields = Fields(record, outer.path, outer.faults, name=outer.name)
    link = {
        "title": fields.text("title", most=200),
        "url": fields.text("url", most=500),
        "checked": day_text(fields.day("checked")),
    }
    fields.done()
    return link


def _reference(fields: Fields, field: str, *, most: int) -> str:
    text = fields.text(field, most=most)
    if text and not REFERENCE.regex.match(text):  # type: ignore[union-attr]
        fields.fault(field, str(REFERENCE.message))
    return text


def _plain(value: Any) -> Any:
    """Without line numbers, and with dates as text: what JSON can keep."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, date) else value


def _lines(record: Record) -> dict[str, int]:
    """Lines of the fields, and of each option, prompt and reference."""
    lines = dict(record.lines)
    for part in ("options", "prompts", "references"):
        entries = record.get(part)
        for at, entry in enumerate(entries if isinstance(entries, list) else []):
            if isinstance(entry, Record):
                lines[f"{part}.{entry.get('id', at)}"] = entry.line
    return lines
