"""Reads the corpus: one YAML file for each entry point, one mapping for each case.

Beside plain YAML a file may say `!times [text, n]` for a long text, `!around [before, text, n,
after]` for one with a beginning and an end, `!object n` for an object of n fields, and `!numbers n`
for 0, 1 ... n-1.
"""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "cases"


class Loader(yaml.SafeLoader):
    """YAML, a shorthand for what is large, and no surprise about a name given twice."""

    def construct_mapping(self, node, deep=False):  # noqa: FBT002 - as PyYAML has it
        names = [str(key.value) for key, _ in node.value]
        if len(set(names)) < len(names):
            raise ValueError(f"{node.start_mark}: a name is given twice")
        return super().construct_mapping(node, deep=deep)


def _times(loader: Loader, node: yaml.SequenceNode) -> str:
    text, times = loader.construct_sequence(node)
    return text * times


def _around(loader: Loader, node: yaml.SequenceNode) -> str:
    before, text, times, after = loader.construct_sequence(node)
    return before + text * times + after


def _object(loader: Loader, node: yaml.ScalarNode) -> dict[str, str]:
    return {f"field{n}": "x" for n in range(int(node.value))}


def _numbers(loader: Loader, node: yaml.ScalarNode) -> list[int]:
    return list(range(int(node.value)))


Loader.add_constructor("!times", _times)
Loader.add_constructor("!around", _around)
Loader.add_constructor("!object", _object)
Loader.add_constructor("!numbers", _numbers)


def read(name: str) -> list[dict[str, Any]]:
    path = FOLDER / f"{name}.yaml"
    return yaml.load(path.read_text(), Loader)  # noqa: S506 - a safe loader, see above
