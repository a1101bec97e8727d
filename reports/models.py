"""What workers found out: about a candidate after an attempt, about a question every night."""

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


class ItemStatistic(models.Model):
    """What the answers to a version say about it, all counted anew every night.

    Written by `reports.item_analysis` alone. Counted are first sightings by candidates who made an
    effort; `n` of them. `p` is the share right, `rpb` the point-biserial correlation with the rest
    of the form, `se` its standard error. The times are those of `reports.answer_times.Times`.
    `exposure` is the share of recent forms that it stood on, `fair_exposure` that given by chance.
    `fifths` has the answers of each fifth of the candidates, weakest first; `choices` is a list of
    {label, kind, counts}, `flags` of {rule, rank, words, advice}; `rank` is the highest of them.
    """

    version = models.OneToOneField(
        "questions.QuestionVersion", on_delete=models.CASCADE, related_name="statistic"
    )
    n = models.PositiveIntegerField(default=0)
    p = models.FloatField(null=True)
    rpb = models.FloatField(null=True)
    se = models.FloatField(null=True)
    timed = models.PositiveIntegerField(default=0)
    median_s = models.FloatField(null=True)
    p95_s = models.FloatField(null=True)
    rapid_share = models.FloatField(null=True)
    rapid_below_s = models.FloatField()
    exposure = models.FloatField(default=0)
    fair_exposure = models.FloatField(default=1)
    fifths = models.JSONField(default=list)
    choices = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField(default=0)
    as_of = models.DateTimeField()

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.n} answers"


class Effort(models.Model):
    """An attempt whose answers say something about their questions: its candidate made an effort.

    Written anew before each run over all answers (`reports.tallies`), for the joins of that run.
    `ability` is the mean of its items' `rest_adj`, `last_answered` the place of the last answer.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, primary_key=True)
    exam = models.ForeignKey("questions.Exam", on_delete=models.CASCADE, related_name="+")
    ability = models.FloatField()
    last_answered = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.ability:.3f}"


def awaiting_report() -> QuerySet[Attempt]:
    """Attempts that ended and were scored, and have no report; but for those given up."""
    missing = Attempt.objects.scored().filter(report__isnull=True)
    return missing.filter(Q(report_failure=None) | Q(report_failure__again_at__isnull=False))


def given_up() -> QuerySet[ReportFailure]:
    """Reports that nobody tries to make any more until an operator says so."""
    return ReportFailure.objects.filter(again_at=None)
