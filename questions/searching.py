"""Finding questions in the bank, for authors: always the newest version of each."""

from django.db.models import Prefetch, Q, QuerySet

from questions.models import Exam, Question, QuestionTask, QuestionVersion, TaskStatement

TAGS = QuestionTask.objects.select_related("task__domain__exam").order_by(
    "task__domain__exam__code"
)


def search(
    *,
    q: str = "",
    exam: Exam | None = None,
    task: TaskStatement | None = None,
    type: str = "",
    state: str = "",
) -> QuerySet[QuestionVersion]:
    """Newest versions that meet all of these, by the id of their question."""
    wanted = Q()
    if q:
        wanted &= Q(question__reference__icontains=q) | Q(gist__icontains=q) | Q(stem__icontains=q)
    if exam:
        wanted &= Q(question__in=Question.objects.of_exam(exam))
    if task:
        wanted &= Q(question__question_tasks__task=task)
    exact = {"type": type, "state": state}
    wanted &= Q(**{name: value for name, value in exact.items() if value})
    found = QuestionVersion.objects.newest().filter(wanted).order_by("question__reference")
    return with_question(found)


def with_question(versions: QuerySet[QuestionVersion]) -> QuerySet[QuestionVersion]:
    """With the question and its tasks at hand, however many versions there are."""
    tags = Prefetch("question__question_tasks", TAGS)
    return versions.select_related("question__case_study").prefetch_related(tags)
