import uuid

from django.conf import settings
from django.db import models


class Question(models.Model):
    """`options` is a list of {id, html, because}; `key` the id of the right one."""

    stem_html = models.TextField()
    options = models.JSONField()
    key = models.CharField(max_length=1)

    def __str__(self) -> str:
        return f"Question {self.pk}"


class Attempt(models.Model):
    """`form` is the list of its questions' ids, in order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    form = models.JSONField()
    deadline = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"Attempt {self.pk}"


class Answer(models.Model):
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_answer_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position}: {self.choice}"
