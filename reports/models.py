"""What a worker found out about one attempt and all that came before it."""

from django.db import models
from django.db.models import QuerySet

from attempts.models import Attempt


class Report(models.Model):
    """Where a candidate stood after an attempt. Written once by `reports.weakness`, then only read.

    `domains` and `tasks` are lists, what gains most first. Each entry has number, title, weight
    (percent of the exam), mean, low, high, pass_level, label, answered, correct and gain; a task
    also names its domain. mean, low, high (90 %) and pass_level are shares (0 to 1) of the
    questions of that domain or task answered right. `overall` has the same for the whole exam, and
    how many attempts it rests on. `actions` are next steps: title, detail, minutes, url.
    `method` names the model's constants, so that an old report can be told from a new one.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="report")
    computed_at = models.DateTimeField()
    domains = models.JSONField(default=list)
    tasks = models.JSONField(default=list)
    overall = models.JSONField(default=dict)
    actions = models.JSONField(default=list)
    method = models.JSONField(default=dict)

    class Meta:
        ordering = ["-computed_at"]

    def __str__(self) -> str:
        return f"Report on {self.attempt_id}"


def awaiting_report() -> QuerySet[Attempt]:
    """Attempts that ended and were scored, and that no worker has looked at yet."""
    return Attempt.objects.scored().filter(report__isnull=True)
