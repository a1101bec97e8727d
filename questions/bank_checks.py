"""Checks over a whole bank: what no single question shows. Pure.

Each check gives figures. A figure out of its bounds is a fault of the bank.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from questions.content import Content, place_of, text_of
from questions.importing.entries import Bank, ExamEntry, QuestionEntry
from questions.importing.fields import FileFault
from questions.linting import lint
from questions.linting.findings import Finding
from questions.linting.options import longest_options
from questions.linting.words import words

MOST_LONGEST = 0.30  # share of questions whose key is the longest option
MOST_GUESSED = 0.30  # share that a reader gets right who only looks at form
MOST_POSITION_OFF = 0.05  # from an even spread of the keys over the places
MOST_WEIGHT_OFF = 2  # percentage points between a domain's share of the bank and its weight
MOST_NEGATIVE = 0.02
MOST_ALIKE = 0.6  # similarity of stem and key of two questions
LEAST_SCENARIOS = 0.70
SCENARIO_WORDS = 25
LEAST_PER_TASK = 2
CASE_SIZES = range(2, 5)

# Findings that an author may weigh on screen, but that the shipped bank is free of.
HELD = {"fresh_references", "like_lengths", "rationale_length", "plainly_asked", "current_names"}
HELD |= {"has_rating", "rationales_differ", "one_question", "open_services"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured fact of the bank with the bound it must keep."""

    name: str
    value: str
    bound: str
    holds: bool


Figures = Iterator[Figure]


def figures(bank: Bank) -> list[Figure]:
    checks: tuple[Callable[[Bank], Figures], ...] = (
        key_positions,
        longest_share,
        guessers,
        scenarios,
        negatives,
        misconceptions,
        case_sizes,
        lookalikes,
    )
    found = [figure for check in checks for figure in check(bank)]
    for exam in bank.exams.values():
        if exam.columns["offers_mock_exam"]:
            found += [*domain_shares(bank, exam), *enough_for_a_form(bank, exam)]
    return found


def remarks(bank: Bank, *, today: date) -> list[tuple[FileFault, bool]]:
    """Every finding of the linter with its file and line, and whether it is a fault of the bank."""
    return [
        (_in_file(question, finding), finding.must_fix or finding.rule in HELD)
        for question in bank.questions.values()
        for finding in lint(question.content, today=today)
    ]


def _in_file(question: QuestionEntry, finding: Finding) -> FileFault:
    message = f"{finding.evidence.rstrip('.')}. {finding.advice}"
    return question.place.fault(question.reference, finding.place, message)


def key_positions(bank: Bank) -> Figures:
    """Keys of single-key questions, spread evenly over the places in which they are written."""
    at = Counter(
        [place_of(option) for option in each.options].index(place_of(each.keys[0]))
        for each in _single(bank)
        if len(each.options) == 4
    )
    for place in range(4):
        share = _share(at[place], at.total())
        even = abs(share - 0.25) <= MOST_POSITION_OFF
        yield Figure(f"key in place {place + 1}", f"{share:.0%}", "20-30 %", even)


def longest_share(bank: Bank) -> Figures:
    yield _longest("key is the longest option", [each.content for each in bank.questions.values()])
    for exam in bank.exams.values():
        for task in exam.tasks if exam.columns["offers_mock_exam"] else ():
            found = [
                each.content for each in bank.of_exam(exam.code) if each.tasks[exam.code] == task
            ]
            yield _longest(f"{exam.code} {task}: key is the longest option", found)


def _longest(name: str, contents: Iterable[Content]) -> Figure:
    keyed = [each for each in contents if each.keys]
    hits = sum({place_of(key) for key in each.keys} == longest_options(each) for each in keyed)
    share = _share(hits, len(keyed))
    return Figure(name, f"{share:.0%}", "at most 30 %", share <= MOST_LONGEST)


def guessers(bank: Bank) -> Figures:
    """What readers score who know nothing and look at the form of the options only."""
    for name, pick in {
        "always the longest": lambda ranked: [ranked[-1]],
        "always the shortest": lambda ranked: [ranked[0]],
        "always a middle length": lambda ranked: ranked[1:-1],
    }.items():
        score = sum(_guessed(each, pick) for each in _single(bank))
        share = _share(score, len(_single(bank)))
        yield Figure(f"guesser: {name}", f"{share:.0%}", "at most 30 %", share <= MOST_GUESSED)


def _guessed(content: Content, pick: Callable[[list[str]], list[str]]) -> float:
    """The chance of the key among the options picked from all, shortest first."""
    ranked = sorted(content.options, key=lambda option: len(text_of(option)))
    picked = pick([place_of(option) for option in ranked])
    return (place_of(content.keys[0]) in picked) / len(picked)


def scenarios(bank: Bank) -> Figures:
    long = sum(len(words(each.content.stem)) >= SCENARIO_WORDS for each in bank.questions.values())
    share = _share(long, len(bank.questions))
    yield Figure("scenarios", f"{share:.0%}", "at least 70 %", share >= LEAST_SCENARIOS)


