"""How hard a question proved to be. Beside the version, which never changes once published."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce


class Source(models.TextChoices):
    """What a rating rested on before there were answers."""

    PANEL = "panel", "A panel's estimate"
    AUTHOR = "author", "One author's estimate"
    NONE = "none", "No estimate"


class Rating(models.Model):
    """What the answers say about a version so far. The only writer is `questions.ratings`.

    `rating_u` is the published rating (1/10000): what new attempts take. Null while a question
    without an estimate has too few answers. `logit` and `variance` are what the last run found, of
    `answers` answers; `rating_u` follows when it moved by more than a little. `is_anchor`: a panel
    rated it, and its key is not in doubt. `misfit` (all answers, against what was believed before)
    and `misfit_near_cut` (`answers_near_cut` of candidates near the pass level, against `logit`)
    are right answers beyond the expected, in standard errors.
    """

    version = models.OneToOneField(
        "questions.QuestionVersion", on_delete=models.CASCADE, related_name="rating"
    )
    rating_u = models.PositiveIntegerField(null=True, blank=True)
    logit = models.FloatField()
    variance = models.FloatField()
    answers = models.PositiveIntegerField()
    answers_near_cut = models.PositiveIntegerField(default=0)
    misfit = models.FloatField(default=0)
    misfit_near_cut = models.FloatField(default=0)
    is_anchor = models.BooleanField()
    source = models.CharField(max_length=10, choices=Source)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rating_u__isnull=True) | Q(rating_u__gte=1, rating_u__lte=9999),
                name="found_rating_is_a_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.rating_u}"


class ChangeKind(models.TextChoices):
    MOVED = "moved", "Moved"
    PROMOTED = "promoted", "Promoted from pilot"
    HELD_BACK = "held back", "Held back as pilot"


class RatingChange(models.Model):
    """One decision of a run about a rating. Only ever added to: nothing happens silently."""

    version = models.ForeignKey(
        "questions.QuestionVersion", on_delete=models.CASCADE, related_name="rating_changes"
    )
    kind = models.CharField(max_length=10, choices=ChangeKind)
    before_u = models.PositiveIntegerField(null=True)
    after_u = models.PositiveIntegerField(null=True)
    answers = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    as_of = models.DateTimeField()

    class Meta:
        ordering = ["-as_of", "-id"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.before_u} -> {self.after_u} ({self.kind})"


def rating_from(path: str = "") -> Coalesce:
    """For a query: the rating that counts now. `path` leads from the rows to their version."""
    return Coalesce(f"{path}rating__rating_u", f"{path}rating_u")
