import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from attempts.answer_file import take
from attempts.answering import Given
from attempts.errors import AttemptClosed
from attempts.models import AnswerEvent
from attempts.timing import GRACE
from tests import factories
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
LATE = "Time was up. This answer is kept, but it does not count."
STALE = "Another tab or device saved a newer answer. That one is kept."


@pytest.fixture
def attempt(alice):
    return factories.attempt(of=alice, now=NOON)


def save(item, answer, *, seq, base_rev=0):
    return item.position, Given(answer, client_id="laptop", seq=seq, base_rev=base_rev)


def two_of(attempt):
    return list(attempt.items.select_related("version")[:2])


def test_what_a_device_could_not_send_is_saved(attempt):
    one, other = two_of(attempt)
    first, newest = factories.wrong_answer(one), factories.right_answer(one)
    saves = [
        save(one, first, seq=1),
        save(other, factories.right_answer(other), seq=2),
        save(one, newest, seq=3, base_rev=1),
    ]
    told = take(attempt, saves, now=NOON)
    assert told == {one.position: "Saved.", other.position: "Saved."}
    assert factories.stored(one) == newest
    assert take(attempt, saves, now=NOON) == told
    assert AnswerEvent.objects.count() == 3


def test_what_comes_after_the_end_is_kept_and_does_not_count(attempt):
    one, _ = two_of(attempt)
    saves = [save(one, factories.right_answer(one), seq=1)]
    after = attempt.deadline + GRACE + timedelta(minutes=5)
    assert take(attempt, saves, now=after) == {one.position: LATE}
    assert factories.stored(one) is None
    assert AnswerEvent.objects.get().outcome == "late"


def test_nothing_replaces_what_the_device_had_not_seen(attempt):
    one, _ = two_of(attempt)
    seen_by_another = factories.right_answer(one)
    factories.give(one, seen_by_another, now=NOON)
    mine = factories.wrong_answer(one)
    saves = [save(one, mine, seq=1), save(one, mine, seq=2, base_rev=1)]
    assert take(attempt, saves, now=NOON) == {one.position: STALE}
    assert factories.stored(one) == seen_by_another


def test_one_save_that_does_not_fit_does_not_keep_the_others_out(attempt):
    one, other = two_of(attempt)
    nowhere = 99, Given(None, client_id="laptop", seq=9, base_rev=0)
    saves = [
        save(one, {"selected": ["Z"]}, seq=1),
        nowhere,
        save(other, factories.right_answer(other), seq=2),
    ]
    told = take(attempt, saves, now=NOON)
    assert told.keys() == {one.position, 99, other.position}
    assert told[other.position] == "Saved."
    assert "99" in told[99]
    assert factories.stored(one) is None


def test_what_was_handed_in_takes_no_file(attempt):
    one, _ = two_of(attempt)
    done = factories.finished(of=attempt.candidate, now=NOON)
    with pytest.raises(AttemptClosed):
        take(done, [save(one, None, seq=1)], now=NOON)


def hand_in(client, attempt, content):
    address = reverse("attempts:answer_file", args=[attempt.pk])
    return client.post(address, {"file": SimpleUploadedFile("answers.json", content)})


def test_the_page_tells_what_became_of_each_answer(as_alice, alice):
    attempt = factories.attempt(of=alice)
    one, _ = two_of(attempt)
    said = {"position": 1, "client_id": "laptop", "seq": 1, "base_rev": 0}
    said |= {"answer": factories.right_answer(one)}
    content = json.dumps({"attempt": str(attempt.pk), "answers": [said]}).encode()
    page = hand_in(as_alice, attempt, content)
    assert page.status_code == 200
    assert "Question 1: Saved." in page.content.decode()
    assert factories.stored(one) == factories.right_answer(one)


def test_the_page_says_what_is_wrong_with_a_file(as_alice, alice):
    page = hand_in(as_alice, factories.attempt(of=alice), b"{}")
    assert page.status_code == 422
    text = page.content.decode()
    assert "<title>Error: " in text
    assert 'href="#id_file"' in text
    assert "attempt: This field is required." in text


def test_an_answer_file_is_taken_from_nobody_else(as_bob, alice):
    attempt = factories.attempt(of=alice)
    assert hand_in(as_bob, attempt, b"{}").status_code == 404
