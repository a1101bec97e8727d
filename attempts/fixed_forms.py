"""A form that was drawn once, so that a whole group is asked the same."""

import uuid

from django.core.validators import RegexValidator
from django.db import models

NAME = RegexValidator(
    r"^[a-z0-9]+([.-][a-z0-9]+)*\Z", "Use small letters, digits, dots and dashes: spring-2026."
)


class FixedForm(models.Model):
    """One form of an exam under a name. Never changed: another form gets another name.

    Every attempt has its questions in this order, or, where `is_shuffled`, each in another one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exam = models.ForeignKey("questions.Exam", on_delete=models.PROTECT, related_name="fixed_forms")
    name = models.CharField(max_length=60, validators=[NAME])
    is_shuffled = models.BooleanField(default=False)
    shortages = models.JSONField(default=list, blank=True)
    fixed_at = models.DateTimeField()

    class Meta:
        ordering = ["exam", "name"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "name"], name="one_fixed_form_per_name"),
        ]

    def __str__(self) -> str:
        return f"{self.exam}: {self.name}"


class FixedItem(models.Model):
    """A question in its place on a fixed form, with the rating that every attempt is scored by."""

    form = models.ForeignKey(FixedForm, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        "questions.QuestionVersion", on_delete=models.PROTECT, related_name="+"
    )
    task = models.ForeignKey("questions.TaskStatement", on_delete=models.PROTECT, related_name="+")
    is_scored = models.BooleanField()
    rating_u = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "position"], name="one_fixed_item_per_position"
            ),
            models.UniqueConstraint(fields=["form", "version"], name="no_question_twice_on_a_form"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} #{self.position}"
