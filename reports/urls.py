from django.urls import path

import questions.urls  # noqa: F401  # how a question's reference stands in an address
from reports import api, corrections, views

app_name = "reports"

# /
urlpatterns = [
    path("attempts/<uuid:attempt_id>/report/", views.report, name="report"),
    path("errata/", corrections.errata, name="errata"),
    path(
        "author/questions/<reference:reference>/versions/<int:number>/correction/",
        corrections.correction,
        name="correction",
    ),
    path("author/corrections/<int:correction_id>/", corrections.rescoring, name="rescoring"),
    path("attempts/<uuid:attempt_id>/report/official/", views.official, name="official"),
    path("attempts/<uuid:attempt_id>/report.csv", views.report_csv, name="report_csv"),
    path("attempts/<uuid:attempt_id>/report.pdf", views.report_pdf, name="report_pdf"),
    path("progress/<slug:code>/", views.progress, name="progress"),
    path("progress/<slug:code>/weaknesses/", views.weaknesses, name="weaknesses"),
    path("progress/<slug:code>/real-results/", views.real_results, name="real_results"),
    path("progress/<slug:code>/real-results/withdrawal/", views.withdrawal, name="withdrawal"),
    path("author/analysis/", views.analysis, name="analysis"),
    path(
        "author/analysis/<reference:reference>/", views.question_analysis, name="question_analysis"
    ),
]

# /api/v1/attempts/
api_urlpatterns = [
    path("<uuid:attempt_id>/report/", api.ReportApi.as_view(), name="report"),
]
