"""Each rule with a sample that breaks it and one that does not."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from questions.content import Content
from questions.linting import RULES, Rank, lint, must_fix, passed

TODAY = date(2026, 11, 20)
WHY = "It meets the latency goal, as nothing is copied; the others would suit night work on a disk."
CLEAN = Content(
    type="multiple_choice",
    gist="Nightly job, many files",
    stem="A retail team retrains a forecast every night from small files in one bucket. Start-up "
    "takes 47 minutes and must shrink.\n\nWhich change shortens it with the LEAST effort?",
    body={
        "options": [
            {
                "id": "a",
                "text": "Compact the objects into Parquet",
                "correct": False,
                "because": WHY,
            },
            {
                "id": "b",
                "text": "Stream the objects while reading",
                "correct": True,
                "because": WHY[3:],
            },
            {
                "id": "c",
                "text": "Copy the objects to a disk first",
                "correct": False,
                "because": WHY[6:],
            },
            {
                "id": "d",
                "text": "Double the count of the machines",
                "correct": False,
                "because": WHY[9:],
            },
        ]
    },
    decides="Start-up time without a copy",
    takeaway="Streaming removes the download",
    references=[{"title": "Docs", "url": "https://docs.example/", "checked": "2026-11-01"}],
    rating_u=6500,
)
ORDERING = replace(
    CLEAN,
    type="ordering",
    stem="A team publishes a model.\n\nSelect and order the three steps.",
    body={"options": deepcopy(CLEAN.body["options"]), "order": ["c", "a", "b"]},
)
for _option in ORDERING.body["options"]:
    del _option["correct"]


def with_option(at: int, **fields) -> Content:
    body = deepcopy(CLEAN.body)
    body["options"][at] |= fields
    return replace(CLEAN, body=body)


def with_reference(**fields) -> Content:
    return replace(CLEAN, references=[CLEAN.references[0] | fields])


def asking(question: str) -> Content:
    return replace(CLEAN, stem=f"A team has data.\n\n{question}")


def multiple(question: str, select: int = 2) -> Content:
    options = [*deepcopy(CLEAN.body["options"]), {"id": "e", "text": "Read the same objects once"}]
    options[4] |= {"correct": True, "because": WHY[12:]}
    body = {"options": options, "select": select}
    return replace(asking(question), type="multiple_response", body=body)


FLAWED = [
    ("sound_body", replace(CLEAN, type="essay")),
    ("sound_body", replace(CLEAN, body={})),
    ("sound_body", with_option(0, because="")),
    ("sound_body", with_option(0, correct=True)),
    ("sound_body", with_option(0, text="")),
    ("different_options", with_option(0, text="Stream the objects, while reading.")),
    ("short_gist", replace(CLEAN, gist="")),
    ("short_gist", replace(CLEAN, gist="one two three four five six seven")),
    ("decision_named", replace(CLEAN, decides=" ")),
    ("decision_named", replace(CLEAN, takeaway="")),
    ("asks_a_question", asking("Choose the change.")),
    ("asks_a_question", replace(CLEAN, stem="Which change?\n\nThe team has data.")),
    ("select_count_named", multiple("Which changes help?")),
    ("select_count_named", multiple("Which changes help? (Select THREE.)")),
    ("select_count_named", asking("Which change helps? (Select TWO.)")),
    ("no_letters", with_option(0, because=f"{WHY} Unlike option B it copies.")),
    ("no_letters", replace(CLEAN, takeaway="Answer A is the rule")),
    ("one_question", asking("Which change helps? What does it cost?")),
    ("plainly_asked", asking("Which change does NOT help?")),
    ("plainly_asked", asking("All of these help except which?")),
    ("plainly_asked", asking("Which of these is not a change that helps?")),
    ("qualifier_in_capitals", asking("Which change has the least effort?")),
    ("qualifier_in_capitals", asking("Which is the BEST change with the LEAST effort?")),
    ("stem_length", asking("word " * 130 + "?")),
    ("current_names", asking("Which feature of Amazon SageMaker helps?")),
    ("current_names", asking("Which setting of Kinesis Data Firehose helps?")),
    ("current_names", with_option(0, text="Draw the objects in QuickSight")),
    ("open_services", with_option(1, text="Call Amazon Forecast on the data")),
    ("no_above", with_option(3, text="All of the above are good here")),
    ("like_lengths", with_option(3, text="Double the count of the machines and then twice again")),
    ("longest_is_not_key", with_option(1, text="Stream the objects while reading them")),
    ("absolutes", with_option(3, text="Always double all of the machines")),
    ("shared_word", with_option(1, text="Forecast while reading the data")),
    ("parallel_form", with_option(3, text="Double the count of the machines.")),
    ("parallel_form", with_option(3, text="double the count of the machines")),
    ("has_references", replace(CLEAN, references=[])),
    ("has_references", with_reference(checked="")),
    ("has_references", with_reference(url="ftp://docs.example/")),
    ("fresh_references", with_reference(checked="2026-05-01")),
    ("fresh_references", with_reference(checked="2027-05-01")),
    ("rationale_length", with_option(0, because="word " * 150)),
    ("rationales_differ", with_option(0, because=WHY[3:])),
    ("has_rating", replace(CLEAN, rating_u=None)),
]
FINE = [
    CLEAN,
    ORDERING,
    multiple("Which changes help? (Select TWO.)"),
    asking("Which change keeps at least two copies?"),
    asking("Which design ensures that data, once loaded, does not leave the network?"),
    asking("Which feature of Amazon SageMaker AI helps?"),
    asking("Which feature of Amazon SageMaker Pipelines helps?"),
    asking("Which call does `QuickSight.list()` replace?"),
    with_option(1, text="Stream all objects while reading"),
    with_reference(checked="2026-05-25"),
]


def names(content: Content) -> set[str]:
    return {finding.rule for finding in lint(content, today=TODAY)}


@pytest.mark.parametrize(("rule", "content"), FLAWED)
def test_a_flaw_is_found(rule, content):
    assert rule in names(content)


def test_rationales_too_short_in_all_are_found():
    body = deepcopy(CLEAN.body)
    for at, option in enumerate(body["options"]):
        option["because"] = f"Because of reason {at}."
    assert "rationale_length" in names(replace(CLEAN, body=body))


@pytest.mark.parametrize("content", FINE)
def test_a_clean_question_passes_everything(content):
    assert names(content) == set()


def test_every_rule_has_a_flawed_sample():
    assert {rule.name for rule in RULES} == {rule for rule, _ in FLAWED}


def test_a_stale_reference_depends_on_the_day_of_asking():
    assert "fresh_references" in {f.rule for f in lint(CLEAN, today=date(2027, 6, 1))}


def test_an_existing_user_may_key_a_closed_service():
    closed = with_option(1, text="Call Amazon Forecast on the data")
    stem = "A team already uses Amazon Forecast.\n\nWhich change helps?"
    assert "open_services" not in names(replace(closed, stem=stem))


def test_what_must_be_fixed_comes_first():
    found = lint(replace(CLEAN, decides="", rating_u=None), today=TODAY)
    assert [finding.rank for finding in found] == [Rank.MUST_FIX, Rank.CONSIDER]
    assert must_fix(replace(CLEAN, rating_u=None), today=TODAY) == []


def test_a_finding_says_where_what_and_what_to_do():
    finding = lint(with_option(3, text="All of the above are good here"), today=TODAY)[0]
    assert finding.place == "options.d"
    assert finding.evidence == "“All of the above” in option D"
    assert finding.advice


def test_what_passed_is_said_too():
    assert len(passed([])) == len(RULES)
    assert "Rated" not in passed(lint(replace(CLEAN, rating_u=None), today=TODAY))


@pytest.mark.parametrize(
    "type", ["multiple_choice", "multiple_response", "ordering", "matching", ""]
)
@pytest.mark.parametrize(
    "body",
    [{}, {"options": None}, {"options": [{}]}, {"options": [{"id": 3, "text": 4}], "select": "x"}],
)
def test_an_unfinished_question_is_judged_without_a_crash(type, body):
    assert lint(Content(type=type, body=body), today=TODAY)
