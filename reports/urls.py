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
    path("progress/<slug:code>/", views.progress, name="progress"),
    path("progress/<slug:code>/weaknesses/", views.weaknesses, name="weaknesses"),
]

# /api/v1/attempts/
api_urlpatterns = [
    path("<uuid:attempt_id>/report/", api.ReportApi.as_view(), name="report"),
]
