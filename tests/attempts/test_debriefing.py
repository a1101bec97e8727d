import pytest
from django.urls import reverse

from attempts import debriefing
from attempts.errors import AttemptOpen
from tests import factories


def test_an_open_attempt_shows_nothing(alice):
    with pytest.raises(AttemptOpen):
        debriefing.answered_items(factories.attempt(of=alice))


@pytest.mark.parametrize("kind", factories.TYPES)
def test_every_type_shows_key_answer_and_rationale(alice, kind):
    attempt = factories.finished(of=alice, right=8, types=(kind,), mark=" canary")
    item = debriefing.answered_items(attempt)[0]
    assert item.is_correct
    assert item.answer == item.key
    shown = [*item.options, *item.prompts]
    assert all("canary" in each.because_html for each in shown)


def test_a_wrong_order_shows_both_places(alice):
    attempt = factories.finished(of=alice, wrong=8, types=("ordering",))
    item = debriefing.answered_items(attempt)[0]
    placed = sorted((o.place, o.given_place) for o in item.options if o.place)
    assert (item.is_correct, placed) == (False, [(1, 3), (2, 2), (3, 1)])


def test_a_wrong_pair_is_told_from_a_right_one(alice):
    attempt = factories.finished(of=alice, wrong=8, types=("matching",))
    prompts = debriefing.answered_items(attempt)[0].prompts
    assert not any(prompt.is_right for prompt in prompts)
    assert all(prompt.chosen and prompt.correct for prompt in prompts)


def test_the_walk_goes_through_the_wrong_ones(alice):
    items = debriefing.answered_items(factories.finished(of=alice, right=5))
    walk = debriefing.walk_of(items, show="wrong", position=None)
    assert (walk.item.position, walk.previous, walk.next) == (6, None, 7)
    assert walk.counts == {"wrong": 3, "all": 8, "flagged": 0}


def test_the_walk_can_begin_beside_its_path(alice):
    items = debriefing.answered_items(factories.finished(of=alice, right=5))
    walk = debriefing.walk_of(items, show="wrong", position=2)
    assert (walk.item.position, walk.previous, walk.next) == (2, None, 6)


def test_an_empty_walk_has_no_item(alice):
    items = debriefing.answered_items(factories.finished(of=alice, right=8))
    assert debriefing.walk_of(items, show="wrong", position=None).item is None
    assert debriefing.walk_of(items, show="nonsense", position=None).show == "all"


def test_a_solution_is_a_fragment_once_it_was_revealed(as_alice, alice):
    practice = factories.attempt(of=alice, mode="practice")
    url = reverse("attempts:solution", args=[practice.pk, 1])
    assert as_alice.get(url).status_code == 409
    as_alice.post(url)
    fragment = as_alice.get(url)
    assert (fragment.status_code, "<html" in fragment.text) == (200, False)
