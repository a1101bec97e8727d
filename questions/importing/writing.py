"""Writing a bank that was read from files. What did not change is left alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from questions import publishing
from questions.errors import BankFaulty
from questions.importing.entries import Bank, CaseStudyEntry, ExamEntry, QuestionEntry
from questions.models import CaseStudy, Domain, Exam, Question, QuestionVersion, TaskStatement

Tasks = dict[tuple[str, str], TaskStatement]  # (exam code, task number) -> task


@transaction.atomic
def write(bank: Bank, *, now: datetime) -> Counter[str]:
    """All of the bank or nothing. Says what it did, say {"questions new": 100}.

    A question whose text changed since it last came from a file gets a new published version.
    Drafts and versions that people wrote on screen are never touched.
    """
    if bank.faults:
        raise BankFaulty("\n".join(map(str, bank.faults)))
    done: Counter[str] = Counter()
    for exam in bank.exams.values():
        done[f"exams {_write_exam(exam)}"] += 1
    for case_study in bank.case_studies.values():
        done[f"case studies {_write_case_study(case_study)}"] += 1
    _write_questions(bank.questions.values(), done, now=now)
    _write_enemies(bank.questions.values())
    return done


def _write_exam(entry: ExamEntry) -> str:
    before = Exam.objects.filter(code=entry.code).values(*entry.columns).first()
    exam, created = Exam.objects.update_or_create(code=entry.code, defaults=entry.columns)
    changed = before != entry.columns
    for domain in entry.domains:
        fields = {"title": domain.title, "weight": domain.weight}
        row, _ = Domain.objects.update_or_create(exam=exam, number=domain.number, defaults=fields)
        for task in domain.tasks:
            TaskStatement.objects.update_or_create(
                domain=row, number=task.number, defaults={"title": task.title}
            )
    return _word(created=created, changed=changed)


def _write_case_study(entry: CaseStudyEntry) -> str:
    before = CaseStudy.objects.filter(reference=entry.reference).first()
    if before and (before.title, before.text) == (entry.title, entry.text):
        return "unchanged"
    publishing.write_case_study(entry.reference, title=entry.title, text=entry.text)
    return _word(created=before is None, changed=True)


def _write_questions(
    entries: Iterable[QuestionEntry], done: Counter[str], *, now: datetime
) -> None:
    tasks = _tasks()
    known = _known()
    loaded = _loaded()
    case_studies = CaseStudy.objects.in_bulk(field_name="reference")
    for entry in entries:
        question = known.get(entry.reference) or publishing.found(entry.reference)
        case_study = case_studies.get(entry.case_study)
        wanted = [tasks[pair] for pair in entry.tasks.items()]
        classified = question.case_study == case_study and set(question.tasks.all()) == set(wanted)
        if not classified:
            publishing.classify(question, wanted, case_study=case_study)
        before = loaded.get(question.pk)
        changed = before is None or before.content() != asdict(entry.content)
        if changed:
            publishing.install(question, entry.content, now=now)
        word = _word(created=before is None, changed=changed or not classified)
        done[f"questions {word}"] += 1


def _tasks() -> Tasks:
    rows = TaskStatement.objects.select_related("domain__exam")
    return {(task.domain.exam.code, task.number): task for task in rows}


def _known() -> dict[str, Question]:
    rows = Question.objects.select_related("case_study").prefetch_related("tasks")
    return {question.reference: question for question in rows}


def _loaded() -> dict[int, QuestionVersion]:
    """The newest version of each question that came from a file: nobody is named as its author."""
    rows = QuestionVersion.objects.filter(created_by=None).order_by("number")
    return {version.question_id: version for version in rows}


def _write_enemies(entries: Iterable[QuestionEntry]) -> None:
    """Enemies are mutual, whichever of the two names the other; a pair once made stays."""
    rows = Question.objects.prefetch_related("enemies")
    known = {question.reference: question for question in rows}
    for entry in entries:
        question = known[entry.reference]
        there = {enemy.reference for enemy in question.enemies.all()}
        if missing := set(entry.enemies) - there:
            question.enemies.add(*(known[enemy] for enemy in missing))


def _word(*, created: bool, changed: bool) -> str:
    return "new" if created else "changed" if changed else "unchanged"
