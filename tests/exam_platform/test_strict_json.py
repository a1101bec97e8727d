from io import BytesIO

import pytest
from rest_framework.exceptions import ParseError

from exam_platform.strict_json import LARGEST_BODY, StrictJsonParser, TooLarge


def read(body: bytes):
    return StrictJsonParser().parse(BytesIO(body))


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
        '{"a": 1}'.encode("utf-16"),
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": "\xff"}',
        b'{"a": ',
        b"",
    ],
)
def test_what_is_not_plain_json_is_refused(body):
    with pytest.raises(ParseError):
        read(body)


def test_a_body_may_reach_the_limit_and_not_pass_it():
    largest = b'"' + b"x" * (LARGEST_BODY - 2) + b'"'
    assert len(read(largest)) == LARGEST_BODY - 2
    with pytest.raises(TooLarge):
        read(largest + b" ")


def test_plain_json_is_read():
    assert read('{"a": [1, "é", null, true]}'.encode()) == {"a": [1, "é", None, True]}


@pytest.mark.django_db
def test_a_body_that_is_too_large_is_413(as_alice):
    answer = as_alice.post(
        "/api/v1/attempts/", b'"' + b"x" * LARGEST_BODY + b'"', content_type="application/json"
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
