"""The life of a version: draft, review, published, retired. The only writer of versions.

Every rule holds the question's row, so that two authors, or an author and a load of the bank,
take turns. A published version never changes: not here, and the database refuses it too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from questions.content import Content, Entry, text_of
from questions.errors import BankFaulty, NotPublishable, ReferenceTaken, VersionFrozen
from questions.item_types import ITEM_TYPES, Answer
from questions.linting import Finding, Rank, must_fix
from questions.markup import inline_html, stem_html, to_html
from questions.models import (
    CaseStudy,
    Question,
    QuestionTask,
    QuestionVersion,
    TaskStatement,
)
from questions.states import TRANSITIONS, VersionState

WRONG_KEY = Finding(
    rule="key_was_corrected",
    rank=Rank.MUST_FIX,
    place="options",
    evidence="This key was found to be wrong in an earlier version",
    advice="Mark the right answer, or change the options.",
)
NO_TASK = Finding(
    rule="has_task",
    rank=Rank.MUST_FIX,
    place="tasks",
    evidence="No exam asks this question",
    advice="Choose a task of at least one exam.",
)


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a question belongs: the tasks it serves, at most one of each exam, and its scenario."""

    tasks: Sequence[TaskStatement] = ()
    case_study: CaseStudy | None = None


@transaction.atomic
def create(
    reference: str, content: Content, filing: Filing = Filing(), *, by: User | None, now: datetime
) -> QuestionVersion:
    """A new question with its first draft."""
    question, is_new = Question.objects.get_or_create(reference=reference, defaults={"author": by})
    if not is_new:
        raise ReferenceTaken(f"There is a question {reference} already. Choose another id.")
    classify(question, filing.tasks, case_study=filing.case_study)
    return _write(QuestionVersion(question=question, number=1, created_by=by), content, now=now)


def next_reference(task: TaskStatement) -> str:
    """A free id for a question of this task: mla-1.1-011 after mla-1.1-010."""
    prefix = f"{task.domain.exam.code.partition('-')[0].lower()}-{task.number}-"
    taken = Question.objects.filter(reference__startswith=prefix)
    numbers = [each.removeprefix(prefix) for each in taken.values_list("reference", flat=True)]
    return f"{prefix}{max([0, *(int(each) for each in numbers if each.isdecimal())]) + 1:03}"


def found(reference: str) -> Question:
    """A new question without any version yet: its first comes from a file (see `install`)."""
    return Question.objects.create(reference=reference)


@transaction.atomic
def revise(question: Question, *, by: User, now: datetime) -> QuestionVersion:
    """The draft to work on: the one there is, or a copy of the newest version."""
    hold(question)
    newest = question.versions.newest().get()
    if newest.is_editable:
        return newest
    draft = QuestionVersion(question=question, number=newest.number + 1, created_by=by)
    return _write(draft, content_of(newest), now=now)


@transaction.atomic
def edit(
    version: QuestionVersion, content: Content, filing: Filing, *, base: datetime, now: datetime
) -> bool:
    """Write a draft; False, and nothing written, if it changed since `base` (its `updated_at`)."""
    hold(version.question)
    version.refresh_from_db()
    if version.updated_at != base:
        return False
    if not version.is_editable:
        raise VersionFrozen("A published version does not change. Start a new version.")
    classify(version.question, filing.tasks, case_study=filing.case_study)
    _write(version, content, now=now)
    return True


@transaction.atomic
def classify(
    question: Question, tasks: Iterable[TaskStatement], *, case_study: CaseStudy | None = None
) -> None:
    """File a question anew. Attempts that run keep the task they were drawn for."""
    hold(question)
    Question.objects.filter(pk=question.pk).update(case_study=case_study)
    question.case_study = case_study
    wanted = {task.pk for task in tasks}
    question.question_tasks.exclude(task__in=wanted).delete()
    missing = wanted - set(question.question_tasks.values_list("task", flat=True))
    QuestionTask.objects.bulk_create(
        QuestionTask(question=question, task_id=task) for task in sorted(missing)
    )


@transaction.atomic
def send_for_review(version: QuestionVersion, *, by: User, now: datetime) -> None:
    hold(version.question)
    _move(version, VersionState.IN_REVIEW, now=now)


@transaction.atomic
def send_back(version: QuestionVersion, *, by: User, now: datetime) -> None:
    """From review to draft again."""
    hold(version.question)
    _move(version, VersionState.DRAFT, now=now)


@transaction.atomic
def publish(version: QuestionVersion, *, by: User | None, now: datetime) -> None:
    """Put a version to candidates from now on, in place of any older one."""
    hold(version.question)
    version.refresh_from_db()
    if faults := blocking(version, now=now):
        sentences = [_sentence(each) for each in faults]
        raise NotPublishable(_in_words(sentences), extra={"faults": sentences})
    version.number = max(version.number, _newest_number(version.question, but=version) + 1)
    version.published_at = now
    _move(version, VersionState.PUBLISHED, now=now)


