"""Collected static files: a hash in every name, also where modules import them; no comments."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

COMMENT = re.compile(
    rb"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE
)


def without_comments(script: bytes) -> bytes:
    """A script without the lines that are nothing but comment: the types are for its readers."""
    return COMMENT.sub(b"", script)


class HashedStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        own = [name for name in paths if re.match(r"js/(?!vendor/).*\.js$", name)]
        for name in [] if options.get("dry_run") else own:
            collected = Path(self.path(name))
            collected.write_bytes(without_comments(collected.read_bytes()))
            paths[name] = (self, name)
        yield from super().post_process(paths, **options)
