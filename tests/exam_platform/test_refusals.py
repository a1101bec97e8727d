import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.exam_platform.doors"), pytest.mark.django_db]


@pytest.fixture
def patient(as_alice):
    """alice, seeing the page that follows an exception rather than the exception."""
    as_alice.raise_request_exception = False
    return as_alice


def test_a_broken_rule_is_a_page_that_says_so(patient):
    answer = patient.get("/page/", {"raise": "rule"})
    assert answer.status_code == 409
    assert "Somebody was faster." in answer.content.decode()


def test_an_absent_database_is_503_on_a_page_too(patient):
    answer = patient.get("/page/", {"raise": "database"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert "Nothing you saved is lost" in answer.content.decode()


def test_a_bug_is_a_plain_page_that_tells_nothing(patient):
    answer = patient.get("/page/", {"raise": "bug"})
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.content.decode()


def test_a_bug_under_api_is_json(patient):
    answer = patient.get("/api/v1/echo/", {"raise": "bug"})
    assert answer.status_code == 500
    assert answer.json()["code"] == "error"


def test_a_missing_role_is_a_page_with_the_reason(patient):
    answer = patient.get("/page/", {"raise": "refusal"})
    assert answer.status_code == 403
    assert "No." in answer.content.decode()


def test_an_unknown_page_does_not_say_whether_it_exists(patient):
    answer = patient.get("/nowhere/")
    assert answer.status_code == 404
    assert "does not exist or you cannot see it" in answer.content.decode()


def test_an_unknown_api_address_is_json(patient):
    answer = patient.get("/api/v1/nowhere/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_form_without_its_token_is_refused_in_words(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post("/account/", {"display_name": "Mallory"})
    assert answer.status_code == 403
    assert "This form had expired" in answer.content.decode()
    alice.refresh_from_db()
    assert alice.display_name == "Alice"


def test_a_session_without_its_token_cannot_write_to_the_api(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = client.post("/api/v1/echo/", "{}", content_type="application/json")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]


def test_a_foreign_host_name_is_refused(client):
    answer = client.get("/open/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "could not read this request" in answer.content.decode()
