"""What a worker found out about one attempt and all that came before it."""

from django.db import models
from django.db.models import Q, QuerySet

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


class ReportFailure(models.Model):
    """A report that could not be made. Written by `reports.outbox`; gone when the report is there.

    `error` names the class of what was raised and not its words, which might hold an answer.
    `again_at` is when it will be tried once more; null when that was given up.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="report_failure")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=100)
    failed_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["failed_at"]

    def __str__(self) -> str:
        return f"{self.error} at report on {self.attempt_id}"


def awaiting_report() -> QuerySet[Attempt]:
    """Attempts that ended and were scored, and have no report; but for those given up."""
    missing = Attempt.objects.scored().filter(report__isnull=True)
    return missing.filter(Q(report_failure=None) | Q(report_failure__again_at__isnull=False))


def given_up() -> QuerySet[ReportFailure]:
    """Reports that nobody tries to make any more until an operator says so."""
    return ReportFailure.objects.filter(again_at=None)
