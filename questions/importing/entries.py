"""What a bank of files holds, read and not yet written. Pure."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from questions.content import Content
from questions.importing.fields import FileFault


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands; `lines` leads from a place in it ("options.c") to a line."""

    path: Path
    line: int
    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, place: str) -> int:
        whole, _, _ = place.partition(".")
        return self.lines.get(place) or self.lines.get(whole) or self.line

    def fault(self, name: str, place: str, message: str) -> FileFault:
        return FileFault(str(self.path), self.line_of(place), name, message)


@dataclass(frozen=True, slots=True)
class TaskEntry:
    number: str
    title: str
    per_hundred: int | None  # how many of 100 questions of the bank should serve it


@dataclass(frozen=True, slots=True)
class DomainEntry:
    number: int
    title: str
    weight: int
    tasks: tuple[TaskEntry, ...]


@dataclass(frozen=True, slots=True)
class ExamEntry:
    code: str
    place: Place
    columns: dict[str, object]
    domains: tuple[DomainEntry, ...]

    @property
    def tasks(self) -> dict[str, TaskEntry]:
        return {task.number: task for domain in self.domains for task in domain.tasks}


@dataclass(frozen=True, slots=True)
class CaseStudyEntry:
    reference: str
    place: Place
    title: str
    text: str
    exams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    reference: str
    place: Place
    tasks: dict[str, str]  # exam code -> task number
    case_study: str
    enemies: tuple[str, ...]
    content: Content


@dataclass(slots=True)
class Bank:
    """All that lies in one folder, with everything that is wrong with it."""

    exams: dict[str, ExamEntry] = field(default_factory=dict)
    case_studies: dict[str, CaseStudyEntry] = field(default_factory=dict)
    questions: dict[str, QuestionEntry] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)

    def task_of(self, question: QuestionEntry, exam: str) -> str:
        return question.tasks.get(exam, "")

    def of_exam(self, exam: str) -> list[QuestionEntry]:
        return [each for each in self.questions.values() if exam in each.tasks]


def day_text(day: date | None) -> str:
    return day.isoformat() if day else ""
