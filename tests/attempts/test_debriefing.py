import pytest
from django.urls import reverse

from attempts import debriefing
from attempts.errors import AttemptOpen
from questions.correcting import correct, parse_key
from tests import factories
from tests.conftest import NOON


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


def corrected(alice, carol, kind, *, wire):
    attempt = factories.finished(of=alice, right=8, types=(kind,))
    version = attempt.items.select_related("version__question").get(position=1).version
    key = parse_key(version, wire) if wire else None
    correct(version, key, reason="The limit was raised.", by=carol, now=NOON)
    return debriefing.answered_items(attempt)[0]


def test_a_corrected_key_is_the_one_that_is_shown(alice, carol):
    item = corrected(alice, carol, "matching", wire={"pairs": {"1": "B", "2": "B", "3": "D"}})
    assert (item.is_correct, item.correction) == (False, "The limit was raised.")
    assert {prompt.number: prompt.correct for prompt in item.prompts} == item.key["pairs"]


@pytest.mark.parametrize("kind", factories.TYPES)
def test_nothing_is_right_or_wrong_about_a_void_question(as_alice, alice, carol, kind):
    item = corrected(alice, carol, kind, wire=None)
    assert (item.is_correct, item.key) == (None, None)
    assert not [each for each in [*item.options, *item.prompts] if each.correct]
    assert not debriefing.SHOWN["wrong"](item)
    attempt = alice.attempts.get()
    page = as_alice.get(reverse("attempts:answer", args=[attempt.pk, 1])).text
    assert "counts for nobody" in page
    assert "Correct, you" not in page
    api = as_alice.get(reverse("api-attempts:review", args=[attempt.pk])).json()["items"][0]
    assert (api["correct"], api["key"]) == (None, None)


@pytest.mark.parametrize("size", [2, 20])
def test_query_count_is_flat(alice, size, django_assert_num_queries):
    attempt = factories.finished(of=alice, scored=size, pilot=0)
    with django_assert_num_queries(2):
        debriefing.answered_items(attempt)
