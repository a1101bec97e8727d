"""What workers found out, of candidates and of questions, and what the real exam said."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from attempts.models import Attempt
from questions.models import Exam


class Report(models.Model):
    """Where a candidate stood after an attempt. Written once by `reports.weakness`, then only read.

    `domains` and `tasks` are lists, what gains most first. Each entry has number, title, weight
    (percent of the exam), mean, low, high, pass_level, label, answered, correct and gain; a task
    also names its domain. mean, low, high (90 %) and pass_level are shares (0 to 1) of the
    questions of that domain or task answered right. `overall` has the same for the whole exam, and
    how many attempts it rests on. `actions` are next steps: title, detail, minutes, url.
    `readiness` is what was said of passing (see `reports.outlook`). `method` names the
    model's constants, so that an old report can be told from a new one.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="report")
    computed_at = models.DateTimeField()
    domains = models.JSONField(default=list)
    tasks = models.JSONField(default=list)
    overall = models.JSONField(default=dict)
    actions = models.JSONField(default=list)
    readiness = models.JSONField(default=dict)
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


class RealResult(models.Model):
    """What a candidate says the real exam said. Written by `reports.real_results` alone."""

    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="real_results"
    )
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="real_results")
    taken_on = models.DateField()
    passed = models.BooleanField()
    scaled = models.PositiveSmallIntegerField(null=True, blank=True)
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "exam", "taken_on"], name="one_real_result_per_exam_date"
            ),
            models.CheckConstraint(
                condition=Q(scaled=None) | Q(scaled__gte=100, scaled__lte=1000),
                name="real_score_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.exam} on {self.taken_on}"


class PassIntercept(models.Model):
    """How much more lenient (logits) the real exam is than ours, by `n` candidates' real results.

    Written by `reports.strictness` alone; one row for each day it was worked out.
    """

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="pass_intercepts")
    a = models.FloatField()
    n = models.PositiveIntegerField()
    as_of = models.DateField()
    method = models.JSONField(default=dict)

    class Meta:
        ordering = ["-as_of"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "as_of"], name="one_intercept_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.exam} on {self.as_of}: {self.a:+.3f} from {self.n}"


def latest_intercept(exam: Exam) -> PassIntercept:
    """The newest one; before the first, an unsaved one that shifts nothing."""
    newest = PassIntercept.objects.filter(exam=exam).order_by("-as_of").first()
    return newest or PassIntercept(exam=exam, a=0.0, n=0)


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
