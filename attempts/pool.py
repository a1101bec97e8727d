"""What the bank offers a form today, and what earlier forms used of it. Only reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, F, Max

from attempts.drawing import Entry, Offer, Unit
from attempts.models import Attempt, Item
from questions.models import Exam, Question, QuestionVersion

DAY = timedelta(days=1)
RECENT_FORMS = 100  # enough to see what is used too often, and as quick after years


def offer(exam: Exam, *, met: Mapping[int, datetime], now: datetime) -> Offer:
    """All that a form of this exam can be drawn from, for a candidate who `met` some of it."""
    ages = {question: (now - at) / DAY for question, at in met.items()}
    return Offer(units_of(exam), enemies(), ages, exposure(exam))


def units_of(exam: Exam) -> list[Unit]:
    """Every current question of this exam, case studies kept whole."""
    rows = (
        QuestionVersion.objects.current()
        .of_exam(exam)
        .rated()
        .order_by("question_id")
        .values_list(
            "pk",
            "question_id",
            "question__question_tasks__task_id",
            "question__question_tasks__task__domain_id",
            "type",
            "best_rating_u",
            "question__case_study_id",
        )
    )
    return grouped(map(Entry._make, rows))


def grouped(entries: Iterable[Entry]) -> list[Unit]:
    """Questions alone, and those of a case study together, in the order in which each began."""
    units: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        case = entry.case_study
        units[("question", entry.question) if case is None else ("case", case)].append(entry)
    return list(units.values())


def met_by(attempt: Attempt) -> dict[int, datetime]:
    """Question -> when the candidate of this attempt last met it before, at whatever exam."""
    met = (
        Item.objects.filter(attempt__candidate_id=attempt.candidate_id)
        .exclude(attempt=attempt)
        .values_list("version__question_id")
        .annotate(at=Max("attempt__started_at"))
    )
    return dict(met)


def exposure(exam: Exam) -> dict[int, float]:
    """Version -> on what share of the newest attempts at this exam it stood.

    Counted when asked: a stored count would make everybody who starts at once wait for its row.
    """
    newest = Attempt.objects.filter(exam=exam).order_by("-started_at")[:RECENT_FORMS]
    shown = dict(
        Item.objects.filter(attempt__in=newest.values("pk"))
        .values_list("version_id")
        .annotate(times=Count("pk"))
    )
    forms = sum(shown.values()) / exam.item_count  # as if all were whole forms of this exam
    return {version: times / forms for version, times in shown.items()}


def enemies() -> list[tuple[int, int]]:
    """Pairs of questions that would give each other away."""
    pairs = Question.enemies.through.objects.filter(from_question__lt=F("to_question"))
    return list(pairs.values_list("from_question_id", "to_question_id"))
