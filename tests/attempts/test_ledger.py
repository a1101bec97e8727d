import pytest

from attempts import ledger
from attempts.models import AnswerEvent, Item
from tests import factories
from tests.conftest import NOON


@pytest.fixture
def item(alice):
    return factories.attempt(of=alice, now=NOON).items.select_related("version")[2]


def read(item, *, client_id="tab", seq=1):
    return ledger.read(item.attempt, item.position, client_id=client_id, seq=seq)


def test_read_finds_the_item_as_the_models_know_it(item):
    factories.give(item, factories.right_answer(item), now=NOON)
    item.refresh_from_db()
    found = read(item).item
    for name in ledger.ITEM:
        assert getattr(found, name) == getattr(item, name), name
    assert (found.version.type, found.version.body) == (item.version.type, item.version.body)


def test_read_finds_the_place_in_the_log(item):
    assert (read(item).last_number, read(item).known) == (0, None)
    factories.give(item, factories.right_answer(item), now=NOON, client="tab")
    event = AnswerEvent.objects.get()
    page = read(item, client_id=event.client_id, seq=event.seq)
    assert (page.last_number, page.known) == (1, event.pk)


def test_read_knows_no_item_that_is_not_there(item):
    assert ledger.read(item.attempt, 99, client_id="tab", seq=1) is None


def test_one_statement_reads_an_item(item, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = read(item)
        assert page.item.version.body


def test_what_is_stored_and_logged_is_what_the_models_read(item):
    item.answer, item.rev, item.answered_at, item.first_seen_at = {"selected": ["a"]}, 1, NOON, NOON
    ledger.store(item)
    event = AnswerEvent(
        attempt=item.attempt,
        item=item,
        number=1,
        client_id="tab",
        seq=2**53 - 1,
        answer=None,
        base_rev=0,
        rev=1,
        outcome="accepted",
        received_at=NOON,
        deadline=item.attempt.deadline,
    )
    ledger.log(event)
    for row in (item, event):
        stored = type(row).objects.get(pk=row.pk)
        for field in row._meta.concrete_fields:
            assert getattr(stored, field.attname) == getattr(row, field.attname), field.name
    assert Item.objects.filter(answer__isnull=True).count() == item.attempt.items.count() - 1
