"""The machine's door: the same rules as views.py, in JSON. Fields not listed are refused."""

from typing import Any
from uuid import UUID

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import ExtraTime
from attempts import answering, debriefing, lifecycle, overview, presentation, results
from attempts.access import own_attempt_or_404, own_unread_attempt
from attempts.forms import SaveInput
from attempts.models import Attempt
from attempts.scoring import UNIT
from attempts.states import Mode, Sure
from exam_platform.http import (
    ApiRequest,
    StrictBoolean,
    StrictInteger,
    StrictList,
    StrictSerializer,
    StrictText,
    check_idempotency_key,
)
from exam_platform.strict_json import StrictJsonParser
from questions.models import Exam

MOST_LISTED = 100  # the newest


class AttemptOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    exam = serializers.CharField()
    mode = serializers.ChoiceField(choices=Mode.choices)
    state = serializers.CharField()
    started_at = serializers.DateTimeField()
    deadline = serializers.DateTimeField()
    remaining_ms = serializers.IntegerField()
    is_paused = serializers.BooleanField()
    item_count = serializers.IntegerField()
    revision = serializers.IntegerField()


class AttemptsApi(APIView):
    class Input(StrictSerializer):
        exam = StrictText()
        mode = serializers.ChoiceField(choices=Mode.choices)
        extra_time = serializers.ChoiceField(choices=ExtraTime.choices, default=ExtraTime.NONE)
        form = StrictText(default="", max_length=60, help_text="A form fixed for a group.")

        def validate_exam(self, code: str) -> Exam:
            exam = Exam.objects.filter(code=code).first()
            if exam is None:
                raise serializers.ValidationError("There is no such exam. See exams/.")
            return exam

    @extend_schema(responses=AttemptOutput(many=True))
    def get(self, request: ApiRequest) -> Response:
        views = overview.resume_views(Attempt.objects.of(request.user)[:MOST_LISTED], now=now())
        return Response(AttemptOutput(views, many=True).data)

    @extend_schema(request=Input, responses={200: AttemptOutput, 201: AttemptOutput})
    def post(self, request: ApiRequest) -> Response:
        check_idempotency_key(request)
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        attempt, created = lifecycle.start(
            candidate=request.user, now=now(), **wanted.validated_data
        )
        view = overview.resume_view(attempt, now=now())
        code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return Response(AttemptOutput(view).data, status=code)


class AttemptApi(APIView):
    @extend_schema(responses=AttemptOutput)
    def get(self, request: ApiRequest, attempt_id: UUID) -> Response:
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        return Response(AttemptOutput(overview.resume_view(attempt, now=now())).data)


class PaperApi(APIView):
    class Output(serializers.Serializer[Any]):
        class Item(serializers.Serializer[Any]):
            class Option(serializers.Serializer[Any]):
                id = serializers.CharField()
                html = serializers.CharField()

            position = serializers.IntegerField()
            type = serializers.CharField()
            case_study = serializers.IntegerField(
                source="case_study.id", default=None, allow_null=True
            )
            stem_html = serializers.CharField()
            select = serializers.IntegerField()
            options = Option(many=True)
            prompts = Option(many=True)
            answer = serializers.JSONField()
            rev = serializers.IntegerField()
            flagged = serializers.BooleanField()

        class CaseStudy(serializers.Serializer[Any]):
            id = serializers.IntegerField()
            title = serializers.CharField()
            html = serializers.CharField()

        items = Item(many=True)
        case_studies = CaseStudy(many=True)

    @extend_schema(responses=Output)
    def get(self, request: ApiRequest, attempt_id: UUID) -> Response:
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        lifecycle.ensure_not_paused(attempt)
        items = presentation.paper(presentation.items_of(attempt))
        cases = {item.case_study.id: item.case_study for item in items if item.case_study}
        return Response(self.Output({"items": items, "case_studies": cases.values()}).data)


class AnswerApi(APIView):
    class Input(SaveInput):
        pass

    class Output(serializers.Serializer[Any]):
        rev = serializers.IntegerField()
        saved_at = serializers.DateTimeField(source="received_at")
        remaining_ms = serializers.IntegerField()

    @extend_schema(request=Input, responses=Output)
    def put(self, request: ApiRequest, attempt_id: UUID, position: int) -> Response:
        received_at = now()
        wanted = self.Input(data=request.data)
        if not wanted.is_valid():
            own_attempt_or_404(request.user, attempt_id, now=received_at)  # first whose, then what
            raise serializers.ValidationError(wanted.errors)
        given = answering.Given(**wanted.validated_data)
        with own_unread_attempt(request.user, attempt_id) as attempt:
            event = answering.save(attempt, position, given, now=received_at)
        return Response(self.Output(event).data)


class Highlight(serializers.ListField):
    """[start, end]: character offsets into the text of the stem."""

    child = StrictInteger(min_value=0, max_value=20_000)
    min_length = max_length = 2


