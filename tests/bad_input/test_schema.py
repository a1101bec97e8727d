"""What the OpenAPI document promises, tried by machine: data that fits it, and data that does not.

The document lists no refusals (4xx), so that every status is documented is checked of success only;
every refusal is held to the one shape that all of them share.
"""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import CacheConfig, SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from accounts import tokens
from tests import factories

CONFIG = SchemathesisConfig(seed=1, cache=CacheConfig(enabled=False))
BOUNDED = settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OF_A_SUCCESS = [not_a_server_error, response_schema_conformance, content_type_conformance]
AFTER_THE_END = ("/result/", "/review/", "/report/")


@pytest.fixture(autouse=True)
def one_connection():
    """A real WSGI door lets its connection go after each request; a test needs the same one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(alice):
    return {"Authorization": f"Bearer {tokens.issue(alice, name='fuzz', now=now())[1]}"}


@pytest.fixture
def api(headers):
    where = "/api/v1/schema/"
    return schemathesis.openapi.from_wsgi(
        where, get_wsgi_application(), config=CONFIG, headers=headers
    )


@pytest.fixture
def known(alice) -> dict[str, dict]:
    """Addresses that lead somewhere; by themselves random ids would only ever be 404."""
    exam = factories.exam(code="EX")
    ended = factories.finished(of=alice, exam=exam, right=2, wrong=1)
    running = factories.attempt(of=alice, exam=exam)
    plain = {"code": "EX", "position": 1}
    return {
        "ended": plain | {"attempt_id": str(ended.pk)},
        "running": plain | {"attempt_id": str(running.pk)},
    }


def leading_somewhere(operation, values: dict) -> dict:
    places = {name: value for name, value in values.items() if f"{{{name}}}" in operation.path}
    return {"path_parameters": places} if places else {}


def documented(operation, status: int) -> bool:
    return str(status) in operation.definition.raw["responses"]


def check(case, response) -> None:
    """Success as the document says; a refusal in the shape of all refusals; never a 5xx."""
    if response.status_code >= 400:
        case.validate_response(response, checks=[not_a_server_error])
        assert {"code", "detail"} <= json.loads(response.content).keys()
        return
    assert documented(case.operation, response.status_code), response.status_code
    case.validate_response(response, checks=OF_A_SUCCESS)


def tried(operation, mode: GenerationMode, headers: dict, **places) -> list[int]:
    """Every status met in 25 requests. Each is undone."""
    met: list[int] = []

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode, **places))
    def run(case) -> None:
        with transaction.atomic():
            response = case.call(headers=headers)
            check(case, response)
            met.append(response.status_code)
            transaction.set_rollback(True)

    run()
    return met


def operations(api) -> list:
    return [result.ok() for result in api.get_all_operations()]


def test_data_that_fits_the_document_is_met_as_it_says(api, headers, known):
    met = {}
    for operation in operations(api):
        values = known["ended" if operation.path.endswith(AFTER_THE_END) else "running"]
        said = leading_somewhere(operation, values)
        met[operation.label] = tried(operation, GenerationMode.POSITIVE, headers, **said)
    assert len(met) == 15
    without_success = {label for label, statuses in met.items() if min(statuses) >= 400}
    # Generated words are hardly ever the code of an exam or the letter of an option, and what
    # belongs to practice is refused in an exam.
    assert without_success <= {
        "POST /api/v1/attempts/",
        "PUT /api/v1/attempts/{attempt_id}/items/{position}/answer/",
        "POST /api/v1/attempts/{attempt_id}/items/{position}/solution/",
        "POST /api/v1/attempts/{attempt_id}/pause/",
    }


def test_data_that_does_not_fit_is_refused_in_one_shape(api, headers, known):
    for operation in operations(api):
        if operation.body:
            said = leading_somewhere(operation, known["running"])
            met = tried(operation, GenerationMode.NEGATIVE, headers, **said)
            assert 400 in met, operation.label


def test_ids_out_of_the_air_are_nobodys(api, headers, known):
    for operation in operations(api):
        if "{attempt_id}" in operation.path:
            met = tried(operation, GenerationMode.POSITIVE, headers)
            assert set(met) <= {400, 404}, operation.label


def test_without_the_token_every_operation_is_401(api, known):
    for operation in operations(api):
        met = tried(operation, GenerationMode.POSITIVE, {"Authorization": "Bearer rh_0_0"})
        assert 401 in met, operation.label
        assert set(met) <= {401, 404}, operation.label  # 404: item -5 has no address at all


def test_a_server_that_breaks_its_word_is_caught(api, headers, known, monkeypatch):
    """The document says that an exam's minutes are a number."""
    monkeypatch.setattr(
        "questions.api.ExamOutput.to_representation", lambda self, exam: {"minutes": "ninety"}
    )
    (exams,) = [each for each in operations(api) if each.label == "GET /api/v1/exams/"]
    with pytest.raises(FailureGroup):
        tried(exams, GenerationMode.POSITIVE, headers)


def test_a_server_that_fails_is_caught(api, headers, known, monkeypatch):
    def fail(self, exam):
        raise ZeroDivisionError

    monkeypatch.setattr("questions.api.ExamOutput.to_representation", fail)
    (exams,) = [each for each in operations(api) if each.label == "GET /api/v1/exams/"]
    with pytest.raises(FailureGroup):
        tried(exams, GenerationMode.POSITIVE, headers)
