"""Two requests at once. The races need PostgreSQL: SQLite lets one writer in at a time anyway."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.utils.timezone import now

from attempts import answering, lifecycle
from attempts.answering import Given
from attempts.errors import AttemptClosed
from attempts.models import Attempt, Item, Result
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="needs row locks: PostgreSQL"),
]


def at_once(*calls):
    def run(call):
        try:
            return call()
        except AttemptClosed:
            return "closed"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_many_submissions_one_ends_the_attempt():
    alice = factories.user()
    attempt = factories.attempt(of=alice)
    stale = [Attempt.objects.get(pk=attempt.pk) for _ in range(8)]
    at_once(*(lambda a=a: lifecycle.submit(a, by=alice, now=now()) for a in stale))
    assert attempt.events.filter(kind="submitted").count() == 1
    assert Result.objects.count() == 1


def test_of_many_starts_all_get_one_attempt():
    alice, exam = factories.user(), factories.exam()
    started = at_once(*[lambda: lifecycle.start(exam, alice, mode="exam", now=now())] * 8)
    assert len({attempt.pk for attempt, _ in started}) == 1
    assert sum(created for _, created in started) == 1
    assert (Attempt.objects.count(), Item.objects.count()) == (1, 8)


def test_what_was_acknowledged_before_the_end_is_scored():
    """Six savers against one submission: every answer that got its reply is in the score."""
    alice = factories.user()
    exam = factories.exam(types=("multiple_choice",), spare=1)
    for _ in range(10):
        attempt = factories.attempt(of=factories.user(), exam=exam)
        items = list(attempt.items.select_related("version"))[:6]

        def save(item):
            mine = Attempt.objects.get(pk=item.attempt_id)
            given = Given(factories.right_answer(item), "tab", item.position, 0)
            return answering.save(mine, item.position, given, now=now()).item_id

        def submit(attempt=attempt):
            lifecycle.submit(Attempt.objects.get(pk=attempt.pk), by=alice, now=now())
            return "submitted"

        calls = [lambda item=item: save(item) for item in items]
        outcomes = at_once(*calls[:3], submit, *calls[3:])
        acknowledged = set(outcomes) - {"closed", "submitted"}
        right = set(attempt.items.filter(is_correct=True).values_list("pk", flat=True))
        assert acknowledged == right


def test_the_same_save_at_once_is_one_event():
    attempt = factories.attempt(of=factories.user(), types=("multiple_choice",))
    given = Given({"selected": ["A"]}, "tab", 1, 0)
    calls = [Attempt.objects.get(pk=attempt.pk) for _ in range(6)]
    events = at_once(*(lambda a=a: answering.save(a, 1, given, now=now()).pk for a in calls))
    assert len(set(events)) == 1
    assert attempt.answer_events.count() == 1


@pytest.mark.parametrize("write", ["save", "mark", "submit", "expire"])
def test_every_write_waits_for_the_attempt(write):
    """Deterministic: while another request holds the attempt, a write cannot get through."""
    alice = factories.user()
    attempt = factories.attempt(of=alice)

    def attempt_again():
        return Attempt.objects.get(pk=attempt.pk)

    calls = {
        "save": lambda: answering.save(attempt_again(), 1, Given(None, "t", 1, 0), now=now()),
        "mark": lambda: answering.mark(attempt_again(), 1, flagged=True, now=now()),
        "submit": lambda: lifecycle.submit(attempt_again(), by=alice, now=now()),
        "expire": lambda: lifecycle.expire(attempt_again(), now=now()),
    }

    def impatient():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        try:
            calls[write]()
        finally:
            connection.close()

    with (
        ThreadPoolExecutor(1) as pool,
        attempt.locked(),
        pytest.raises(OperationalError, match="lock timeout"),
    ):
        pool.submit(impatient).result()


def test_the_negative_control_a_write_that_takes_no_lock_gets_through():
    attempt = factories.attempt(of=factories.user())

    def careless():
        try:
            return Item.objects.filter(attempt=attempt, position=1).update(flagged=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Attempt.objects.select_for_update().get(pk=attempt.pk)
        assert pool.submit(careless).result() == 1