def negatives(bank: Bank) -> Figures:
    negative = re.compile(r"\bNOT\b|\bEXCEPT\b")
    count = sum(bool(negative.search(each.content.question)) for each in bank.questions.values())
    share = _share(count, len(bank.questions))
    yield Figure("negative questions", f"{share:.0%}", "at most 2 %", share <= MOST_NEGATIVE)


def misconceptions(bank: Bank) -> Figures:
    tags = Counter(
        str(option["misconception"])
        for question in bank.questions.values()
        for option in question.content.options
        if option.get("misconception")
    )
    yield Figure("misconception tags", str(len(tags)), "", holds=True)
    for tag in sorted(tag for tag, count in tags.items() if count < 2):
        yield Figure(f"misconception {tag}", "1 option", "at least 2", holds=False)


def case_sizes(bank: Bank) -> Figures:
    """Questions of each scenario, in each exam that uses it."""
    sizes = Counter(
        (question.case_study, exam)
        for question in bank.questions.values()
        if question.case_study
        for exam in question.tasks
    )
    for (case, exam), size in sorted(sizes.items()):
        yield Figure(f"{exam}: {case}", f"{size} questions", "2 to 4", size in CASE_SIZES)
    for case in sorted(set(bank.case_studies) - {case for case, _ in sizes}):
        yield Figure(case, "0 questions", "2 to 4", holds=False)


def lookalikes(bank: Bank) -> Figures:
    """Pairs of questions whose stem and key are nearly the same words."""
    texts = {each.reference: _asked(each.content) for each in bank.questions.values()}
    pairs = ((one, two, _similarity(texts[one], texts[two])) for one, two in combinations(texts, 2))
    found = [(one, two, share) for one, two, share in pairs if share >= MOST_ALIKE]
    yield Figure("lookalikes", str(len(found)), "none", not found)
    for one, two, share in found:
        yield Figure(f"{one} and {two} are alike", f"{share:.0%}", "below 60 %", holds=False)


def _asked(content: Content) -> list[str]:
    keyed = [text_of(each) for each in content.keys or content.options]
    return [word.lower() for word in words(" ".join([content.stem, *keyed]))]


def _similarity(one: list[str], two: list[str]) -> float:
    """Share of words in common, in order; cheap upper bounds first."""
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    if matcher.real_quick_ratio() < MOST_ALIKE or matcher.quick_ratio() < MOST_ALIKE:
        return 0.0
    return matcher.ratio()


def domain_shares(bank: Bank, exam: ExamEntry) -> Figures:
    counts = Counter(each.tasks[exam.code].partition(".")[0] for each in bank.of_exam(exam.code))
    for domain in exam.domains:
        share = 100 * _share(counts[str(domain.number)], counts.total())
        bound = f"{domain.weight} % ± {MOST_WEIGHT_OFF}"
        close = abs(share - domain.weight) <= MOST_WEIGHT_OFF
        yield Figure(f"{exam.code} domain {domain.number}", f"{share:.0f} %", bound, close)


def enough_for_a_form(bank: Bank, exam: ExamEntry) -> Figures:
    """Whether a full form can be drawn: by domain, task and type, with one case study."""
    questions = bank.of_exam(exam.code)
    tasks = Counter(each.tasks[exam.code] for each in questions)
    types = Counter(each.content.type for each in questions)
    for domain in exam.domains:
        drawn = sum(tasks[task.number] for task in domain.tasks)
        name = f"{exam.code} domain {domain.number}: questions"
        yield _at_least(name, drawn, _most_drawn(exam, domain.weight))
    for task in exam.tasks:
        yield _at_least(f"{exam.code} {task}: questions", tasks[task], LEAST_PER_TASK)
    cases = {each.case_study for each in questions if each.case_study}
    for kind, needed in _least_of_each_kind(exam).items():
        count = len(cases) if kind == "case_study" else types[kind]
        yield _at_least(f"{exam.code} {kind.replace('_', ' ')}", count, needed)


def _least_of_each_kind(exam: ExamEntry) -> dict[str, int]:
    """What a form asks for besides its domains and tasks."""
    mix = exam.columns.get("form_mix")
    return {kind: bounds[0] for kind, bounds in mix.items()} if isinstance(mix, dict) else {}


def _most_drawn(exam: ExamEntry, weight: int) -> int:
    """More than this no form takes from a domain, however the remainders fall."""
    parts = (exam.columns["scored_count"], exam.columns["pilot_count"])
    return sum(-(-weight * int(str(count)) // 100) for count in parts)


def _at_least(name: str, count: int, needed: int) -> Figure:
    return Figure(name, str(count), f"at least {needed}", count >= needed)


def _single(bank: Bank) -> list[Content]:
    """The contents of the questions with one key."""
    contents = (each.content for each in bank.questions.values())
    return [each for each in contents if each.type == "multiple_choice" and len(each.keys) == 1]


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0
