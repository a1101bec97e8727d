"""Writes the exam and its made-up bank, as the rules of `questions` write them."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from questions import publishing
from questions.content import Content
from questions.importing.entries import Bank
from questions.importing.fields import FileFault
from questions.importing.marked_yaml import read
from questions.importing.writing import write
from questions.importing.yaml_blueprints import read_blueprint
from questions.models import CaseStudy, Exam, TaskStatement
from reports.simulation import answers
from reports.simulation.population import Draw, Questions

CODE, BLUEPRINT = "MLA-C01", "fixtures/blueprints/mla-c01.yaml"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
BLOCK, CASE_PARTS = 65, 3  # in every so many questions, so many belong to a case study
ENEMIES_EVERY = 30


def write_exam() -> Exam:
    """The exam of the blueprint that comes with the product."""
    path, faults = settings.BASE_DIR / BLUEPRINT, list[FileFault]()
    entry = read_blueprint(read(path), path, faults)
    write(Bank(exams={CODE: entry} if entry else {}, faults=faults), now=LONG_AGO)
    return Exam.objects.get(code=CODE)


@transaction.atomic
def write_bank(exam: Exam, bank: Questions, draw: Draw) -> list[int]:
    """Publish the questions, some in case studies, some enemies; their versions, in order."""
    tasks = tasks_of(exam)
    made = [publishing.found(f"sim-{place:05}") for place in range(len(bank))]
    versions = []
    for place, (question, case_study) in enumerate(zip(made, _case_studies(bank), strict=True)):
        publishing.classify(question, [tasks[bank.task[place]]], case_study=case_study)
        content = content_of(bank, place)
        versions.append(publishing.install(question, content, now=LONG_AGO).pk)
    for _ in range(len(bank) // ENEMIES_EVERY):
        one, other = draw.choice(len(bank), 2, replace=False)
        made[one].enemies.add(made[other])
    return versions


def tasks_of(exam: Exam) -> list[TaskStatement]:
    """In the order of the exam guide, with their domains."""
    tasks = TaskStatement.objects.filter(domain__exam=exam).select_related("domain")
    return list(tasks.order_by("domain__number", "number"))


def content_of(bank: Questions, place: int) -> Content:
    return Content(
        type=bank.type[place],
        gist=f"Question {place}",
        stem=f"Situation {place}.\n\nWhat is right?",
        body=answers.body(bank.type[place]),
        rating_u=int(bank.rating_u[place]),
    )


def _case_studies(bank: Questions) -> Iterator[CaseStudy | None]:
    """For each question the one it belongs to: the first few of every whole block."""
    for start in range(0, len(bank), BLOCK):
        length = min(BLOCK, len(bank) - start)
        parts = CASE_PARTS if length == BLOCK else 0
        if parts:
            name = f"sim-case-{start:05}"
            yield from [publishing.write_case_study(name, title="A case", text="It is so.")] * parts
        yield from [None] * (length - parts)
