from django.urls import path

from questions import api

app_name = "questions"

# /author/
urlpatterns: list = []

# /api/v1/exams/
api_urlpatterns = [
    path("", api.ExamsApi.as_view(), name="exams"),
    path("<slug:code>/", api.ExamApi.as_view(), name="exam"),
]
