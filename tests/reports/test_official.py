import pytest

from attempts.scoring import Mark
from reports.official import meets, official_page
from tests import factories
from tests.conftest import NOON


def marks(right: int, wrong: int, rating_u: int = 7000) -> list[Mark]:
    return [Mark(1, rating_u, correct=n < right) for n in range(right + wrong)]


@pytest.mark.parametrize(("right", "wrong", "is_met"), [(7, 3, True), (6, 4, False)])
def test_a_section_is_met_from_its_own_cut_on(right, wrong, is_met):
    assert meets(marks(right, wrong)) is is_met


def test_easy_questions_ask_for_more_right():
    assert meets(marks(7, 3, rating_u=6900)) is True
    assert meets(marks(7, 3, rating_u=7100)) is False


def test_one_question_is_no_section():
    assert meets(marks(1, 0)) is None


def test_the_page_says_what_an_official_report_says(alice):
    attempt = factories.finished(of=alice, right=14, wrong=2, scored=16, pilot=0, now=NOON)
    page = official_page(attempt, attempt.result)
    assert (page.candidate, page.scaled, page.passed) == ("Alice", attempt.result.scaled, True)
    assert [section.number for section in page.sections] == [1, 2]
    assert sum(section.weight for section in page.sections) == 100
    table = {row["number"]: row for row in attempt.result.domains}
    for section in page.sections:
        row = table[section.number]
        assert section.meets is (row["correct"] >= 0.7 * row["scored"])
        assert section.is_close is (row["low"] < 0.7 <= row["high"])


def test_pilot_questions_do_not_count_for_a_section(alice):
    attempt = factories.finished(of=alice, right=16, scored=12, pilot=4, now=NOON)
    attempt.items.filter(is_scored=False).update(is_correct=False)
    assert all(section.meets for section in official_page(attempt, attempt.result).sections)
