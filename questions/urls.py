from django.urls import path

from questions import api, views

app_name = "questions"

# /author/. An id of a question always has a dot or a dash in it, so "new" is none.
urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/new/", views.new, name="new"),
    path("questions/preview/", views.preview, name="preview"),
    path("questions/<str:reference>/", views.question, name="question"),
    path("questions/<str:reference>/versions/<int:number>/", views.version, name="version"),
    path("questions/<str:reference>/review/", views.review, name="review"),
    path("questions/<str:reference>/publication/", views.publication, name="publication"),
    path("questions/<str:reference>/draft/", views.draft, name="draft"),
    path("questions/<str:reference>/retirement/", views.retirement, name="retirement"),
]

# /api/v1/exams/
api_urlpatterns = [
    path("", api.ExamsApi.as_view(), name="exams"),
    path("<slug:code>/", api.ExamApi.as_view(), name="exam"),
]
