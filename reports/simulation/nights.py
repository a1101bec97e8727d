"""Finds miskeyed questions: the nightly item analysis, held at the moment of the 50th answer.

Every question of the bank is sound. Its miskeyed twins are the same answers, marked by a wrong key:
each of the wrong answers in turn, the most tempting one first. So each question shows both whether
a fault is found and whether a false alarm is raised.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from attempts.models import Item
from questions.item_types import ITEM_TYPES
from questions.models import QuestionVersion
from reports import item_analysis, tallies
from reports.answer_times import Times
from reports.item_analysis import NO_RATING, Exposure
from reports.item_flags import FEWEST, flags_of
from reports.simulation import answers
from reports.tallies import Tally

RULE = "check the key"
EVERY = 10  # attempts between two nights
WRONG_KEYS = range(1, 1 + len(answers.WRONG_SHARES))


@dataclass(slots=True)
class Nights:
    """`alarms` and `found` say of each version judged so far whether its key, and whether each of
    the wrong ones, was put in doubt."""

    counts: Counter[int] = field(default_factory=Counter)
    alarms: dict[int, bool] = field(default_factory=dict)
    found: dict[int, list[bool]] = field(default_factory=dict)

    def count(self, items: Iterable[Item]) -> None:
        self.counts.update(item.version_id for item in items if item.is_new)

    @property
    def ripe(self) -> list[int]:
        """The versions that have enough answers and were not judged yet."""
        return [pk for pk, n in self.counts.items() if n >= FEWEST and pk not in self.alarms]

    def pass_by(self, *, as_of: datetime) -> None:
        """The night after `as_of`: judge what is ripe. All that was sat is stored by then."""
        item_analysis.recompute(as_of=as_of)
        ripe, by_version = set(self.ripe), defaultdict(list)
        for tally in tallies.answers():
            if tally.version in ripe:
                by_version[tally.version].append(tally)
        for version in QuestionVersion.objects.filter(pk__in=ripe).prefetch_related("corrections"):
            told = by_version[version.pk]
            self.alarms[version.pk] = is_doubted(version, told)
            self.found[version.pk] = [
                is_doubted(*miskeyed(version, told, key=key)) for key in WRONG_KEYS
            ]


def is_doubted(version: QuestionVersion, told: Sequence[Tally]) -> bool:
    evidence = item_analysis.evidence_of(version, told, Times(), NO_RATING, Exposure())
    return RULE in {flag.rule for flag in flags_of(evidence)}


def miskeyed(
    version: QuestionVersion, told: Sequence[Tally], *, key: int
) -> tuple[QuestionVersion, list[Tally]]:
    """The same question with a wrong key, not stored, and the same answers marked by it."""
    wrong = copy(version)
    wrong.body = answers.body(version.type, key=key)
    rules = ITEM_TYPES[version.type]
    marked = [each._replace(is_correct=rules.is_correct(wrong.body, each.answer)) for each in told]
    return wrong, marked
