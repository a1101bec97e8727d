"""What a first visit downloads: every style sheet and script that a page asks for, in gzip."""

import gzip
import re
from posixpath import join, normpath

from benchmarks.client import Client

LINKS = re.compile(r'<(?:link rel="(?:stylesheet|modulepreload)" href|script[^>]* src)="([^"]+)"')
IMPORTS = re.compile(r'\b(?:from|import) "(\.[^"]+\.js)"')
NGINX_LEVEL, STATIC_LEVEL = 1, 9  # as the proxy compresses pages, and collectstatic files


def page_gzip(body: bytes) -> int:
    """Bytes of a page on the wire."""
    return len(gzip.compress(body, NGINX_LEVEL))


def assets_gzip(client: Client, *paths: str) -> dict[str, int]:
    """Address -> bytes, for all style sheets and scripts of these pages and what those import."""
    found: dict[str, int] = {}
    waiting = [link for path in paths for link in LINKS.findall(client.get(path).body.decode())]
    while waiting:
        address = waiting.pop()
        if address not in found:
            body = client.get(address).body
            found[address] = len(gzip.compress(body, STATIC_LEVEL))
            waiting += _imports(address, body.decode())
    return found


def _imports(address: str, source: str) -> list[str]:
    if not address.endswith(".js"):
        return []
    return [normpath(join(address, "..", each)) for each in IMPORTS.findall(source)]
