"""A sitting: who, which exam, the questions drawn, what was answered, and how it ended."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from accounts.models import ExtraTime, User
from attempts.changes import ResultChange as ResultChange
from attempts.events import AnswerEvent as AnswerEvent
from attempts.events import AttemptEvent as AttemptEvent
from attempts.fixed_forms import FixedForm
from attempts.states import FINISHED, AttemptState, Mode, Sure
from attempts.timing import GRACE
from questions.item_types import ITEM_TYPES, Answer


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, candidate: User) -> Self:
        return self.filter(candidate=candidate)

    def in_progress(self) -> Self:
        return self.filter(state=AttemptState.IN_PROGRESS)

    def overdue(self, *, now: datetime) -> Self:
        """Open although their time is over; a paused clock stands still."""
        return self.in_progress().filter(deadline__lt=now - GRACE, paused_at=None)

    def finished(self) -> Self:
        return self.filter(state__in=FINISHED)

    def awaiting_result(self) -> Self:
        return self.finished().filter(result__isnull=True)

    def scored(self) -> Self:
        return self.finished().filter(result__isnull=False)


class Attempt(models.Model):
    """One candidate's sitting of one exam. Everything that could change later is frozen at start.

    `form` is null where the questions were drawn for this attempt alone. `number` counts this
    candidate's attempts at this exam from 1. `first_deadline` is the deadline set at start; the
    deadline may move later (an accommodation), never earlier.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts"
    )
    exam = models.ForeignKey("questions.Exam", on_delete=models.PROTECT, related_name="attempts")
    form = models.ForeignKey(
        FixedForm, on_delete=models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    number = models.PositiveIntegerField()
    mode = models.CharField(max_length=10, choices=Mode)
    extra_time = models.CharField(max_length=12, choices=ExtraTime, default=ExtraTime.NONE)
    state = models.CharField(max_length=20, choices=AttemptState, default=AttemptState.IN_PROGRESS)
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    first_deadline = models.DateTimeField()
    deadline = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    shortages = models.JSONField(default=list)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "exam"],
                condition=Q(state=AttemptState.IN_PROGRESS),
                name="one_open_attempt_per_exam",
            ),
            models.UniqueConstraint(
                fields=["candidate", "exam", "number"], name="one_attempt_per_number"
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.IN_PROGRESS) ^ Q(ended_at__isnull=False),
                name="ended_exactly_when_not_in_progress",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("first_deadline")), name="deadline_is_never_shortened"
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None) | Q(mode=Mode.PRACTICE, state=AttemptState.IN_PROGRESS),
                name="paused_only_in_open_practice",
            ),
            models.CheckConstraint(
                condition=Q(first_deadline__gt=F("started_at")), name="deadline_is_after_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline"],
                condition=Q(state=AttemptState.IN_PROGRESS),
                name="open_by_deadline",
            ),
            models.Index(fields=["exam", "-started_at"], name="newest_of_exam"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.exam} ({self.state})"

    @property
    def title(self) -> str:
        """ "Mock exam 3": the candidate's third attempt at this exam."""
        return f"{'Mock' if self.mode == Mode.EXAM else 'Practice'} exam {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.IN_PROGRESS

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    def clock(self, now: datetime) -> datetime:
        """The moment this attempt's clock stands at: now, or when it was paused."""
        return self.paused_at or now

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold this row, as it is now, until the block ends. All writes happen inside.

        Whose attempt it is, and at which exam, never changes: these are not read again. Raises
        `Attempt.DoesNotExist` where the candidate has no such attempt.
        """
        cached = self._state.fields_cache
        known = {name: cached[name] for name in ("candidate", "exam") if name in cached}
        theirs = Attempt.objects.select_for_update().filter(candidate=self.candidate_id)
        with transaction.atomic():
            self.refresh_from_db(from_queryset=theirs)
            cached.update(known)
            yield


class ItemQuerySet(models.QuerySet["Item"]):
    def to_answer(self) -> Self:
        """With of its version what judging an answer needs, and not the words around it."""
        return self.select_related("version").defer("version__rendered", *SAID_AFTERWARDS)

    def to_show(self) -> Self:
        """With what a candidate sees of a question, and not what is said about it afterwards."""
        return self.select_related("version__question__case_study").defer(*SAID_AFTERWARDS)


SAID_AFTERWARDS = tuple(
    f"version__{name}"
    for name in ("stem", "decides", "takeaway", "references", "services", "provenance")
)


class Item(models.Model):
    """One question in its place in one attempt, with the candidate's answer.

    `layout` is the order in which this attempt shows options and prompts; `rating_u` the rating
    (1/10000) the score will use; `is_new` that this candidate had not met the question before.
    `answer` is stored in option ids (see `questions.item_types`), `rev` counts its changes.
    `highlights` are pairs of character offsets into the text of the stem. `revealed_at` is when the
    key was shown, in practice only; from then on the answer stands.
    `is_correct` and `rest_adj` (see `scoring.rest_scores`) are written when the attempt is scored;
    null before. `is_correct` stays null where the question is void.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        "questions.QuestionVersion", on_delete=models.PROTECT, related_name="items"
    )
    task = models.ForeignKey("questions.TaskStatement", on_delete=models.PROTECT, related_name="+")
    is_scored = models.BooleanField()
    is_new = models.BooleanField(default=True)
    rating_u = models.PositiveIntegerField(null=True)
    layout = models.JSONField()

    answer = models.JSONField(null=True, blank=True)
    rev = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    flagged = models.BooleanField(default=False)
    struck = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    highlights = models.JSONField(default=list, blank=True)
    sure = models.CharField(max_length=5, choices=Sure, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    is_correct = models.BooleanField(null=True, blank=True)
    rest_adj = models.FloatField(null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_item_per_position"),
            models.UniqueConstraint(fields=["attempt", "version"], name="no_question_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position}"

    @property
    def wire_answer(self) -> Answer | None:
        """The stored answer in the letters of this attempt."""
        if self.answer is None:
            return None
        return ITEM_TYPES[self.version.type].wire(self.layout, self.answer)


class Result(models.Model):
    """What an attempt is worth, with all that the figure was made from.

    `cut_u` is the sum of the scored items' ratings (1/10000 of an item). `low` and `high` bound the
    likely range of the scaled score (80 %). `domains` is a list of {number, title, weight, correct,
    scored, low, high, label}; low and high there are shares of 1 (90 %).
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="result")
    raw = models.PositiveSmallIntegerField()
    scored = models.PositiveSmallIntegerField()
    cut_u = models.PositiveIntegerField()
    pass_mark = models.PositiveSmallIntegerField()
    scaled = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    is_provisional = models.BooleanField(default=False)
    domains = models.JSONField(default=list)
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scaled__gte=100, scaled__lte=1000), name="scaled_is_on_the_scale"
            ),
            models.CheckConstraint(
                condition=Q(passed=True, scaled__gte=F("pass_mark"))
                | Q(passed=False, scaled__lt=F("pass_mark")),
                name="passed_exactly_from_the_pass_mark_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scaled} ({self.raw}/{self.scored})"
