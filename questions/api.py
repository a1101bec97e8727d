"""Exams and their blueprints, in JSON. Questions have no door here: a paper shows them."""

from typing import Any

from django.db.models import Count
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from exam_platform.http import ApiRequest
from questions.models import Exam, QuestionVersion


class ExamOutput(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    minutes = serializers.IntegerField()
    item_count = serializers.IntegerField()
    scored_count = serializers.IntegerField()
    pilot_count = serializers.IntegerField()
    pass_mark = serializers.IntegerField()
    offers_mock_exam = serializers.BooleanField()


class ExamsApi(APIView):
    @extend_schema(responses=ExamOutput(many=True))
    def get(self, request: ApiRequest) -> Response:
        return Response(ExamOutput(Exam.objects.all(), many=True).data)


class ExamApi(APIView):
    class Output(ExamOutput):
        class Domain(serializers.Serializer[Any]):
            class Task(serializers.Serializer[Any]):
                number = serializers.CharField()
                title = serializers.CharField()
                question_count = serializers.SerializerMethodField()

                def get_question_count(self, task: Any) -> int:
                    return int(self.context["counts"].get(task.pk, 0))

            number = serializers.IntegerField()
            title = serializers.CharField()
            weight = serializers.IntegerField()
            tasks = Task(many=True)

        item_types = serializers.ListField(child=serializers.CharField())
        languages = serializers.ListField(child=serializers.CharField())
        source = serializers.URLField()  # type: ignore[assignment]  # a field, not the base's
        checked_on = serializers.DateField()
        domains = Domain(many=True)

    @extend_schema(responses=Output)
    def get(self, request: ApiRequest, code: str) -> Response:
        exam = get_object_or_404(Exam.objects.prefetch_related("domains__tasks"), code=code)
        return Response(self.Output(exam, context={"counts": question_counts(exam)}).data)


def question_counts(exam: Exam) -> dict[int, int]:
    """Task -> how many questions candidates can meet there."""
    rows = (
        QuestionVersion.objects.current()
        .of_exam(exam)
        .values_list("question__question_tasks__task")
        .annotate(questions=Count("question", distinct=True))
    )
    return dict(rows)
