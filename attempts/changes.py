"""What corrections made of results. Only ever added to, by `attempts.results`."""

from typing import Self

from django.db import models
from django.db.models import F


class ResultChangeQuerySet(models.QuerySet["ResultChange"]):
    def of_scores(self) -> Self:
        """Where there was a score already, the same after it or another one."""
        return self.filter(scaled_before__isnull=False)

    def that_count(self) -> Self:
        """Where the score is another one since."""
        return self.of_scores().exclude(scaled_before=F("scaled_after"))


class ResultChange(models.Model):
    """An attempt took a correction: the score before it and after it.

    `before` is the whole Result as it stood (see `results.snapshot`); null, as are the other fields
    of that name, where the attempt was scored for the first time after the correction was made.
    """

    attempt = models.ForeignKey(
        "attempts.Attempt", on_delete=models.CASCADE, related_name="result_changes"
    )
    correction = models.ForeignKey(
        "questions.Correction", on_delete=models.PROTECT, related_name="changes"
    )
    before = models.JSONField(null=True)
    scaled_before = models.PositiveSmallIntegerField(null=True)
    scaled_after = models.PositiveSmallIntegerField()
    passed_before = models.BooleanField(null=True)
    passed_after = models.BooleanField()
    changed_at = models.DateTimeField()

    objects = ResultChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "correction"], name="a_correction_is_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.scaled_before} became {self.scaled_after}"
