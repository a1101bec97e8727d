import pytest

from reports import standing, weakness
from tests import factories
from tests.conftest import NOON


def entry(
    title="Storage", *, low=0.4, high=0.8, label="not enough evidence", answered=14, correct=5
):
    return {
        "title": title,
        "low": low,
        "high": high,
        "label": label,
        "answered": answered,
        "correct": correct,
    }


def read(*domains, repeats=False):
    return standing.reading(domains, repeats=repeats)


def test_overlapping_ranges_are_not_read_as_an_order():
    reading = read(entry("Deployment"), entry(), entry())
    assert reading.lead == "Start with Deployment."
    assert "overlaps with the other 2" in reading.rest
    assert "most to gain: 5 of 14 right." in reading.rest


def test_where_repeats_are_left_out_the_reading_says_what_it_rests_on():
    told = "5 of 14 right, counting only questions new to you."
    assert told in read(entry(), entry(), repeats=True).rest
    assert told in read(entry(high=0.5), entry(low=0.6), repeats=True).rest
    assert "Only questions new to you" in read(entry(label="meets"), repeats=True).rest


@pytest.mark.parametrize(
    ("repeats", "words"), [(True, "none of its questions was new to you"), (False, "no answer")]
)
def test_a_domain_without_evidence_is_not_counted_as_0_of_0(repeats, words):
    rest = read(entry(answered=0, correct=0), entry(), repeats=repeats).rest
    assert words in rest
    assert "0 of 0" not in rest


def test_only_the_ranges_that_overlap_are_counted():
    reading = read(entry(high=0.5), entry(low=0.6), entry(low=0.5), entry(low=0.7))
    assert "overlaps with 1 of the other 3" in reading.rest


def test_a_range_clear_of_all_others_may_be_called_the_weakest():
    reading = read(entry(high=0.5), entry(low=0.6), entry(low=0.7))
    assert "weakest domain so far" in reading.rest


def test_where_all_is_well_nothing_is_blamed():
    reading = read(entry(label="meets"), entry(label="meets"))
    assert "Start with" not in reading.lead
    assert "new to you" not in reading.rest


@pytest.mark.parametrize(("answered", "words"), [(7, "Not enough answers yet"), (8, "Needs work")])
def test_fewer_than_eight_answers_have_no_label_and_no_range(answered, words):
    line = entry(label="needs work", answered=answered)
    assert standing.level(line).words == words
    assert sum(standing.level(line).meter) == (answered >= 8)
    assert bool(standing.likely(line)) is (answered >= 8)


@pytest.mark.parametrize(
    ("label", "low", "words", "steps"),
    [
        ("needs work", 0.3, "Needs work", 1),
        ("not enough evidence", 0.5, "Not enough evidence", 2),
        ("meets", 0.69, "Meets the pass level", 3),
        ("meets", 0.7, "Mastered", 4),
    ],
)
def test_the_meter_says_what_the_word_says(label, low, words, steps):
    level = standing.level(entry(label=label, low=low) | {"pass_level": 0.7})
    assert (level.words, sum(level.meter), len(level.meter)) == (words, steps, 4)


def test_tasks_are_in_the_order_of_the_guide():
    numbers = sorted(["1.10", "2.1", "1.9", "1.1"], key=standing.task_key)
    assert numbers == ["1.1", "1.9", "1.10", "2.1"]


@pytest.fixture
def attempt(alice):
    return factories.finished(of=alice, right=8, wrong=6, now=NOON, scored=14, pilot=2)


def rows(attempt, *, pace=60.0):
    report = weakness.write(attempt, now=NOON)
    items = list(attempt.items.select_related("task"))
    return standing.task_rows(report, items, pace=pace)


def test_every_question_has_its_square(attempt):
    squares = [square for row in rows(attempt) for square in row.squares]
    assert sorted(square.position for square in squares) == list(range(1, 17))
    states = {square.position: square.state for square in squares}
    assert [states[n] for n in (1, 9, 15)] == ["right", "wrong", "unreached"]


def test_a_square_says_in_words_what_it_shows(attempt):
    labels = {s.position: s.label for row in rows(attempt) for s in row.squares}
    assert labels[1].startswith("Question 1, correct")
    assert labels[16].startswith("Question 16, not reached")
    pilots = set(attempt.items.filter(is_scored=False).values_list("position", flat=True))
    assert {n for n, label in labels.items() if label.endswith("pilot")} == pilots


def test_read_opens_what_went_wrong_first(attempt):
    wrong = set(attempt.items.filter(is_correct=False).values_list("position", flat=True))
    for row in rows(attempt):
        of_task = {square.position for square in row.squares}
        assert row.read in (of_task & wrong or of_task)


def test_typical_time_is_the_median_and_slow_is_a_quarter_over_the_pace(attempt):
    attempt.items.update(seconds=76)
    assert {row.typical for row in rows(attempt)} == {"1:16"}
    assert all(row.is_slow for row in rows(attempt, pace=60))
    assert not any(row.is_slow for row in rows(attempt, pace=61))


def test_without_measured_time_none_is_shown(attempt):
    assert {row.typical for row in rows(attempt)} == {""}


def test_domains_show_this_attempt_beside_the_estimate(attempt):
    report = weakness.write(attempt, now=NOON)
    found = standing.domain_rows(report, attempt.result.domains)
    assert [row.number for row in found] == [1, 2]
    assert sum(row.scored for row in found) == 14
    assert sum(row.correct for row in found) == attempt.result.raw
    for row in found:
        assert row.low < row.mean < row.high
        assert f"{row.correct} of {row.scored} correct" in row.sentence


def test_domains_show_the_attempt_before_where_there_was_one(attempt):
    report = weakness.write(attempt, now=NOON)
    before = [{"number": 1, "correct": 5, "scored": 7}]
    first, second = standing.domain_rows(report, attempt.result.domains, before)
    assert (first.before, second.before) == ("5 of 7", "")
    assert "In the attempt before, 5 of 7 correct." in first.sentence
    assert "attempt before" not in second.sentence