class MarksApi(APIView):
    """What a candidate notes about an item, and the time spent. What is absent stays as it is."""

    class Input(StrictSerializer):
        flagged = StrictBoolean(required=False)
        struck = StrictList(child=StrictText(max_length=1), required=False, max_length=9)
        note = StrictText(required=False, allow_blank=True, max_length=2000)
        sure = serializers.ChoiceField(choices=Sure.choices, required=False, allow_blank=True)
        highlights = serializers.ListField(child=Highlight(), required=False, max_length=100)
        seconds_more = StrictInteger(required=False, min_value=0, max_value=36_000)

    class Output(serializers.Serializer[Any]):
        flagged = serializers.BooleanField()
        note = serializers.CharField()
        sure = serializers.CharField()
        seconds = serializers.IntegerField()

    @extend_schema(request=Input, responses=Output)
    def put(self, request: ApiRequest, attempt_id: UUID, position: int) -> Response:
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        item = answering.mark(attempt, position, **wanted.validated_data, now=now())
        return Response(self.Output(item).data)


class PauseApi(APIView):
    @extend_schema(request=None, responses=AttemptOutput)
    def post(self, request: ApiRequest, attempt_id: UUID) -> Response:
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        lifecycle.pause(attempt, by=request.user, now=now())
        return Response(AttemptOutput(overview.resume_view(attempt, now=now())).data)


class ResumptionApi(APIView):
    @extend_schema(request=None, responses=AttemptOutput)
    def post(self, request: ApiRequest, attempt_id: UUID) -> Response:
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        lifecycle.resume(attempt, by=request.user, now=now())
        return Response(AttemptOutput(overview.resume_view(attempt, now=now())).data)


class SubmissionApi(APIView):
    """Hand in. There is nothing to say with it, so an empty body of any kind will do."""

    Input = StrictSerializer
    parser_classes = (StrictJsonParser, FormParser, MultiPartParser)

    @extend_schema(request=None, responses=AttemptOutput)
    def post(self, request: ApiRequest, attempt_id: UUID) -> Response:
        check_idempotency_key(request)
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        self.Input(data=request.data or {}).is_valid(raise_exception=True)
        lifecycle.submit(attempt, by=request.user, now=now())
        return Response(AttemptOutput(overview.resume_view(attempt, now=now())).data)


class ResultApi(APIView):
    class Output(serializers.Serializer[Any]):
        class Domain(serializers.Serializer[Any]):
            number = serializers.IntegerField()
            title = serializers.CharField()
            weight = serializers.IntegerField()
            correct = serializers.IntegerField()
            scored = serializers.IntegerField()
            low = serializers.FloatField()
            high = serializers.FloatField()
            label = serializers.CharField()  # type: ignore[assignment]  # a field, not the base's

        raw = serializers.IntegerField()
        scored = serializers.IntegerField()
        cut = serializers.SerializerMethodField()
        scaled = serializers.IntegerField()
        pass_mark = serializers.IntegerField()
        passed = serializers.BooleanField()
        low = serializers.IntegerField()
        high = serializers.IntegerField()
        is_provisional = serializers.BooleanField()
        domains = Domain(many=True)

        def get_cut(self, result: Any) -> float:
            return float(result.cut_u / UNIT)

    @extend_schema(responses=Output)
    def get(self, request: ApiRequest, attempt_id: UUID) -> Response:
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        return Response(self.Output(results.result_of(attempt, now=now())).data)


class ReviewApi(APIView):
    class Output(serializers.Serializer[Any]):
        class Item(serializers.Serializer[Any]):
            class Option(serializers.Serializer[Any]):
                id = serializers.CharField(source="letter")
                html = serializers.CharField()
                correct = serializers.BooleanField()
                because_html = serializers.CharField()

            class Prompt(serializers.Serializer[Any]):
                id = serializers.CharField(source="number")
                html = serializers.CharField()
                match = serializers.CharField(source="correct")
                because_html = serializers.CharField()

            position = serializers.IntegerField()
            task = serializers.CharField()
            task_title = serializers.CharField()
            type = serializers.CharField()
            stem_html = serializers.CharField()
            answer = serializers.JSONField()
            key = serializers.JSONField(allow_null=True)
            correct = serializers.BooleanField(source="is_correct", allow_null=True)  # void: null
            scored = serializers.BooleanField(source="is_scored")
            options = Option(many=True)
            prompts = Prompt(many=True)
            decides = serializers.CharField()
            takeaway = serializers.CharField()
            references = serializers.ListField(child=serializers.DictField())

        items = Item(many=True)

    @extend_schema(responses=Output)
    def get(self, request: ApiRequest, attempt_id: UUID) -> Response:
        items = debriefing.answered_items(own_attempt_or_404(request.user, attempt_id, now=now()))
        return Response(self.Output({"items": items}).data)


class SolutionApi(APIView):
    """The key of one question at once, in practice; its answer stands from then on."""

    @extend_schema(request=None, responses=ReviewApi.Output.Item)
    def post(self, request: ApiRequest, attempt_id: UUID, position: int) -> Response:
        attempt = own_attempt_or_404(request.user, attempt_id, now=now())
        item = answering.reveal(attempt, position, now=now())
        return Response(ReviewApi.Output.Item(debriefing.solution(attempt, item)).data)