@transaction.atomic
def install(question: Question, content: Content, *, now: datetime) -> QuestionVersion:
    """Publish content that comes from a file, beside any draft an author may be working on.

    Raises `BankFaulty` where it brings back a key that was found to be wrong.
    """
    hold(question)
    version = QuestionVersion(question=question, number=_newest_number(question) + 1)
    version.state, version.published_at = VersionState.PUBLISHED, now
    _write(version, content, now=now)
    if _repeats_wrong_key(version):
        raise BankFaulty(f"{question}: {_sentence(WRONG_KEY)}")
    return version


@transaction.atomic
def retire(version: QuestionVersion, *, by: User, now: datetime) -> None:
    """No new attempt asks it; those that run keep it. A newer version brings the question back."""
    hold(version.question)
    _move(version, VersionState.RETIRED, now=now)


@transaction.atomic
def withdraw(
    version: QuestionVersion, *, key: Answer | None, by: User, now: datetime
) -> QuestionVersion | None:
    """No new attempt asks a faulty version. With the right `key`, a new draft has it.

    The draft is not published at once: its rationales still argue for the wrong key. None, and no
    draft, where a newer version or a draft is there already.
    """
    hold(version.question)
    version.refresh_from_db()
    if version.state == VersionState.PUBLISHED:
        _move(version, VersionState.RETIRED, now=now)
    if key is None or _newest_number(version.question) > version.number:
        return None
    draft = QuestionVersion(question=version.question, number=version.number + 1, created_by=by)
    body = ITEM_TYPES[version.type].rekeyed(version.body, key)
    return _write(draft, replace(content_of(version), body=body), now=now)


def blocking(version: QuestionVersion, *, now: datetime) -> list[Finding]:
    """What must be fixed before this version can be published."""
    found = must_fix(content_of(version), today=now.date())
    found += [] if version.question.question_tasks.exists() else [NO_TASK]
    return found + ([WRONG_KEY] if not found and _repeats_wrong_key(version) else [])


def _repeats_wrong_key(version: QuestionVersion) -> bool:
    """Whether it has a key that was corrected since, in the same words."""
    versions = QuestionVersion.objects.filter(question=version.question, type=version.type)
    corrected = [
        each
        for each in versions.exclude(corrections=None).exclude(pk=version.pk)
        if each.judged_body != each.body
    ]
    return any(_key_words(each) == _key_words(version) for each in corrected)


def _key_words(version: QuestionVersion) -> tuple[Answer, dict[str, str]]:
    """The author's key, and what the options it may name say."""
    texts = {str(each["id"]): text_of(each) for each in content_of(version).options}
    return ITEM_TYPES[version.type].key(version.body), texts


def content_of(version: QuestionVersion) -> Content:
    return Content(**version.content())


def render(content: Content) -> dict[str, Any]:
    """Every text of a question as safe HTML, by option and prompt id."""
    return {
        "stem": stem_html(content.stem),
        "options": _inline(content.options, "text"),
        "prompts": _inline(content.prompts, "text"),
        "because": _inline(content.options, "because"),
        "prompt_because": _inline(content.prompts, "because"),
    }


def write_case_study(reference: str, *, title: str, text: str) -> CaseStudy:
    """The scenario of that name, as it reads from now on. Attempts that run show the new text."""
    fields = {"title": title, "text": text, "text_html": to_html(text)}
    case_study, _ = CaseStudy.objects.update_or_create(reference=reference, defaults=fields)
    return case_study


def _inline(entries: list[Entry], field: str) -> dict[str, str]:
    texts = {str(each.get("id")): str(each.get(field) or "") for each in entries}
    return {name: inline_html(text) for name, text in texts.items() if text}


def hold(question: Question) -> None:
    """Make others who would write this question wait until the transaction ends."""
    Question.objects.select_for_update().get(pk=question.pk)


def _write(version: QuestionVersion, content: Content, *, now: datetime) -> QuestionVersion:
    for name, value in asdict(content).items():
        setattr(version, name, value)
    version.rendered = render(content)
    version.updated_at = now
    version.save()
    return version


def _move(version: QuestionVersion, to: VersionState, *, now: datetime) -> None:
    stored = QuestionVersion.objects.get(pk=version.pk)
    if to not in TRANSITIONS[VersionState(stored.state)]:
        raise VersionFrozen(
            f"A {stored.get_state_display().lower()} version cannot become {to.label.lower()}."
        )
    version.state, version.updated_at = to, now
    version.save(update_fields=["state", "number", "published_at", "updated_at"])


def _newest_number(question: Question, *, but: QuestionVersion | None = None) -> int:
    others = question.versions.exclude(pk=but.pk) if but else question.versions.all()
    return others.aggregate(newest=Max("number"))["newest"] or 0


def _sentence(finding: Finding) -> str:
    return f"{finding.evidence.rstrip('.')}. {finding.advice}"


def _in_words(faults: list[str]) -> str:
    checks = "1 check" if len(faults) == 1 else f"{len(faults)} checks"
    return f"Fix {checks} before you publish this: {' '.join(faults)}"
