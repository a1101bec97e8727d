"""The words of a question, apart from where they are kept: a file, a form or a version. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What an author writes. The fields are those of `QuestionVersion`, by the same names.

    `body` may be unfinished: the properties below give what can be read of it and never fail.
    """

    type: str
    gist: str = ""
    stem: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    decides: str = ""
    takeaway: str = ""
    references: list[dict[str, str]] = field(default_factory=list)
    level: str = "apply"
    rating_u: int | None = None
    services: list[str] = field(default_factory=list)
    provenance: dict[str, Any] = field(default_factory=dict)

    @property
    def options(self) -> list[Entry]:
        return _entries(self.body, "options")

    @property
    def prompts(self) -> list[Entry]:
        return _entries(self.body, "prompts")

    @property
    def keys(self) -> list[Entry]:
        """The options marked correct; none where correctness is not a matter of single options."""
        return [each for each in self.options if each.get("correct") is True]

    @property
    def distractors(self) -> list[Entry]:
        return [each for each in self.options if each.get("correct") is False]

    @property
    def question(self) -> str:
        """The last paragraph of the stem, which asks."""
        return self.stem.strip().rpartition("\n\n")[2]

    def rationales(self) -> dict[str, str]:
        """Every rationale by its place: options.a, prompts.1."""
        return self._texts("because")

    def texts(self) -> dict[str, str]:
        """Everything a candidate can ever read, by its place."""
        said = {"stem": self.stem, "gist": self.gist}
        said |= {"decides": self.decides, "takeaway": self.takeaway}
        because = {f"{place}.because": text for place, text in self.rationales().items()}
        return said | self._texts("text") | because

    def name(self, place: str) -> str:
        """A place as an author knows it: options.c is "Option C" where it stands third."""
        part, _, name = place.partition(".")
        entries = {"options": self.options, "prompts": self.prompts}.get(part, [])
        ids = [str(each.get("id")) for each in entries]
        if (own := name.partition(".")[0]) not in ids:
            return part.capitalize()
        at = ids.index(own)
        return f"Prompt {at + 1}" if part == "prompts" else f"Option {ascii_uppercase[at % 26]}"

    def mention(self, place: str) -> str:
        """The same name within a sentence: "option C"."""
        name = self.name(place)
        return name[:1].lower() + name[1:]

    def _texts(self, field: str) -> dict[str, str]:
        parts = {"prompts": self.prompts, "options": self.options}
        found = {
            f"{part}.{each.get('id')}": str(each.get(field) or "")
            for part, entries in parts.items()
            for each in entries
        }
        return {place: text for place, text in found.items() if text.strip()}


def text_of(entry: Entry) -> str:
    return str(entry.get("text") or "").strip()


def place_of(option: Entry) -> str:
    return f"options.{option.get('id')}"


def _entries(body: Mapping[str, Any], part: str) -> list[Entry]:
    entries = body.get(part)
    return [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
