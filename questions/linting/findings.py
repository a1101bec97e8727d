"""What a check has to say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from questions.content import Content


class Rank(StrEnum):
    MUST_FIX = "must_fix"  # blocks review and publishing
    CONSIDER = "consider"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found where (`place` as in "options.c"), with its evidence and what to do."""

    rule: str
    rank: Rank
    place: str
    evidence: str
    advice: str

    @property
    def must_fix(self) -> bool:
        return self.rank == Rank.MUST_FIX


Found = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. `passed` is what can be said of a question that the check found nothing in."""

    name: str
    rank: Rank
    passed: str
    check: Callable[[Content, date], Iterator[tuple[str, str, str]]]

    def findings(self, content: Content, *, today: date) -> Found:
        for place, evidence, advice in self.check(content, today):
            yield Finding(self.name, self.rank, place, evidence, advice)
