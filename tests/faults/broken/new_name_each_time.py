"""A web server for which every delivery is a new event: no repeat is ever recognised."""

import io
import json
import re
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any
from uuid import uuid4

from exam_platform.wsgi import application as program

ANSWER = re.compile(r"/api/v1/attempts/(.+)/items/(\d+)/answer/$")
process, numbers = uuid4().hex, count(1)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "PUT" and ANSWER.search(environ["PATH_INFO"]):
        given = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        body = json.dumps({**given, "client_id": process, "seq": next(numbers)}).encode()
        environ = {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    return program(environ, start_response)
