"""The machine's door to a report: the same rules as views.py, in JSON, field by field."""

from typing import Any
from uuid import UUID

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from attempts.access import own_attempt_or_404
from exam_platform.http import ApiRequest
from reports.access import result_of
from reports.errors import ReportGivenUp
from reports.models import Report, given_up
from reports.nudge import nudge


class ReportApi(APIView):
    class Output(serializers.Serializer[Any]):
        """Shares are 0 to 1, `low` and `high` bound 90 %. What gains most comes first."""

        class DomainEstimate(serializers.Serializer[Any]):
            number = serializers.IntegerField()
            title = serializers.CharField()
            weight = serializers.IntegerField()
            mean = serializers.FloatField()
            low = serializers.FloatField()
            high = serializers.FloatField()
            pass_level = serializers.FloatField()
            label = serializers.CharField()  # type: ignore[assignment]
            answered = serializers.IntegerField()
            correct = serializers.IntegerField()
            gain = serializers.FloatField()

        class TaskEstimate(serializers.Serializer[Any]):
            number = serializers.CharField()
            title = serializers.CharField()
            domain = serializers.IntegerField()
            weight = serializers.FloatField()
            mean = serializers.FloatField()
            low = serializers.FloatField()
            high = serializers.FloatField()
            pass_level = serializers.FloatField()
            label = serializers.CharField()  # type: ignore[assignment]
            answered = serializers.IntegerField()
            correct = serializers.IntegerField()
            gain = serializers.FloatField()

        class Overall(serializers.Serializer[Any]):
            mean = serializers.FloatField()
            low = serializers.FloatField()
            high = serializers.FloatField()
            pass_level = serializers.FloatField()
            label = serializers.CharField()  # type: ignore[assignment]
            answered = serializers.IntegerField()
            correct = serializers.IntegerField()
            attempts = serializers.IntegerField()

        class Readiness(serializers.Serializer[Any]):
            """Whole percent. `percent` is null unless there is enough evidence for a number."""

            kind = serializers.CharField(required=False)
            lead = serializers.CharField(required=False)
            detail = serializers.CharField(required=False)
            percent = serializers.IntegerField(required=False, allow_null=True)
            low = serializers.IntegerField(required=False, allow_null=True)
            high = serializers.IntegerField(required=False, allow_null=True)
            answers = serializers.IntegerField(required=False)
            attempts = serializers.IntegerField(required=False)
            real_results = serializers.IntegerField(required=False)
            is_calibrated = serializers.BooleanField(required=False)

        class Action(serializers.Serializer[Any]):
            title = serializers.CharField()
            detail = serializers.CharField()
            minutes = serializers.IntegerField()
            url = serializers.CharField()

        computed_at = serializers.DateTimeField()
        overall = Overall()
        readiness = Readiness()
        domains = DomainEstimate(many=True)
        tasks = TaskEstimate(many=True)
        actions = Action(many=True)

    class Pending(serializers.Serializer[Any]):
        state = serializers.CharField()

    @extend_schema(responses={200: Output, 202: Pending})
    def get(self, request: ApiRequest, attempt_id: UUID) -> Response:
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        result_of(attempt, now=now())
        report = Report.objects.filter(attempt=attempt).first()
        if report is None:
            if given_up().filter(attempt=attempt).exists():
                raise ReportGivenUp(
                    "The report could not be made. We know of it; the score stands."
                )
            nudge(attempt.pk)
            pending = self.Pending({"state": "computing"})
            return Response(pending.data, status=status.HTTP_202_ACCEPTED)
        return Response(self.Output(report).data)
