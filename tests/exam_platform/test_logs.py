import hashlib
import json
import logging

import pytest

from exam_platform.logs import logging_config

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.exam_platform.doors")]


def told(caplog) -> dict:
    (record,) = [r for r in caplog.records if r.name == "rehearsal.requests"]
    return vars(record)


def test_a_request_is_one_line_without_name_or_address(as_alice, alice, caplog):
    caplog.set_level(logging.INFO)
    answer = as_alice.get("/account/?token=secret")
    line = told(caplog)
    assert (line["method"], line["route"], line["status"]) == ("GET", "account/", 200)
    assert line["user_hash"] == hashlib.sha256(f"user {alice.pk}".encode()).hexdigest()[:12]
    assert answer["X-Request-Id"]
    assert "alice" not in str(line)
    assert "secret" not in str(line)


def test_the_token_of_a_reset_link_is_not_logged(client, caplog):
    caplog.set_level(logging.INFO)
    client.get("/accounts/password/reset/key/1-the-very-token/")
    assert "the-very-token" not in str(told(caplog))


def test_an_anonymous_request_has_no_user_and_costs_no_query(
    client, caplog, django_assert_num_queries
):
    caplog.set_level(logging.INFO)
    with django_assert_num_queries(0):
        client.get("/health/live")
    assert told(caplog)["user_hash"] is None


def test_a_line_is_json_and_a_line_break_in_it_cannot_forge_another():
    config = logging_config(level="INFO")["formatters"]["structured"]
    formatter = config.pop("()")(**config)
    record = logging.LogRecord("tests", logging.WARNING, __file__, 1, "one\nforged", (), None)
    text = formatter.format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert line["event"] == "one\nforged"
    assert line["level"] == "warning"
    assert line["timestamp"].endswith("Z")
