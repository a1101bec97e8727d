import pytest
from drf_spectacular.validation import validate_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(as_alice) -> dict:
    return as_alice.get("/api/v1/schema/").json()


def test_the_schema_is_valid_openapi(schema):
    validate_schema(schema)


def test_programs_are_told_to_send_a_bearer_token(schema):
    assert schema["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}


def test_each_views_input_has_a_name_of_its_own(schema):
    assert {"AnswerApiInput", "AttemptsApiInput"} <= schema["components"]["schemas"].keys()


def test_every_operation_of_the_api_wants_a_sign_in(schema):
    operations = [
        operation for methods in schema["paths"].values() for operation in methods.values()
    ]
    assert operations
    assert all({"token": []} in operation["security"] for operation in operations)
