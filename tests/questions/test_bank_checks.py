from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from questions import bank_checks
from questions.content import Content
from questions.importing.entries import Bank, Place, QuestionEntry
from questions.importing.folder import read_folder
from tests import factories

BANK = Path(__file__).parent / "data" / "bank"
TODAY = date(2026, 11, 20)
PLACE = Place(Path("bank.yaml"), 1)


def bank_of(*contents: Content, case_study: str = "", task: str = "1.1") -> Bank:
    entries = [
        QuestionEntry(f"q-{at}", PLACE, {"EXA-C01": task}, case_study, (), content)
        for at, content in enumerate(contents)
    ]
    return Bank(questions={entry.reference: entry for entry in entries})


def keyed(place: int, *, texts=("aaaa", "bbb", "cc", "d"), stem="", **fields) -> Content:
    options = [
        {"id": id, "text": text, "correct": at == place}
        for at, (id, text) in enumerate(zip("abcd", texts, strict=True))
    ]
    return Content("multiple_choice", stem=stem, body={"options": options}, **fields)


def held(figures) -> dict[str, bool]:
    return {figure.name: figure.holds for figure in figures}


def value(figures, name) -> str:
    return next(figure.value for figure in figures if figure.name == name)


def test_keys_spread_over_the_places_hold():
    assert all(held(bank_checks.key_positions(bank_of(*map(keyed, range(4))))).values())
    one_sided = held(bank_checks.key_positions(bank_of(*[keyed(0)] * 4)))
    assert one_sided == {f"key in place {n}": False for n in (1, 2, 3, 4)}


def test_keys_that_are_always_the_longest_are_found():
    assert value(bank_checks.longest_share(bank_of(keyed(0), keyed(0), keyed(3))), LONGEST) == "67%"
    assert held(bank_checks.longest_share(bank_of(*map(keyed, range(4)))))[LONGEST]


def test_a_key_as_long_as_a_distractor_is_not_the_longest():
    tie = keyed(0, texts=("aaaa", "bbbb", "c", "d"))
    assert value(bank_checks.longest_share(bank_of(tie)), LONGEST) == "0%"


LONGEST = "key is the longest option"


def test_guessers_score_what_the_form_gives_away():
    figures = list(bank_checks.guessers(bank_of(keyed(0), keyed(1), keyed(1), keyed(3))))
    assert value(figures, "guesser: always the longest") == "25%"
    assert value(figures, "guesser: always the shortest") == "25%"
    assert value(figures, "guesser: always a middle length") == "25%"
    given_away = list(bank_checks.guessers(bank_of(keyed(0), keyed(0))))
    assert not held(given_away)["guesser: always the longest"]


def test_a_misconception_named_once_is_found():
    once = deepcopy(keyed(0).body)
    once["options"][1]["misconception"] = "async-vs-batch"
    content = replace(keyed(0), body=once)
    assert not held(bank_checks.misconceptions(bank_of(content)))["misconception async-vs-batch"]
    assert held(bank_checks.misconceptions(bank_of(content, content))) == {
        "misconception tags": True
    }


@pytest.mark.parametrize(("size", "holds"), [(1, False), (2, True), (4, True), (5, False)])
def test_a_case_study_has_two_to_four_questions(size, holds):
    bank = bank_of(*[keyed(0)] * size, case_study="case-a")
    assert held(bank_checks.case_sizes(bank)) == {"EXA-C01: case-a": holds}


def test_a_case_study_without_questions_is_found():
    bank = read_folder(BANK, today=TODAY)
    bank.questions.clear()
    assert held(bank_checks.case_sizes(bank)) == {"case-bakery": False}


def test_questions_that_are_nearly_the_same_are_found():
    stem = "A team keeps its events in a stream for three days. Which store fits {}?"
    alike = bank_of(keyed(0, stem=stem.format("best")), keyed(0, stem=stem.format("well")))
    assert value(bank_checks.lookalikes(alike), "lookalikes") == "1"
    other = "Why does a forecast of bread sales drift in December, year after year?"
    assert held(bank_checks.lookalikes(bank_of(keyed(0, stem=stem), keyed(1, stem=other)))) == {
        "lookalikes": True
    }


def test_negative_and_short_questions_are_counted():
    bank = bank_of(keyed(0, stem="A.\n\nWhich is NOT so?"))
    assert not held(bank_checks.negatives(bank))["negative questions"]
    assert not held(bank_checks.scenarios(bank))["scenarios"]
    long = bank_of(keyed(0, stem="word " * 40 + "\n\nWhich?"))
    assert held(bank_checks.scenarios(long))["scenarios"]
    assert held(bank_checks.negatives(long))["negative questions"]


def test_a_form_needs_enough_of_every_domain_task_and_kind():
    bank = read_folder(BANK, today=TODAY)
    found = held(bank_checks.enough_for_a_form(bank, bank.exams["EXA-C01"]))
    assert found == {
        "EXA-C01 domain 1: questions": False,  # 3 of 4 + 2
        "EXA-C01 domain 2: questions": False,
        "EXA-C01 1.1: questions": True,
        "EXA-C01 2.1: questions": False,
        "EXA-C01 ordering": True,
        "EXA-C01 case study": True,
    }


def test_domains_are_held_against_their_weights():
    bank = read_folder(BANK, today=TODAY)
    figures = list(bank_checks.domain_shares(bank, bank.exams["EXA-C01"]))
    assert value(figures, "EXA-C01 domain 1") == "75 %"
    assert not any(held(figures).values())


def test_remarks_stand_where_they_belong_and_some_are_held_against_the_bank():
    content = Content("multiple_choice", stem="A.\n\nWhich?", body=factories.body(), gist="G")
    found = {
        str(fault): is_fault
        for fault, is_fault in bank_checks.remarks(bank_of(content), today=TODAY)
    }
    rated = next(line for line in found if "no rating" in line)
    assert rated.startswith("bank.yaml:1: q-0: There is no rating.")
    assert found[rated]
