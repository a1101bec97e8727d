import pytest
from django.http import HttpRequest
from django.template import engines
from rest_framework.exceptions import ValidationError

from exam_platform import http

pytestmark = [pytest.mark.urls("tests.exam_platform.doors"), pytest.mark.django_db]
ECHO = "/api/v1/echo/"


def send(client, body):
    return client.post(ECHO, body, content_type="application/json")


def test_a_rule_that_is_broken_becomes_code_and_detail_with_what_it_brings(as_alice):
    answer = as_alice.get(ECHO, {"raise": "rule"})
    assert answer.status_code == 409
    assert answer.json() == {"code": "stale", "detail": "Somebody was faster.", "rev": 3}


def test_an_absent_database_is_503_with_a_time_to_wait(as_alice):
    answer = as_alice.get(ECHO, {"raise": "database"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert answer.json()["code"] == "unavailable"


def test_without_a_sign_in_the_api_says_401_in_json(client):
    answer = client.get(ECHO)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_wrong_method_is_405_in_json(as_alice):
    answer = as_alice.delete(ECHO)
    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"


def test_a_body_of_another_type_is_415(as_alice):
    answer = as_alice.post(ECHO, {"count": 1})
    assert answer.status_code == 415
    assert answer.json()["code"] == "unsupported_media_type"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"count": "1"}, "count"),
        ({"count": True}, "count"),
        ({"count": 1.0}, "count"),
        ({"count": -1}, "count"),
        ({"count": [1]}, "count"),
        ({"text": 5}, "text"),
        ({"text": True}, "text"),
        ({"text": "nul \x00 inside"}, "text"),
        ({"text": "x" * 21}, "text"),
        ({"sure": "true"}, "sure"),
        ({"sure": 1}, "sure"),
        ({"pairs": {"1": 2}}, "pairs.1"),
        ({"id": 7}, "id"),
        ({"is_correct": True}, "is_correct"),
        ({"count": None}, "count"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_field_named(as_alice, body, field):
    answer = send(as_alice, body)
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["code"] == "invalid"
    assert list(problem["fields"]) == [field]
    assert problem["detail"].startswith(f"{field}: ")


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "5"])
def test_a_body_that_is_no_object_is_refused(as_alice, body):
    answer = send(as_alice, body)
    assert answer.status_code == 400
    assert answer.json()["fields"].keys() == {"body"}


def test_a_right_body_passes(as_alice):
    body = {"count": 2**31, "text": "é", "sure": False, "pairs": {"1": "B"}}
    assert send(as_alice, body).json() == body


def test_errors_inside_lists_and_objects_are_laid_flat():
    error = ValidationError({"items": [{}, {"order": ["No."]}], "non_field_errors": ["All wrong."]})
    answer = http.api_exception_handler(error, {})
    assert answer is not None
    assert answer.data["fields"] == {"items.1.order": ["No."], "body": ["All wrong."]}


def test_a_bug_stays_a_bug():
    assert http.api_exception_handler(ZeroDivisionError(), {}) is None


@pytest.mark.parametrize(("htmx", "expected"), [(True, "<b>part</b>"), (False, "page <b>part</b>")])
def test_the_server_chooses_the_partial(settings, tmp_path, rf, htmx, expected):
    (tmp_path / "things.html").write_text(
        "{% load partials %}page {% partialdef part inline %}<b>part</b>{% endpartialdef %}"
    )
    engines["django"].engine.dirs.insert(0, tmp_path)
    request: HttpRequest = rf.get("/")
    request.htmx = type("Htmx", (), {"__bool__": lambda self: htmx})()
    request.htmx.history_restore_request = False
    try:
        answer = http.page_or_partial(request, "things.html", "part", {}).render()
    finally:
        engines["django"].engine.dirs.remove(tmp_path)
    assert answer.content.decode().strip() == expected
    assert "HX-Request" in answer["Vary"]
