"""What can be asked: exams with their blueprints, and the bank of questions that serves them."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from questions.difficulty import Rating as Rating
from questions.difficulty import RatingChange as RatingChange
from questions.difficulty import rating_from
from questions.errata import Correction as Correction
from questions.item_types import ITEM_TYPES
from questions.states import ANSWERABLE, EDITABLE, VersionState

# The stable name of a question or a case study: mla-1.1-004. It stands in files and in addresses.
REFERENCE = RegexValidator(
    r"^[a-z0-9]+([.-][a-z0-9]+)+\Z", "Use small letters, digits, dots and dashes: mla-1.1-004."
)


class ExamStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    BETA = "beta", "Beta"
    RETIRED = "retired", "Retired"


class Exam(models.Model):
    """A blueprint: how long, how many, what passes, and where that is written down."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=ExamStatus)
    status_note = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField()
    scored_count = models.PositiveSmallIntegerField()
    pilot_count = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField()
    item_types = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    price_usd = models.PositiveSmallIntegerField()
    validity_years = models.PositiveSmallIntegerField()
    delivery = models.CharField(max_length=200)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    source = models.URLField()
    checked_on = models.DateField()
    offers_mock_exam = models.BooleanField(default=True)
    form_mix = models.JSONField(
        default=dict,
        blank=True,
        help_text='Least and most items of a type on a form: {"ordering": [2, 3]}.',
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__gt=100, pass_mark__lt=1000),
                name="pass_mark_is_on_the_scale",
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="exam_takes_time"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def item_count(self) -> int:
        return self.scored_count + self.pilot_count


class Domain(models.Model):
    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="domains")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField(help_text="Percent of the scored questions.")

    class Meta:
        ordering = ["exam", "number"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "number"], name="one_domain_per_number"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="weight_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class TaskStatement(models.Model):
    """What a candidate must be able to do, as the exam guide words it, say 3.2."""

    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="tasks")
    number = models.CharField(max_length=5)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["domain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["domain", "number"], name="one_task_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CaseStudy(models.Model):
    """A scenario that several questions share. On a form it stands whole or not at all."""

    reference = models.CharField(max_length=60, unique=True, validators=[REFERENCE])
    title = models.CharField(max_length=100)
    text = models.TextField()
    text_html = models.TextField(editable=False)

    class Meta:
        verbose_name_plural = "case studies"

    def __str__(self) -> str:
        return self.reference


class QuestionQuerySet(models.QuerySet["Question"]):
    def of_exam(self, exam: Exam) -> Self:
        return self.filter(question_tasks__task__domain__exam=exam).distinct()


class Question(models.Model):
    """The lasting identity of a question. Its words live in versions."""

    reference = models.CharField(max_length=40, unique=True, validators=[REFERENCE])
    case_study = models.ForeignKey(
        CaseStudy, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    tasks = models.ManyToManyField(TaskStatement, through="QuestionTask", related_name="questions")
    enemies = models.ManyToManyField("self", symmetrical=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="questions"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.reference


class QuestionTask(models.Model):
    """This question serves this task of this exam; at most one task for each exam."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="question_tasks")
    task = models.ForeignKey(TaskStatement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "task"], name="one_tag_per_task"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} -> {self.task_id}"


class ItemType(models.TextChoices):
    MULTIPLE_CHOICE = "multiple_choice", "Multiple choice"
    MULTIPLE_RESPONSE = "multiple_response", "Multiple response"
    ORDERING = "ordering", "Ordering"
    MATCHING = "matching", "Matching"


class Level(models.TextChoices):
    RECALL = "recall", "Recall"
    APPLY = "apply", "Apply"
    ANALYSE = "analyse", "Analyse"


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    def published(self) -> Self:
        return self.filter(state=VersionState.PUBLISHED)

    def current(self) -> Self:
        """The newest version of each question that may be put to candidates."""
        newer = self.model.objects.filter(
            question=OuterRef("question"), number__gt=OuterRef("number"), state__in=ANSWERABLE
        )
        return self.published().filter(~Exists(newer))

    def editable(self) -> Self:
        return self.filter(state__in=EDITABLE)

    def newest(self) -> Self:
        """The newest version of each question, whatever its state: what an author sees first."""
        newer = self.model.objects.filter(
            question=OuterRef("question"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer))

    def of_exam(self, exam: Exam) -> Self:
        return self.filter(question__question_tasks__task__domain__exam=exam)

    def rated(self) -> models.QuerySet[Any]:
        """With `best_rating_u`: the rating that forms are drawn and scored by."""
        return self.annotate(best_rating_u=rating_from())


class QuestionVersion(models.Model):
    """One wording of a question with its key. Never changed once published (a trigger holds it).

    `body` holds what its item type defines (see `questions.item_types`), `rendered` the same words
    as safe HTML by option and prompt id, made once when the version is written.
    `rating_u` is P(correct | candidate who only just deserves to pass) in 1/10000.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    type = models.CharField(max_length=20, choices=ItemType)
    gist = models.CharField(max_length=80)
    stem = models.TextField()
    body = models.JSONField(default=dict)
    rendered = models.JSONField(default=dict, editable=False)
    decides = models.TextField(blank=True)
    takeaway = models.TextField(blank=True)
    references = models.JSONField(default=list)
    level = models.CharField(max_length=10, choices=Level, default=Level.APPLY)
    rating_u = models.PositiveIntegerField(null=True, blank=True)
    services = models.JSONField(default=list)
    provenance = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(state__in=EDITABLE), name="one_draft_per_question"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERABLE) ^ Q(published_at__isnull=True),
                name="published_exactly_when_answerable",
            ),
            models.CheckConstraint(
                condition=Q(rating_u__isnull=True) | Q(rating_u__gte=1, rating_u__lte=9999),
                name="rating_is_a_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def correction(self) -> Correction | None:
        """The last word on its key since it was published; for many, prefetch `corrections`."""
        return next(iter(self.corrections.all()), None)

    @property
    def is_void(self) -> bool:
        """Whether it turned out that no answer is right, so that it counts for nobody."""
        return (last := self.correction) is not None and last.is_void

    @property
    def judged_body(self) -> dict[str, Any]:
        """The body with the key by which answers are judged: a correction's where there is one."""
        body: dict[str, Any] = self.body
        key = last.key if (last := self.correction) else None
        return body if key is None else ITEM_TYPES[self.type].rekeyed(body, key)

    def content(self) -> dict[str, Any]:
        """Everything an author writes, for comparing two versions."""
        return {name: getattr(self, name) for name in CONTENT_FIELDS}


CONTENT_FIELDS = (
    "type",
    "gist",
    "stem",
    "body",
    "decides",
    "takeaway",
    "references",
    "level",
    "rating_u",
    "services",
    "provenance",
)
