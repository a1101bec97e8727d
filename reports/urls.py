from django.urls import path

import questions.urls  # noqa: F401  # how a question's reference stands in an address
from reports import api, views

app_name = "reports"

# /
urlpatterns = [
    path("attempts/<uuid:attempt_id>/report/", views.report, name="report"),
    path("progress/<slug:code>/", views.progress, name="progress"),
    path("progress/<slug:code>/weaknesses/", views.weaknesses, name="weaknesses"),
    path("author/analysis/", views.analysis, name="analysis"),
    path(
        "author/analysis/<reference:reference>/", views.question_analysis, name="question_analysis"
    ),
]

# /api/v1/attempts/
api_urlpatterns = [
    path("<uuid:attempt_id>/report/", api.ReportApi.as_view(), name="report"),
]
