"""What the answers to a question say against it: one small rule for each flag. Pure.

Every rule needs a number of answers before it may speak. The rules on the key, on rivals and on
weakness were simulated: together they find a wrong key at 50 answers in 100 % of cases, two right
answers at 200 in 93 %, with 3 to 4 % false alarms. The other limits are editorial.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from reports.item_statistics import MantelHaenszel

FEWEST = 50  # answers before anything is said about p, the key and time
SURE = 1.645  # standard errors: one side, 95 %
URGENT, CONSIDER, NOTE = 3, 2, 1
CHI_SQUARE_95 = 3.841


class Kind(StrEnum):
    """What a choice is: right, a wrong option, a wrong answer as a whole, or the rest of them."""

    KEY = "key"
    OPTION = "option"
    ANSWER = "answer"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer: an option, or a whole answer where the parts mean nothing alone.

    `counts`: answers of each fifth of the candidates, weakest first.
    """

    label: str
    kind: Kind
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    def shares(self, fifths: Sequence[int]) -> list[float]:
        """Of each fifth, the share (0 to 1) that answered so."""
        return [n / of if of else 0.0 for n, of in zip(self.counts, fifths, strict=True)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a question. `misfit` and `misfit_near_cut` are in standard errors and
    rest on `fitted` and `fitted_near_cut` answers; `fair_exposure` is the share of forms it would
    stand on if all questions of the bank came alike. Times are in seconds."""

    n: int = 0
    p: float | None = None
    rpb: float | None = None
    se: float | None = None
    fifths: tuple[int, ...] = (0, 0, 0, 0, 0)
    choices: tuple[Choice, ...] = ()
    timed: int = 0
    median_s: float | None = None
    p95_s: float | None = None
    rapid_share: float | None = None
    exposure: float = 0.0
    fair_exposure: float = 1.0
    fitted: int = 0
    misfit: float = 0.0
    fitted_near_cut: int = 0
    misfit_near_cut: float = 0.0

    @property
    def top(self) -> list[tuple[Choice, float]]:
        """Every wrong choice with its share in the top fifth, the most chosen first."""
        wrong = [each for each in self.choices if each.kind in {Kind.OPTION, Kind.ANSWER}]
        return sorted(((each, self._top_share(each)) for each in wrong), key=lambda pair: -pair[1])

    @property
    def top_key(self) -> float:
        """The share of the top fifth that chose the key: of several keys, the least chosen."""
        keys = [each for each in self.choices if each.kind == Kind.KEY]
        return min((self._top_share(each) for each in keys), default=0.0)

    def _top_share(self, choice: Choice) -> float:
        return choice.shares(self.fifths)[-1]


@dataclass(frozen=True, slots=True)
class Flag:
    """`rank` is URGENT, CONSIDER or NOTE."""

    rule: str
    rank: int
    words: str
    advice: str


Rule = Callable[[Evidence], Flag | None]


def key_loses(e: Evidence) -> Flag | None:
    """A wrong choice is taken by more of the top fifth than the key."""
    if e.n < FEWEST or not e.top or not e.fifths[-1]:
        return None
    rival, share = e.top[0]
    if share <= e.top_key:
        return None
    words = f"High scorers prefer {rival.label}: {percent(share)} of the top fifth"
    words += f" choose it, {percent(e.top_key)} the key."
    return Flag("check the key", URGENT, words, "Check the key.")


def key_misleads(e: Evidence) -> Flag | None:
    """Weak candidates do better than strong ones, beyond doubt."""
    if e.n < FEWEST or e.rpb is None or e.se is None or e.rpb >= 0:
        return None
    if e.rpb + SURE * e.se >= 0.10:
        return None
    words = f"Who is right here does worse elsewhere (r = {signed(e.rpb)})."
    return Flag("check the key", URGENT, words, "Check the key, then the wording.")


def rival_answer(e: Evidence) -> Flag | None:
    """A second choice attracts the strong as well: it may be right too."""
    if e.n < 100 or not e.top or not e.fifths[-1]:
        return None
    rival, share = e.top[0]
    se = sqrt((share * (1 - share) + 0.05) / e.fifths[-1])
    if not e.top_key / 2 < share <= e.top_key or share - SURE * se <= 0.15:
        return None
    words = f"{rival.label} rivals the key: {percent(share)} of the top fifth choose it."
    return Flag("rival answer", CONSIDER, words, "Make sure that it is wrong, and say why.")


def weak(e: Evidence) -> Flag | None:
    """Right or wrong here says little about a candidate."""
    if e.n < 200 or e.rpb is None or e.se is None or e.rpb + SURE * e.se >= 0.20:
        return None
    words = f"Weak: it hardly tells strong candidates from weak ones (r = {signed(e.rpb)})."
    rank = CONSIDER if e.rpb < 0.10 else NOTE
    return Flag("weak", rank, words, "Look for a second right answer or a hidden hint.")


def too_hard(e: Evidence) -> Flag | None:
    if e.n < FEWEST or e.p is None or e.p >= 0.20:
        return None
    words = f"Only {percent(e.p)} are right."
    return Flag("too hard", CONSIDER, words, "Check that the stem says all one needs to know.")


def too_easy(e: Evidence) -> Flag | None:
    if e.n < FEWEST or e.p is None or e.p <= 0.95:
        return None
    words = f"{percent(e.p)} are right."
    return Flag("too easy", NOTE, words, "Make the wrong options more plausible.")


def dead_distractor(e: Evidence) -> Flag | None:
    """A wrong option that under 5 % of every fifth choose."""
    if e.n < 100:
        return None
    dead = [
        each.label
        for each in e.choices
        if each.kind == Kind.OPTION and max(each.shares(e.fifths)) < 0.05
    ]
    if not dead:
        return None
    words = f"Nobody picks {' or '.join(dead)} (under 5% of every fifth)."
    return Flag("dead distractor", NOTE, words, "Write a more plausible wrong option.")


def rating_far_off(e: Evidence) -> Flag | None:
    """Answers contradict the rating: over all candidates, or among those near the pass level."""
    over_all = e.misfit if e.fitted >= 30 else 0.0
    near_cut = e.misfit_near_cut if e.fitted_near_cut >= 30 else 0.0
    gap = max(over_all, near_cut, key=abs)
    if abs(gap) <= 4:
        return None
    where = "" if gap == over_all else " near the pass level"
    side = "easier" if gap > 0 else "harder"
    words = f"The rating is far off: it is {side}{where} than rated ({abs(gap):.1f} SE)."
    return Flag("rating far off", CONSIDER, words, "The weekly run corrects it; ask why.")


def odd_time(e: Evidence) -> Flag | None:
    if e.timed < FEWEST or e.median_s is None or e.p95_s is None or e.rapid_share is None:
        return None
    if e.median_s < 15:
        words = f"Half of the answers take under {e.median_s:.0f} s."
    elif e.rapid_share > 0.10:
        words = f"{percent(e.rapid_share)} of the answers are rapid guesses."
    elif e.p95_s > 360:
        words = f"One answer in twenty takes over {e.p95_s / 60:.0f} minutes."
    else:
        return None
    return Flag("time", NOTE, words, "Check the length of the stem.")


def over_exposed(e: Evidence) -> Flag | None:
    """On more than three times the forms it would stand on by chance; from any number on."""
    if e.exposure <= 3 * e.fair_exposure:
        return None
    words = f"It stands on {percent(e.exposure)} of the forms."
    return Flag("over-exposed", NOTE, words, "Write more questions for its task.")


RULES: tuple[Rule, ...] = (
    *(key_loses, key_misleads, rival_answer, weak, too_hard, too_easy, dead_distractor),
    *(rating_far_off, odd_time, over_exposed),
)


def flags_of(evidence: Evidence) -> list[Flag]:
    """Everything there is to say, the most urgent first."""
    found = [flag for rule in RULES if (flag := rule(evidence))]
    return sorted(found, key=lambda flag: -flag.rank)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups at one question: how many answered of each, and what Mantel-Haenszel says."""

    first: int
    second: int
    outcome: MantelHaenszel
    groups: tuple[str, str]


def unlike_groups(comparison: Comparison) -> Flag | None:
    """Candidates of like ability fare differently by group (DIF, the classes B and C of ETS)."""
    delta = abs(comparison.outcome.delta)
    enough = min(comparison.first, comparison.second) >= 250
    if not enough or delta < 1 or comparison.outcome.chi_square < CHI_SQUARE_95:
        return None
    one, other = comparison.groups
    easier = one if comparison.outcome.alpha > 1 else other
    level, rank = ("C", CONSIDER) if delta >= 1.5 else ("B", NOTE)
    words = f"Easier for {easier} than for others who are as strong (class {level})."
    return Flag("DIF", rank, words, "Compare what the two groups were shown.")


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def signed(r: float) -> str:
    """-.12, .31: without the zero, with a true minus."""
    return f"{round(r, 2) + 0:.2f}".replace("0.", ".").replace("-", "\N{MINUS SIGN}")
