from datetime import timedelta

import pytest
from django.db import IntegrityError

from attempts.events import AnswerEvent
from tests import factories
from tests.conftest import NOON


def saved(alice):
    attempt = factories.attempt(of=alice, now=NOON)
    item = attempt.items.select_related("version").first()
    factories.give(item, factories.right_answer(item), now=NOON + timedelta(minutes=10))
    return attempt.answer_events.get()


def test_an_event_knows_what_the_clock_showed(alice):
    assert saved(alice).remaining_ms == 50 * 60 * 1000


def test_the_same_client_and_number_is_never_a_second_event(alice):
    event = saved(alice)
    event.pk, event.number = None, 2
    with pytest.raises(IntegrityError):
        AnswerEvent.objects.bulk_create([event])
