import pytest

pytestmark = [pytest.mark.urls("tests.exam_platform.doors"), pytest.mark.django_db]

ANSWERS = {
    200: "/open/",
    302: "/page/?raise=bug",
    400: "/open/?host=evil",
    404: "/nowhere/",
    409: "/open/?raise=rule",
    500: "/open/?raise=bug",
    503: "/open/?raise=database",
}


@pytest.mark.parametrize("status", ANSWERS)
def test_every_answer_bears_the_headers_whatever_its_status(client, status):
    client.raise_request_exception = False
    host = "evil.example" if status == 400 else "testserver"
    answer = client.get(ANSWERS[status], headers={"host": host})
    assert answer.status_code == status
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert policy_of(answer)["script-src"] == "'self'"


def policy_of(answer) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


def test_the_policy_allows_nothing_unsafe(client):
    assert policy_of(client.get("/open/")) == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_static_files_have_a_caching_rule_of_their_own_and_the_same_policy(client):
    answer = client.get("/static/css/tokens.css")
    assert answer.status_code == 200
    assert "no-store" not in answer["Cache-Control"]
    assert policy_of(answer)["default-src"] == "'self'"
    answer.close()


def test_the_api_page_has_no_inline_style_or_script(as_alice):
    page = as_alice.get("/api/v1/docs/")
    assert page.status_code == 200
    assert "<style" not in page.content.decode()
    script = as_alice.get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")


def test_the_schema_is_for_people_who_are_signed_in(client, as_alice):
    assert client.get("/api/v1/schema/").status_code == 401
    schema = as_alice.get("/api/v1/schema/").json()
    assert schema["openapi"].startswith("3.")
