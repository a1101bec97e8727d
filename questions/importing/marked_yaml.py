"""YAML that remembers its lines, and takes nothing but plain data.

Refused: a key given twice, aliases and merges (they can grow a small file into a huge one), tags,
several documents in one file, files over 2 MB and nesting over 20 levels.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser

LARGEST_FILE = 2_000_000  # bytes
DEEPEST = 20
_TAGS = {"str", "int", "float", "bool", "null", "seq", "map"}


class Unreadable(Exception):
    """A file that is not YAML we take. `line` counts from 1."""

    def __init__(self, message: str, *, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class Record(dict[str, Any]):
    """A mapping that knows the line of itself and of each of its keys."""

    def __init__(self, *, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, field: str) -> int:
        return self.lines.get(field, self.line)


class _Loader(yaml.SafeLoader):
    """Plain scalars; dates and times stay text, since every field says itself what it takes."""

    deep = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        line = Parser.peek_event(self).start_mark.line + 1
        if self.check_event(yaml.AliasEvent):
            raise Unreadable("Aliases (*name) are not taken. Write the text out.", line=line)
        self.deep += 1
        if self.deep > DEEPEST:
            raise Unreadable(f"Nested deeper than {DEEPEST} levels.", line=line)
        node = Composer.compose_node(self, parent, index)
        self.deep -= 1
        return node


def read(path: Path) -> Any:
    """The one document of a file; mappings come as `Record`. Raises `Unreadable`."""
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(f"The file is larger than {LARGEST_FILE:,} bytes. Split it.")
    try:
        return parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable("The file is not UTF-8 text.") from error


def parse(text: str) -> Any:
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise Unreadable(_what(error), line=_line(error)) from error
    return None if node is None else _built(loader, node)


# Assigned, not declared: the stubs call it a variable of each loader.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, test) for tag, test in resolvers if "timestamp" not in tag]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _built(loader: _Loader, node: Node) -> Any:
    if node.tag.removeprefix("tag:yaml.org,2002:") not in _TAGS:
        raise Unreadable(f"The tag {node.tag} is not taken.", line=_at(node))
    return _BUILDERS[type(node)](loader, node)


def _scalar(loader: _Loader, node: ScalarNode) -> Any:
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(f"{node.value[:40]!r} cannot be read.", line=_at(node)) from error


def _sequence(loader: _Loader, node: SequenceNode) -> list[Any]:
    return [_built(loader, each) for each in node.value]


def _mapping(loader: _Loader, node: MappingNode) -> Record:
    record = Record(line=_at(node))
    for key_node, value_node in node.value:
        key = _built(loader, key_node)
        if not isinstance(key, str):
            raise Unreadable(f"{key!r} is no field name.", line=_at(key_node))
        if key in record:
            raise Unreadable(f"{key} is given twice.", line=_at(key_node))
        record[key] = _built(loader, value_node)
        record.lines[key] = _at(key_node)
    return record


_BUILDERS: dict[type[Node], Callable[[_Loader, Any], Any]] = {
    ScalarNode: _scalar,
    SequenceNode: _sequence,
    MappingNode: _mapping,
}


def _at(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 if mark else 1


def _what(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or str(error)
    return f"This is not YAML: {problem}."
