"""What happened: every answer as it came, and each turn in the life of an attempt."""

from django.conf import settings
from django.db import models

from attempts.states import Outcome
from attempts.timing import remaining_ms


class AnswerEvent(models.Model):
    """One answer as it reached the server. Only ever added to; replaying them rebuilds the items.

    `number` counts an attempt's events from 1 without gaps. A client names its own events by
    (`client_id`, `seq`): the same pair again is the same event, not a new one.
    """

    attempt = models.ForeignKey(
        "attempts.Attempt", on_delete=models.CASCADE, related_name="answer_events"
    )
    item = models.ForeignKey(
        "attempts.Item", on_delete=models.CASCADE, related_name="answer_events"
    )
    number = models.PositiveIntegerField()
    client_id = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()
    answer = models.JSONField(null=True)
    base_rev = models.PositiveIntegerField()
    rev = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    received_at = models.DateTimeField()
    deadline = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "client_id", "seq"], name="one_event_per_client_and_seq"
            ),
            models.UniqueConstraint(fields=["attempt", "number"], name="one_event_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} event {self.number}: {self.outcome}"

    @property
    def remaining_ms(self) -> int:
        """What the candidate's clock showed when this answer arrived."""
        return remaining_ms(self.deadline, now=self.received_at)


class AttemptEvent(models.Model):
    """What happened to an attempt as a whole, and who did it. Only ever added to."""

    attempt = models.ForeignKey("attempts.Attempt", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    happened_at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["happened_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} at {self.happened_at:%F %T}"
