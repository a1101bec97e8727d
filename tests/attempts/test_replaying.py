from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from attempts import replaying
from attempts.models import Item, Result
from tests import factories


@pytest.fixture
def attempt(alice):
    attempt = factories.finished(of=alice, right=3, wrong=2)
    return type(attempt).objects.select_related("exam", "result").get(pk=attempt.pk)


def verify(*attempts):
    out = StringIO()
    call_command("replay_events", *map(str, attempts), "--verify", stdout=out)
    return out.getvalue()


def test_a_sound_attempt_has_no_differences(attempt):
    assert list(replaying.differences(attempt)) == []
    assert "1 attempts replayed, 0 differences" in verify()


def test_a_changed_answer_is_found_and_restored(attempt):
    Item.objects.filter(attempt=attempt, position=1).update(answer=None)
    with pytest.raises(CommandError, match="differ"):
        verify(attempt.pk)
    call_command("replay_events", stdout=StringIO())
    assert "0 differences" in verify()


def test_a_changed_score_is_found_and_restored(attempt):
    Result.objects.update(scaled=719)
    found = [str(each) for each in replaying.differences(type(attempt).objects.get())]
    assert len(found) == 1
    assert "719 is stored" in found[0]
    replaying.restore(attempt)
    assert list(replaying.differences(type(attempt).objects.get())) == []


def test_a_missing_event_is_found(attempt):
    attempt.answer_events.filter(number=2).delete()
    words = [each.words for each in replaying.differences(attempt)]
    assert "the events are not numbered 1, 2, 3 ..." in words
