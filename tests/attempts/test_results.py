from datetime import timedelta

import pytest

from attempts import lifecycle, results
from attempts.errors import AnswerLate, AttemptClosed, AttemptOpen
from attempts.models import Item, Result
from tests import factories
from tests.conftest import NOON


def test_record_counts_scored_items_only(alice):
    attempt = factories.finished(of=alice, right=8)
    assert (attempt.result.raw, attempt.result.scored) == (6, 6)


@pytest.mark.parametrize(("right", "passed"), [(0, False), (8, True)])
def test_record_stores_the_verdict(alice, right, passed):
    assert factories.finished(of=alice, right=right).result.passed is passed


def test_the_cut_is_the_sum_of_the_ratings_of_scored_items(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    for n, item in enumerate(attempt.items.all()):
        Item.objects.filter(pk=item.pk).update(rating_u=5000 + 100 * n)
    lifecycle.submit(attempt, by=alice, now=NOON)
    wanted = sum(attempt.items.filter(is_scored=True).values_list("rating_u", flat=True))
    assert attempt.result.cut_u == wanted


def test_unanswered_is_wrong(alice):
    attempt = factories.finished(of=alice)
    assert not any(attempt.items.values_list("is_correct", flat=True))


def test_domains_add_up_to_the_whole(alice):
    result = factories.finished(of=alice, right=5).result
    assert sum(row["correct"] for row in result.domains) == result.raw
    assert [row["scored"] for row in result.domains] == [3, 3]
    assert {row["label"] for row in result.domains} <= {
        "meets",
        "needs work",
        "not enough evidence",
    }


def test_recording_again_gives_the_same_figures(alice):
    attempt = factories.finished(of=alice, right=5)
    before = Result.objects.filter(attempt=attempt).values().get()
    with attempt.locked():
        results.record(attempt, now=NOON)
    after = Result.objects.filter(attempt=attempt).values().get()
    assert {**before, "scored_at": NOON} == after


def test_record_missing_scores_what_was_never_scored(alice):
    attempt = factories.finished(of=alice, right=1)
    attempt.result.delete()
    assert (results.record_missing(now=NOON), results.record_missing(now=NOON)) == (1, 0)
    assert Result.objects.get(attempt=attempt).scored_at == NOON


def test_result_of_records_what_was_missed(alice):
    attempt = factories.finished(of=alice, right=1)
    attempt.result.delete()
    assert results.result_of(attempt, now=NOON).scored_at == NOON


def test_result_of_refuses_an_open_and_a_voided_attempt(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    with pytest.raises(AttemptOpen):
        results.result_of(attempt, now=NOON)
    lifecycle.void(attempt, by=alice, now=NOON)
    with pytest.raises(AttemptClosed):
        results.result_of(attempt, now=NOON)


def test_a_fault_in_scoring_cannot_reopen_the_attempt(alice, monkeypatch):
    attempt = factories.attempt(of=alice, now=NOON)

    def fault(*args, **kwargs):
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(results, "score", fault)
        with pytest.raises(ZeroDivisionError):
            lifecycle.submit(attempt, by=alice, now=NOON)
    attempt.refresh_from_db()
    assert (attempt.is_open, results.record_missing(now=NOON)) == (False, 1)


def test_the_rest_of_the_form_is_kept_with_every_item(alice):
    attempt = factories.finished(of=alice, right=4, wrong=2)
    items = list(attempt.items.all())
    scored = [item for item in items if item.is_scored]
    for item in items:
        others = [other for other in scored if other.pk != item.pk]
        gaps = [other.is_correct - other.rating_u / 10_000 for other in others]
        assert item.rest_adj == pytest.approx(sum(gaps) / len(others))


def test_late_answers_are_weighed_but_do_not_count(alice):
    attempt = factories.attempt(of=alice, now=NOON, types=("multiple_choice",))
    assert results.late_answers(attempt) is None
    for item in attempt.items.select_related("version"):
        with pytest.raises(AnswerLate):
            factories.give(item, factories.right_answer(item), now=NOON + timedelta(hours=2))
    assert Result.objects.get(attempt=attempt).scaled == 100
    late = results.late_answers(attempt)
    assert (late.questions, late.scaled) == (8, 1000)
