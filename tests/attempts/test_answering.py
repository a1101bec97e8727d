from datetime import timedelta

import pytest

from attempts import answering, lifecycle
from attempts.answering import Given
from attempts.errors import (
    AnswerLate,
    AnswerMalformed,
    AnswerRevealed,
    AnswerStale,
    AttemptClosed,
    NotPractice,
)
from attempts.states import Outcome
from attempts.timing import GRACE
from tests import factories
from tests.conftest import NOON

SECOND = timedelta(seconds=1)


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice, now=NOON)


@pytest.fixture
def item(attempt):
    """A multiple choice item."""
    return attempt.items.select_related("version").filter(version__type="multiple_choice").first()


def save(item, letter, *, seq=1, base_rev=0, client="tab", now=NOON):
    wire = {"selected": [letter]} if letter else None
    given = Given(wire, client_id=client, seq=seq, base_rev=base_rev)
    return answering.save(item.attempt, item.position, given, now=now)


def test_save_stores_the_answer_and_its_event(attempt, item):
    event = save(item, "B")
    assert factories.stored(item) == {"selected": ["B"]}
    assert (event.rev, event.number, event.outcome) == (1, 1, Outcome.ACCEPTED)


def test_save_counts_revisions(item):
    save(item, "A")
    assert save(item, "B", seq=2, base_rev=1).rev == 2


def test_null_clears_the_answer(item):
    save(item, "A")
    save(item, None, seq=2, base_rev=1)
    assert factories.stored(item) is None


def test_the_same_event_again_gets_the_first_reply_and_changes_nothing(attempt, item):
    first = save(item, "A")
    save(item, "B", seq=2, base_rev=1)
    again = save(item, "C", seq=1, base_rev=2, now=NOON + 9 * SECOND)
    assert (again.pk, again.rev, again.received_at) == (first.pk, 1, NOON)
    assert factories.stored(item) == {"selected": ["B"]}
    assert attempt.answer_events.count() == 2


def test_a_stale_answer_is_logged_but_not_stored(attempt, item):
    save(item, "A")
    with pytest.raises(AnswerStale) as refusal:
        save(item, "B", client="other", base_rev=0)
    assert refusal.value.extra == {"rev": 1, "answer": {"selected": ["A"]}}
    assert factories.stored(item) == {"selected": ["A"]}
    assert [e.outcome for e in attempt.answer_events.all()] == ["accepted", "stale"]


def test_a_stale_event_again_is_stale_again(attempt, item):
    save(item, "A")
    for _ in range(2):
        with pytest.raises(AnswerStale):
            save(item, "B", client="other", base_rev=0)
    assert attempt.answer_events.count() == 2


@pytest.mark.parametrize(
    ("after", "accepted"), [(GRACE, True), (GRACE + timedelta(milliseconds=1), False)]
)
def test_the_grace_is_the_border(attempt, item, after, accepted):
    now = attempt.deadline + after
    if accepted:
        assert save(item, "A", now=now).outcome == Outcome.ACCEPTED
    else:
        with pytest.raises(AnswerLate):
            save(item, "A", now=now)
        assert factories.stored(item) is None
        assert attempt.answer_events.get().outcome == Outcome.LATE


def test_a_late_answer_is_kept_after_the_sweep_too(attempt, item):
    late = attempt.deadline + 20 * SECOND
    lifecycle.settle_overdue(now=late)
    with pytest.raises(AnswerLate):
        save(item, "A", now=late)
    assert attempt.answer_events.get().outcome == Outcome.LATE


def test_nothing_is_stored_after_submission(alice, attempt, item):
    lifecycle.submit(attempt, by=alice, now=NOON)
    with pytest.raises(AttemptClosed):
        save(item, "A", now=NOON + SECOND)
    assert (factories.stored(item), attempt.answer_events.count()) == (None, 0)


@pytest.mark.parametrize(
    "wire",
    [
        {"selected": ["A", "B"]},
        {"selected": ["Z"]},
        {"selected": []},
        {"selected": "A"},
        {"order": ["A"]},
        {"selected": ["A"], "score": 1},
        "A",
        [],
        7,
    ],
)
def test_a_malformed_answer_writes_nothing(attempt, item, wire):
    with pytest.raises(AnswerMalformed):
        answering.save(attempt, item.position, Given(wire, "tab", 1, 0), now=NOON)
    assert (factories.stored(item), attempt.answer_events.count()) == (None, 0)


def test_events_are_numbered_without_gaps(attempt):
    for item in attempt.items.select_related("version"):
        factories.give(item, factories.right_answer(item), now=NOON)
    numbers = attempt.answer_events.values_list("number", flat=True)
    assert list(numbers) == list(range(1, 9))


def test_mark_keeps_what_is_not_named(attempt, item):
    answering.mark(attempt, item.position, flagged=True, note="Hm", now=NOON)
    marked = answering.mark(attempt, item.position, struck=["B", "A"], seconds_more=7, now=NOON)
    assert (marked.flagged, marked.note, len(marked.struck), marked.seconds) == (True, "Hm", 2, 7)


def test_mark_refuses_letters_that_are_not_there(attempt, item):
    with pytest.raises(AnswerMalformed, match="struck"):
        answering.mark(attempt, item.position, struck=["Q"], now=NOON)


def test_mark_is_refused_after_the_end(alice, attempt, item):
    lifecycle.submit(attempt, by=alice, now=NOON)
    with pytest.raises(AttemptClosed):
        answering.mark(attempt, item.position, flagged=True, now=NOON)


def page(item, wire, *, base_rev, now=NOON):
    given = Given(wire, client_id=f"form-{base_rev}-{wire}"[:40], seq=1, base_rev=base_rev)
    return answering.save_page(
        item.attempt, item.position, given, flagged=False, struck=[], note="", sure="", now=now
    )


def test_a_page_that_repeats_what_it_showed_is_no_new_answer(attempt, item):
    save(item, "A")
    assert page(item, {"selected": ["A"]}, base_rev=1) is None
    assert attempt.answer_events.count() == 1


def test_an_old_page_does_not_bring_an_old_answer_back(attempt, item):
    """Tab one shows the blank question, tab two answers it, tab one presses Next."""
    save(item, "A")
    assert page(item, None, base_rev=0) is None
    assert factories.stored(item) == {"selected": ["A"]}


def test_an_old_page_with_another_choice_is_told_so(attempt, item):
    save(item, "A")
    assert isinstance(page(item, {"selected": ["B"]}, base_rev=0), AnswerStale)
    assert factories.stored(item) == {"selected": ["A"]}


def revealed(alice):
    attempt = factories.attempt(of=alice, mode="practice", now=NOON, types=("multiple_choice",))
    item = attempt.items.select_related("version").first()
    save(item, "A")
    answering.reveal(attempt, item.position, now=NOON)
    return item


def test_a_revealed_item_keeps_its_answer(alice):
    item = revealed(alice)
    with pytest.raises(AnswerRevealed):
        save(item, "B", seq=2, base_rev=1)
    assert factories.stored(item) == {"selected": ["A"]}


def test_nothing_is_revealed_in_an_exam(attempt, item):
    with pytest.raises(NotPractice):
        answering.reveal(attempt, item.position, now=NOON)


def test_marks_keep_how_sure_and_what_was_highlighted(attempt, item):
    marked = answering.mark(
        attempt, item.position, sure="guess", highlights=[[0, 4], [9, 12]], now=NOON
    )
    assert (marked.sure, marked.highlights) == ("guess", [[0, 4], [9, 12]])
