"""Through the callables that servers call: the test client builds its requests elsewhere."""

import asyncio
import io
import json
import os
import secrets
import subprocess
import sys
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from exam_platform.charsets import safe_asgi, safe_wsgi
from exam_platform.quickstart.engine import free_socket, web_server
from tests.bad_input.judging import HEADERS
from tests.conftest import ROOT

FOREIGN = [
    "text/plain; charset=base64",
    "text/plain; charset=rot13",
    "text/plain; charset=utf-16",
    "text/plain; charset=no-such-thing",
    "text/plain; charset=",
    "text/plain; charset=\xe9",
    "text/plain; charset=undefined",
    "text/plain; charset=idna",
    "text/plain; charset*=nowhere''utf-8",
    "text/plain; name*=nowhere''x",
]
OURS = ["", "text/plain", "application/json; charset=utf-8", 'text/plain; charset="UTF-8"', ";;;="]
PATH, QUERY = "/api/v1/attempts/", "a=%C3%A9"


def over_wsgi(application, content_type):
    """(status, headers, body) of one POST with a query."""
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": PATH,
        "QUERY_STRING": QUERY,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "2",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(b"{}"),
    }
    setup_testing_defaults(environ)
    heard = []
    parts = application(environ, lambda *said: heard.extend(said[:2]))
    body = b"".join(parts)
    parts.close()
    return int(heard[0].split()[0]), dict(heard[1]), body


def over_asgi(application, content_type):
    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "query_string": QUERY.encode(),
        "headers": [
            (b"host", b"localhost"),
            (b"content-length", b"2"),
            (b"content-type", content_type.encode("latin-1")),
        ],
    }
    heard = []

    async def receive():
        if heard_request:
            await asyncio.Event().wait()
        heard_request.append(True)
        return {"type": "http.request", "body": b"{}"}

    async def send(message):
        heard.append(message)

    heard_request: list[bool] = []
    asyncio.run(application(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in heard[0]["headers"]}
    return heard[0]["status"], headers, b"".join(each["body"] for each in heard[1:])


@pytest.fixture(autouse=True)
def a_request_leaves_the_connection_of_the_test(db):
    """As Django's own test client: a server's request ends with closing what it finds open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


DOORS = {
    "wsgi": lambda content_type: over_wsgi(safe_wsgi(WSGIHandler()), content_type),
    "asgi": lambda content_type: over_asgi(safe_asgi(ASGIHandler()), content_type),
}


@pytest.mark.parametrize("content_type", FOREIGN)
@pytest.mark.parametrize("door", DOORS)
def test_a_foreign_charset_is_refused_with_all_that_an_answer_bears(door, content_type):
    status, headers, body = DOORS[door](content_type)
    assert status == 400
    assert json.loads(body)["code"] == "bad_request"
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("content_type", OURS)
@pytest.mark.parametrize("door", DOORS)
def test_everything_else_is_read(door, content_type):
    assert DOORS[door](content_type)[0] == 401


def test_the_control_django_alone_fails_at_a_codec_that_is_none_of_text():
    with pytest.raises(LookupError, match="not a text encoding"):
        over_wsgi(WSGIHandler(), "text/plain; charset=base64")


@pytest.mark.parametrize("door", ["wsgi", "asgi"])
def test_what_servers_import_is_wrapped(door, tmp_path):
    asked = f"over_{door}(application, 'text/plain; charset=base64')[0]"
    script = f"from exam_platform.{door} import application\n"
    script += f"from tests.exam_platform.test_charsets import over_{door}\nprint('status', {asked})"
    told = {"SECRET_KEY": secrets.token_urlsafe(50), "REHEARSAL_DATA": str(tmp_path)}
    heard = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={name: each for name, each in os.environ.items() if name != "DATABASE_URL"} | told,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "status 400" in heard.stdout


def test_what_the_quickstart_serves_is_wrapped():
    server = web_server(free_socket(18000))
    try:
        assert over_wsgi(server.application, "text/plain; charset=base64")[0] == 400
    finally:
        server.close()
