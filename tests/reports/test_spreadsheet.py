import csv
from dataclasses import replace
from io import StringIO

import pytest

from questions import publishing
from questions.models import QuestionVersion
from reports.spreadsheet import COLUMNS, MARK, csv_of, plain
from tests import factories
from tests.conftest import NOON


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith(MARK)
    return list(csv.DictReader(StringIO(text.removeprefix(MARK))))


@pytest.fixture
def attempt(alice):
    return factories.finished(
        of=alice, right=5, wrong=2, now=NOON, types=("multiple_choice",), scored=8, pilot=2
    )


def test_every_question_has_its_row(attempt):
    rows = rows_of(csv_of(attempt))
    assert tuple(rows[0]) == COLUMNS
    assert [row["Question"] for row in rows] == [str(n) for n in range(1, 11)]
    assert [row["Outcome"] for row in rows[4:8]] == ["correct", "wrong", "wrong", "not reached"]
    assert [row["Counts"] for row in rows].count("no") == 2
    assert {row["Met before"] for row in rows} == {"no"}


def test_a_row_says_how_the_question_was_answered(alice):
    attempt = factories.attempt(of=alice, now=NOON, types=("multiple_choice",))
    item = attempt.items.select_related("version")[0]
    factories.give(item, factories.wrong_answer(item), now=NOON)
    factories.give(item, factories.right_answer(item), now=NOON)
    attempt.items.filter(pk=item.pk).update(sure="think", seconds=77, flagged=True)
    factories.handed_in(attempt, now=NOON)
    row = rows_of(csv_of(attempt))[0]
    said = [row[name] for name in ("Seconds", "How sure", "Changed", "Flagged")]
    assert said == ["77", "Think so", "Wrong to right", "yes"]


def test_no_text_is_a_formula_for_a_spreadsheet(attempt):
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\0x"):
        assert plain(text) == f"'{text}"
    assert plain("Gist = 1") == "Gist = 1"


def test_texts_are_made_plain_and_quoted(alice):
    exam = factories.exam(scored=4, pilot=0)
    said = '=HYPERLINK("https://evil.example","x"), more'
    version = QuestionVersion.objects.latest("pk")
    content = replace(publishing.content_of(version), gist=said)
    publishing.install(version.question, content, now=NOON)
    attempt = factories.finished(of=alice, exam=exam, right=1, now=NOON)
    assert [row["About"] for row in rows_of(csv_of(attempt))].count(f"'{said}") == 1


@pytest.mark.parametrize("scored", [4, 40])
def test_the_table_takes_two_queries_however_long(alice, scored, django_assert_num_queries):
    attempt = factories.finished(
        of=alice, right=scored, now=NOON, scored=scored, pilot=0, minutes=120
    )
    with django_assert_num_queries(2):
        csv_of(attempt)


def test_a_void_question_does_not_count(attempt):
    attempt.items.filter(position=1).update(is_correct=None)
    row = rows_of(csv_of(attempt))[0]
    assert (row["Outcome"], row["Counts"]) == ("voided", "no")
