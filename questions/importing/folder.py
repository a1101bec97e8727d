"""A bank from a folder: blueprints/*.yaml, questions/case-studies.yaml, questions/**/*.yaml."""

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from questions.importing.entries import Bank, CaseStudyEntry, Place, QuestionEntry
from questions.importing.fields import FileFault
from questions.importing.marked_yaml import Unreadable, read
from questions.importing.yaml_blueprints import read_blueprint
from questions.importing.yaml_questions import read_case_studies, read_questions
from questions.linting import must_fix

CASE_STUDIES = "case-studies.yaml"
Entry = TypeVar("Entry", CaseStudyEntry, QuestionEntry)


def read_folder(folder: Path, *, today: date) -> Bank:
    """Everything in the folder. Look at its `faults` before using the rest."""
    folder = folder.resolve()
    if folder.is_relative_to(here := Path.cwd()):
        folder = folder.relative_to(here)  # as an editor's list of faults wants it
    bank = Bank()
    blueprints = sorted((folder / "blueprints").glob("*.yaml"))
    files = sorted((folder / "questions").rglob("*.yaml"))
    if not blueprints and not files:
        bank.faults.append(FileFault(str(folder), 1, "", "There is no bank in this folder."))
    for path in blueprints:
        _read_blueprint(bank, path)
    for path in files:
        _read_entries(bank, path)
    for question in bank.questions.values():
        _check_links(bank, question)
        _check_content(bank, question, today=today)
    bank.faults = sorted(set(bank.faults))
    return bank


def _read_blueprint(bank: Bank, path: Path) -> None:
    document = _document(bank, path)
    exam = read_blueprint(document, path, bank.faults) if document is not None else None
    if exam and bank.exams.setdefault(exam.code, exam) is not exam:
        bank.faults.append(_twice(exam.place, exam.code, bank.exams[exam.code].place))


def _read_entries(bank: Bank, path: Path) -> None:
    document = _document(bank, path)
    if document is None:
        return
    if path.name == CASE_STUDIES:
        _add(bank, bank.case_studies, read_case_studies(document, path, bank.faults))
    else:
        _add(bank, bank.questions, read_questions(document, path, bank.faults))


def _document(bank: Bank, path: Path) -> Any:
    try:
        document = read(path)
    except Unreadable as error:
        bank.faults.append(FileFault(str(path), error.line, "", str(error)))
        return None
    except OSError as error:
        bank.faults.append(FileFault(str(path), 1, "", f"Cannot be read: {error.strerror}."))
        return None
    return [] if document is None else document


def _add(bank: Bank, entries: dict[str, Entry], new: list[Entry]) -> None:
    for entry in new:
        first = entries.setdefault(entry.reference, entry)
        if first is not entry and entry.reference:
            bank.faults.append(_twice(entry.place, entry.reference, first.place))


def _twice(place: Place, name: str, first: Place) -> FileFault:
    return place.fault(name, "id", f"Is already in {first.path}:{first.line}. Give another id.")


def _check_links(bank: Bank, question: QuestionEntry) -> None:
    """Tasks, scenario and enemies that this question names must be there."""
    for exam, number in question.tasks.items():
        _check_task(bank, question, exam, number)
    if question.case_study and question.case_study not in bank.case_studies:
        _fault(bank, question, "case_study", f"There is no case study {question.case_study}.")
    for enemy in question.enemies:
        if enemy not in bank.questions or enemy == question.reference:
            _fault(bank, question, "enemies", f"There is no other question {enemy}.")


def _check_task(bank: Bank, question: QuestionEntry, exam: str, number: str) -> None:
    if exam not in bank.exams:
        _fault(bank, question, "tasks", f"There is no blueprint of {exam}.")
    elif number not in bank.exams[exam].tasks:
        _fault(bank, question, "tasks", f"{exam} has no task {number}.")


def _check_content(bank: Bank, question: QuestionEntry, *, today: date) -> None:
    if any(fault.entry == question.reference for fault in bank.faults):
        return  # the linter would only say the same again in other words
    for finding in must_fix(question.content, today=today):
        place = finding.place.removesuffix(".because")
        evidence = finding.evidence.rstrip(".")
        _fault(bank, question, place, f"{evidence}. {finding.advice}")


def _fault(bank: Bank, question: QuestionEntry, place: str, message: str) -> None:
    bank.faults.append(question.place.fault(question.reference, place, f"{place}: {message}"))
