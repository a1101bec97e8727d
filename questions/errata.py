"""Corrections: what was wrong with questions that had been asked. Only ever added to."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def in_force(self) -> Self:
        """Of each version the last."""
        later = self.model.objects.filter(version=OuterRef("version"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))


class Correction(models.Model):
    """The right key of a version, decided after it had been put to candidates.

    Versions never change, so what is right instead stands here. `key` is a stored answer (see
    `questions.item_types`), or null where no answer is right and the question counts for nobody.
    Of several corrections of a version the last is in force. Everybody who signs in may read the
    `reason`. Written by `questions.correcting`; the database refuses to change or delete one.
    """

    version = models.ForeignKey(
        "questions.QuestionVersion", on_delete=models.PROTECT, related_name="corrections"
    )
    key = models.JSONField(null=True)
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.version} {'voided' if self.is_void else 'corrected'}"

    @property
    def is_void(self) -> bool:
        return self.key is None
