"""Corrections as people see them: the public list, on a report, before one is made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from accounts.models import User
from attempts import rescoring
from attempts.models import Attempt, Item, ResultChange
from questions import authoring
from questions.key_form import KeyForm
from questions.models import Correction, QuestionVersion


@dataclass(frozen=True, slots=True)
class Erratum:
    """One line of the public list. `reason` is empty while the reader is being asked this question.

    `attempts` were scored by it, for `changed` of them the score became another one.
    """

    id: int
    gist: str
    exams: tuple[str, ...]
    is_void: bool
    reason: str
    made_at: datetime
    attempts: int
    changed: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What a correction did to one attempt, for its candidate. `position` is the question's."""

    words: str
    reason: str
    position: int | None
    made_at: datetime


def errata(reader: User) -> list[Erratum]:
    """Every correction, newest first; of the questions nothing but their short titles."""
    another = Q(changes__scaled_before__isnull=False)
    another &= ~Q(changes__scaled_before=F("changes__scaled_after"))
    told = Correction.objects.select_related("version").prefetch_related(
        "version__question__question_tasks__task__domain__exam"
    )
    counted = told.annotate(attempts=Count("changes"), changed=Count("changes", filter=another))
    asked = _being_asked(reader)
    return [
        Erratum(
            id=each.pk,
            gist=each.version.gist,
            exams=_exams(each.version),
            is_void=each.is_void,
            reason="" if each.version.question_id in asked else each.reason,
            made_at=each.made_at,
            attempts=each.attempts,
            changed=each.changed,
        )
        for each in counted
    ]


def notices(attempt: Attempt) -> list[Notice]:
    """What corrections did to this attempt, oldest first."""
    changes = ResultChange.objects.filter(attempt=attempt).select_related("correction")
    found = list(changes)
    versions = [each.correction.version_id for each in found]
    items = attempt.items.filter(version__in=versions) if found else attempt.items.none()
    places = dict(items.values_list("version", "position"))
    return [
        Notice(
            words=_words(each),
            reason=each.correction.reason,
            position=places.get(each.correction.version_id),
            made_at=each.correction.made_at,
        )
        for each in found
    ]


def correction_page(version: QuestionVersion, form: KeyForm) -> dict[str, Any]:
    """What the page shows on which a key is corrected; the effect once the form says what to do."""
    is_told = form.is_bound and form.is_valid()
    return {
        "version": version,
        "form": form,
        "stem": authoring.frozen_preview(version).stem_html,
        "case_html": authoring.scenario_of(version),
        "was_asked": rescoring.was_asked(version),
        "earlier": version.corrections.select_related("made_by"),
        "effect": rescoring.forecast(version, form.right_key) if is_told else None,
    }


def _being_asked(reader: User) -> set[int]:
    """Questions on the reader's running attempts: a reason might give their answer away."""
    running = Item.objects.filter(attempt__in=Attempt.objects.of(reader).in_progress())
    return set(running.values_list("version__question", flat=True))


def _exams(version: QuestionVersion) -> tuple[str, ...]:
    tags = version.question.question_tasks.all()
    return tuple(sorted({tag.task.domain.exam.code for tag in tags}))


def _words(change: ResultChange) -> str:
    what = "voided and counts for nobody" if change.correction.is_void else "corrected"
    said = f"A question of this attempt was {what}"
    if change.scaled_before is None:
        return f"{said}, before this score was made."
    if change.scaled_before == change.scaled_after:
        return f"{said}: your score is still {change.scaled_after}."
    verdict = ""
    if change.passed_before != change.passed_after:
        verdict = ", a pass" if change.passed_after else ", no longer a pass"
    return f"{said}: your {change.scaled_before} became {change.scaled_after}{verdict}."
