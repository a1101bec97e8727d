"""What instructors see of the item analysis, as frozen dataclasses: a list, and one question."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from attempts.models import Result
from attempts.scoring import UNIT, sem_raw, wilson
from attempts.states import FINISHED, Mode
from questions.difficulty import ChangeKind
from questions.markup import stored_html
from questions.models import Exam, QuestionVersion, Rating, RatingChange
from reports.choice_charts import SmallLine, small_line
from reports.choices import letters_of
from reports.item_flags import CONSIDER, FEWEST, SURE, URGENT, Choice, Kind, percent, signed
from reports.item_statistics import random_form_reliability
from reports.models import ItemStatistic
from reports.presentation import Fact
from reports.standing import minutes

NEWEST = 5000  # attempts that the reliability of an exam rests on
TONES = {URGENT: ("bad", "stop", "Urgent"), CONSIDER: ("flag", "warn", "Consider")}
NOTED = ("line", "info", "Note")
KINDS = {Kind.KEY: "Key", Kind.OPTION: "Wrong", Kind.ANSWER: "Wrong", Kind.REST: ""}


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag in words. `tone`, `icon` and `rank` say how urgent it is."""

    words: str
    advice: str
    rule: str
    tone: str
    icon: str
    rank: str


@dataclass(frozen=True, slots=True)
class Line:
    """One question in the list: a finding of each rule. Few answers have no figures."""

    reference: str
    gist: str
    so_far: str
    right: str
    sorting: str
    findings: list[Finding]
    has_enough: bool


@dataclass(frozen=True, slots=True)
class Reliability:
    exam: str
    words: str


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """`shares` in percent by fifth, weakest first; `html` is the option's text, if it has one."""

    label: str
    kind: str
    is_key: bool
    html: str
    total: str
    shares: list[str]
    line: SmallLine
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    reference: str
    gist: str
    number: int
    state: str
    so_far: str
    has_enough: bool
    findings: list[Finding]
    facts: list[Fact]
    rows: list[ChoiceRow]
    changes: list[Change]


# --- The list


def queue() -> QuerySet[QuestionVersion]:
    """What candidates get today: what is most urgent first, then what is known best."""
    current = QuestionVersion.objects.current().select_related("question", "statistic")
    return current.order_by(
        Coalesce("statistic__rank", Value(0)).desc(),
        Coalesce("statistic__n", Value(0)).desc(),
        "question__reference",
    )


def line_of(version: QuestionVersion) -> Line:
    statistic = statistic_of(version)
    has_enough = statistic.n >= FEWEST
    return Line(
        reference=version.question.reference,
        gist=version.gist,
        so_far=so_far(statistic.n),
        right=percent(statistic.p) if has_enough and statistic.p is not None else "",
        sorting=signed(statistic.rpb) if has_enough and statistic.rpb is not None else "",
        findings=list({each.rule: each for each in findings_of(statistic)}.values()),
        has_enough=has_enough,
    )


def reliabilities() -> list[Reliability]:
    """Of every exam that anybody has finished in exam mode."""
    return [
        Reliability(exam.code, words)
        for exam in Exam.objects.all()
        if (words := _reliability(exam))
    ]


def _reliability(exam: Exam) -> str:
    results = Result.objects.filter(
        attempt__exam=exam, attempt__mode=Mode.EXAM, attempt__state__in=FINISHED
    ).order_by("-attempt__ended_at")
    rows = results.values_list("raw", "scored", "cut_u")[:NEWEST]
    if not rows:
        return ""
    if len(rows) < FEWEST:
        return f"{len(rows)} of {FEWEST} attempts so far"
    sem = [sem_raw(raw, n) / n for raw, n, _ in rows]
    adjusted = [(raw - cut_u / UNIT) / n for raw, n, cut_u in rows]
    error = sum(sem) / len(sem)
    if min(adjusted) == max(adjusted):
        return f"{len(rows)} attempts, all alike"
    reliability = signed(random_form_reliability(sem, adjusted))
    return f"reliability {reliability}, a score is off by {percent(error)}, {len(rows)} attempts"


# --- One question


