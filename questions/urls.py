from django.urls import path, register_converter
from django.urls.converters import StringConverter

from questions import api, views

app_name = "questions"


class ReferencePath(StringConverter):
    """The id of a question as it can be: mla-1.1-004."""

    regex = "[a-z0-9.-]{1,40}"


register_converter(ReferencePath, "reference")

# /author/. An id of a question always has a dot or a dash in it, so "new" is none.
urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/new/", views.new, name="new"),
    path("questions/preview/", views.preview, name="preview"),
    path("questions/<reference:reference>/", views.question, name="question"),
    path("questions/<reference:reference>/versions/<int:number>/", views.version, name="version"),
    path("questions/<reference:reference>/review/", views.review, name="review"),
    path("questions/<reference:reference>/publication/", views.publication, name="publication"),
    path("questions/<reference:reference>/draft/", views.draft, name="draft"),
    path("questions/<reference:reference>/retirement/", views.retirement, name="retirement"),
]

# /api/v1/exams/
api_urlpatterns = [
    path("", api.ExamsApi.as_view(), name="exams"),
    path("<slug:code>/", api.ExamApi.as_view(), name="exam"),
]
