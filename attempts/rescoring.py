"""What a correction does to attempts that were scored before it: foretold, done, counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from attempts import results
from attempts.errors import TooFewLeft
from attempts.models import Attempt, Item, ResultChange
from attempts.scoring import Mark, score
from attempts.states import FINISHED, AttemptState
from questions import correcting
from questions.errors import NothingToCorrect
from questions.item_types import ITEM_TYPES, Answer
from questions.models import Correction, QuestionVersion

FEWEST = 2  # scored items without which there is no scale


@dataclass(frozen=True, slots=True)
class Shift:
    """One attempt's scaled score and verdict, before and after."""

    before: int
    after: int
    passed_before: bool
    passed_after: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction does to scores. `worst` is the largest fall, before and after."""

    attempts: int
    rise: int
    fall: int
    same: int
    to_pass: int
    to_fail: int
    worst: tuple[int, int] | None

    @classmethod
    def of(cls, shifts: Iterable[Shift]) -> "Effect":
        seen = list(shifts)
        falls = [each for each in seen if each.after < each.before]
        deepest = min(falls, key=lambda each: each.after - each.before, default=None)
        rise = sum(each.after > each.before for each in seen)
        return cls(
            attempts=len(seen),
            rise=rise,
            fall=len(falls),
            same=len(seen) - rise - len(falls),
            to_pass=sum(each.passed_after > each.passed_before for each in seen),
            to_fail=sum(each.passed_after < each.passed_before for each in seen),
            worst=(deepest.before, deepest.after) if deepest else None,
        )


# --- Before


def forecast(version: QuestionVersion, key: Answer | None) -> Effect:
    """What `decide` would do to the attempts scored so far. Raises what it raises."""
    correcting.ensure_news(version, key)
    _ensure_possible(version, key)
    return Effect.of(_shifts(version, key))


def decide(
    version: QuestionVersion, key: Answer | None, *, reason: str, by: User, now: datetime
) -> Correction:
    """Correct the key of a version that was asked, or void it. Scored attempts take it one by one
    (`rescore`); those that run, at their end.

    Raises `NothingToCorrect`, and `TooFewLeft` where an attempt would have no score any more.
    """
    _ensure_possible(version, key)
    return correcting.correct(version, key, reason=reason, by=by, now=now)


def was_asked(version: QuestionVersion) -> bool:
    return Item.objects.filter(version=version).exists()


def _ensure_possible(version: QuestionVersion, key: Answer | None) -> None:
    if not was_asked(version):
        raise NothingToCorrect("Nobody was asked this version. Write a new one instead.")
    if key is None and (number := _left_without_score(version)):
        raise TooFewLeft(
            f"Without this question {number} attempts would have fewer than {FEWEST} scored "
            "questions, and no score. Void these attempts first."
        )


def _left_without_score(version: QuestionVersion) -> int:
    void = Correction.objects.in_force().filter(key__isnull=True).values("version")
    asked = Item.objects.filter(version=version, is_scored=True)
    asked = asked.exclude(attempt__state=AttemptState.VOIDED)
    others = Q(is_scored=True) & ~Q(version=version) & ~Q(version__in=void)
    items = Item.objects.filter(attempt__in=asked.values("attempt")).order_by()
    counted = items.values("attempt").annotate(left=Count("pk", filter=others))
    return counted.filter(left__lt=FEWEST).count()


def _shifts(version: QuestionVersion, key: Answer | None) -> Iterator[Shift]:
    scored = Attempt.objects.scored().filter(items__version=version)
    before = scored.values_list("pk", "pass_mark", "result__scaled", "result__passed")
    known = {pk: (pass_mark, scaled, passed) for pk, pass_mark, scaled, passed in before}
    right = _right(version, key)
    items = Item.objects.filter(attempt__in=scored.values("pk"), is_scored=True)
    rows = items.order_by("attempt").values_list("attempt", "version", "is_correct", "rating_u")
    for attempt, form in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        marks = [
            Mark(0, rating_u, correct=is_right)
            for _, each, was_right, rating_u in form
            if (is_right := right[attempt] if each == version.pk else was_right) is not None
        ]
        pass_mark, scaled, passed = known[attempt]
        made = score(marks, pass_mark=pass_mark)
        yield Shift(scaled, made.scaled, passed, made.passed)


def _right(version: QuestionVersion, key: Answer | None) -> dict[Any, bool | None]:
    """Attempt -> whether its answer to this version would be right; None where it is void."""
    answers = Item.objects.filter(version=version).values_list("attempt", "answer")
    if key is None:
        return dict.fromkeys((attempt for attempt, _ in answers), None)
    rules = ITEM_TYPES[version.type]
    body = rules.rekeyed(version.body, key)
    return {attempt: rules.is_correct(body, answer) for attempt, answer in answers}


# --- After


def due(*, limit: int) -> list[tuple[Attempt, Correction]]:
    """Some of the scored attempts that have not taken the last correction of a question of theirs.

    The missing ResultChange is the work to be done: nothing has to be sent for it to be found.
    """
    pairs = list(_due().values_list("attempt", "last")[:limit])
    attempts = Attempt.objects.select_related("exam").in_bulk([attempt for attempt, _ in pairs])
    corrections = Correction.objects.in_bulk({correction for _, correction in pairs})
    return [(attempts[attempt], corrections[correction]) for attempt, correction in pairs]


def rescore(attempt: Attempt, correction: Correction, *, now: datetime) -> bool:
    """Let a scored attempt take a correction; False where it has, or counts no more."""
    with attempt.locked():
        taken = ResultChange.objects.filter(attempt=attempt, correction=correction)
        if not attempt.is_finished or taken.exists():
            return False
        results.record(attempt, now=now, taking=[correction])
        return True


@dataclass(frozen=True, slots=True)
class Progress:
    """How many attempts took a correction, and how many have yet to. `effect` is on those that did
    and had a score before."""

    done: int
    waiting: int
    effect: Effect

    @property
    def total(self) -> int:
        return self.done + self.waiting

    @property
    def is_over(self) -> bool:
        return not self.waiting


def progress(correction: Correction) -> Progress:
    columns = ("scaled_before", "scaled_after", "passed_before", "passed_after")
    changes = ResultChange.objects.of_scores().filter(correction=correction)
    effect = Effect.of(Shift(*row) for row in changes.values_list(*columns).iterator())
    return Progress(effect.attempts, _due().filter(last=correction.pk).count(), effect)


def _due() -> QuerySet[Any]:
    """Items of scored attempts that were not judged by the `last` correction of their version."""
    last = Correction.objects.filter(version=OuterRef("version")).order_by("-pk").values("pk")[:1]
    taken = ResultChange.objects.filter(attempt=OuterRef("attempt"), correction=OuterRef("last"))
    corrected = Item.objects.filter(version__in=Correction.objects.values("version"))
    scored = corrected.filter(attempt__state__in=FINISHED, attempt__result__isnull=False)
    return scored.annotate(last=Subquery(last)).filter(~Exists(taken)).order_by("last", "pk")