def page_of(version: QuestionVersion) -> QuestionPage:
    statistic = statistic_of(version)
    has_enough = statistic.n >= FEWEST
    return QuestionPage(
        reference=version.question.reference,
        gist=version.gist,
        number=version.number,
        state=version.get_state_display(),
        so_far=so_far(statistic.n),
        has_enough=has_enough,
        findings=findings_of(statistic),
        facts=facts_of(version, statistic),
        rows=choice_rows(version, statistic) if has_enough else [],
        changes=[change_of(each) for each in version.rating_changes.all()],
    )


def statistic_of(version: QuestionVersion) -> ItemStatistic:
    """An empty one where nobody has met the version yet."""
    return getattr(version, "statistic", None) or ItemStatistic(version=version)


def so_far(n: int) -> str:
    return f"{n} of {FEWEST} answers so far" if n < FEWEST else f"{n} answers"


def findings_of(statistic: ItemStatistic) -> list[Finding]:
    return [
        Finding(flag["words"], flag["advice"], flag["rule"], *TONES.get(flag["rank"], NOTED))
        for flag in statistic.flags
    ]


def facts_of(version: QuestionVersion, statistic: ItemStatistic) -> list[Fact]:
    """The rating and the exposure always; the rest from 50 answers on."""
    found = _figures(statistic) if statistic.n >= FEWEST else []
    return [
        *found,
        Fact("On recent forms", percent(statistic.exposure), "of the last 90 days"),
        *_ratings(version),
    ]


def _figures(statistic: ItemStatistic) -> list[Fact]:
    n, p = statistic.n, statistic.p or 0.0
    low, high = wilson(round(p * n), n)
    found = [Fact("Right", percent(p), f"likely {percent(low)} to {percent(high)}")]
    if statistic.rpb is not None and statistic.se is not None:
        margin = SURE * statistic.se
        low, high = max(statistic.rpb - margin, -1), min(statistic.rpb + margin, 1)
        likely = f"likely {signed(low)} to {signed(high)}"
        found.append(Fact("Tells strong from weak (r)", signed(statistic.rpb), likely))
    if statistic.median_s and statistic.p95_s and statistic.rapid_share is not None:
        slow = f"one in twenty over {minutes(statistic.p95_s)}"
        found.append(Fact("Usual time", minutes(statistic.median_s), slow))
        limit = f"under {statistic.rapid_below_s:.0f} s"
        found.append(Fact("Rapid guesses", percent(statistic.rapid_share), limit))
    return found


def _ratings(version: QuestionVersion) -> list[Fact]:
    estimate = "none" if version.rating_u is None else f"{version.rating_u / UNIT:.2f}"
    found = [Fact("Rating it was published with", estimate)]
    rating: Rating | None = getattr(version, "rating", None)
    if rating:
        counts = "none yet" if rating.rating_u is None else f"{rating.rating_u / UNIT:.2f}"
        found.append(Fact("Rating that counts", counts, f"{rating.answers} answers"))
    return found


def choice_rows(version: QuestionVersion, statistic: ItemStatistic) -> list[ChoiceRow]:
    ids = {letter: id for id, letter in letters_of(version.body).items()}
    texts = version.rendered.get("options", {})
    rows = [Choice(each["label"], Kind(each["kind"]), each["counts"]) for each in statistic.choices]
    return [
        _choice_row(each, stored_html(texts.get(ids.get(each.label, ""), "")), statistic)
        for each in rows
    ]


def _choice_row(choice: Choice, html: str, statistic: ItemStatistic) -> ChoiceRow:
    shares = choice.shares(statistic.fifths)
    told = [percent(share) for share in shares]
    return ChoiceRow(
        label=choice.label,
        kind=KINDS[choice.kind],
        is_key=choice.kind == Kind.KEY,
        html=html,
        total=percent(choice.total / statistic.n),
        shares=told,
        line=small_line(shares),
        sentence=f"{choice.label}: chosen by {', '.join(told)} of the fifths, weakest first.",
    )


def change_of(change: RatingChange) -> Change:
    before, after = (
        "none" if u is None else f"{u / UNIT:.2f}" for u in (change.before_u, change.after_u)
    )
    words = {
        ChangeKind.MOVED: f"Rating moved from {before} to {after} on {change.answers} answers.",
        ChangeKind.PROMOTED: f"Pilot question got its rating, {after}: {change.reason}",
        ChangeKind.HELD_BACK: f"Stays a pilot question: {change.reason}",
    }
    return Change(change.as_of, words[ChangeKind(change.kind)])
