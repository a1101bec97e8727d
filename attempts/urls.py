from django.urls import path

from attempts import api, views

app_name = "attempts"

# /
urlpatterns = [
    path("", views.home, name="home"),
    path("exams/", views.exams, name="exams"),
    path("exams/<slug:code>/", views.exam, name="exam"),
    path("exams/<slug:code>/start/", views.start, name="start"),
    path("attempts/", views.attempts, name="attempts"),
    path("attempts/worker.js", views.worker, name="worker"),
    path("attempts/<uuid:attempt_id>/", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/items/<int:position>/", views.item, name="item"),
    path("attempts/<uuid:attempt_id>/paper/", views.paper, name="paper"),
    path("attempts/<uuid:attempt_id>/review/", views.review, name="review"),
    path("attempts/<uuid:attempt_id>/submission/", views.submission, name="submission"),
    path(
        "attempts/<uuid:attempt_id>/items/<int:position>/solution/", views.solution, name="solution"
    ),
    path("attempts/<uuid:attempt_id>/answer-file/", views.answer_file, name="answer_file"),
    path("attempts/<uuid:attempt_id>/pause/", views.pause, name="pause"),
    path("attempts/<uuid:attempt_id>/resumption/", views.resumption, name="resumption"),
    path("accommodations/", views.accommodations, name="accommodations"),
    path("attempts/<uuid:attempt_id>/help/", views.guide, name="help"),
    path("attempts/<uuid:attempt_id>/answers/", views.answers, name="answers"),
    path("attempts/<uuid:attempt_id>/answers/<int:position>/", views.answers, name="answer"),
]

# /api/v1/attempts/
api_urlpatterns = [
    path("", api.AttemptsApi.as_view(), name="attempts"),
    path("<uuid:attempt_id>/", api.AttemptApi.as_view(), name="attempt"),
    path("<uuid:attempt_id>/paper/", api.PaperApi.as_view(), name="paper"),
    path("<uuid:attempt_id>/items/<int:position>/answer/", api.AnswerApi.as_view(), name="answer"),
    path("<uuid:attempt_id>/items/<int:position>/marks/", api.MarksApi.as_view(), name="marks"),
    path(
        "<uuid:attempt_id>/items/<int:position>/solution/",
        api.SolutionApi.as_view(),
        name="solution",
    ),
    path("<uuid:attempt_id>/pause/", api.PauseApi.as_view(), name="pause"),
    path("<uuid:attempt_id>/resumption/", api.ResumptionApi.as_view(), name="resumption"),
    path("<uuid:attempt_id>/submission/", api.SubmissionApi.as_view(), name="submission"),
    path("<uuid:attempt_id>/result/", api.ResultApi.as_view(), name="result"),
    path("<uuid:attempt_id>/review/", api.ReviewApi.as_view(), name="review"),
]
