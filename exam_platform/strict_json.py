"""The only body the API reads. Apart from http.py, because DRF loads it while that is loading."""

import json
from typing import Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

LARGEST_BODY = 2_500_000  # bytes


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = f"A request may hold at most {LARGEST_BODY:,} bytes."


class StrictJsonParser(JSONParser):
    """JSON in UTF-8, of bounded size; no NaN, no key given twice, no bottomless nesting."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise TooLarge
        try:
            data = json.loads(
                body.decode(), object_pairs_hook=_without_repeats, parse_constant=_no_number
            )
            json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair is no text
        except (ValueError, RecursionError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else error
            raise ParseError(f"The body is not JSON we can read: {reason}") from error
        return data


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")
