"""Reading prose: words without the code and the markup around them."""

import re
from functools import lru_cache

_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*|\d[\d.,]*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "ly")


def prose(text: str) -> str:
    """The text without code and tables: identifiers keep old names and count as no words."""
    return _TABLE_ROW.sub(" ", _CODE.sub(" ", text))


def words(text: str) -> list[str]:
    return _WORD.findall(prose(text))


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """A word without its ending, so that "encrypts" and "encrypted" are one."""
    word = word.lower().replace("\u2019", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word.removesuffix("e") if len(word) > 4 else word


def roots(text: str) -> set[str]:
    return {root(part) for word in words(text) for part in word.split("-") if part}
