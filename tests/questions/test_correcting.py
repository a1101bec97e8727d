from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from questions import publishing
from questions.correcting import correct, key_in_force, layout_of, parse_key
from questions.errors import BankFaulty, KeyMalformed, NothingToCorrect, NotPublishable
from questions.item_types import ITEM_TYPES
from questions.models import Correction, QuestionVersion, TaskStatement
from questions.states import VersionState
from tests import factories
from tests.conftest import NOON

ANOTHER = {
    "multiple_choice": {"selected": ["C"]},
    "multiple_response": {"selected": ["B", "D"]},
    "ordering": {"order": ["A", "C", "B"]},
    "matching": {"pairs": {"1": "B", "2": "B", "3": "D"}},
}


@pytest.fixture
def task(db):
    factories.blueprint()
    return TaskStatement.objects.first()


@pytest.fixture(params=factories.TYPES)
def version(request, task):
    return factories.question(task, type=request.param)


@pytest.fixture
def choice(task):
    return factories.question(task)


def rekey(version, by, wire=None):
    key = parse_key(version, wire or ANOTHER[version.type])
    return correct(version, key, reason="The limit was raised.", by=by, now=NOON)


def test_a_body_with_another_key_differs_in_nothing_else(version):
    rules, key = ITEM_TYPES[version.type], parse_key(version, ANOTHER[version.type])
    body = rules.rekeyed(version.body, key)
    assert rules.key(body) == key != rules.key(version.body)
    assert rules.rekeyed(body, rules.key(version.body)) == version.body


def test_answers_are_judged_by_the_key_in_force(version, carol):
    old = key_in_force(version)
    rekey(version, carol)
    rules, new = ITEM_TYPES[version.type], key_in_force(version)
    assert rules.is_correct(version.judged_body, new)
    assert not rules.is_correct(version.judged_body, old)
    assert rules.is_correct(QuestionVersion.objects.get(pk=version.pk).body, old)


def test_the_last_correction_is_in_force(choice, carol):
    first = rekey(choice, carol)
    last = correct(choice, None, reason="No answer is right.", by=carol, now=NOON)
    assert (choice.correction, choice.is_void) == (last, True)
    assert key_in_force(choice) is None
    assert list(Correction.objects.in_force()) == [last] != [first]


def test_a_void_question_can_get_its_key_back(choice, carol):
    correct(choice, None, reason="No answer is right.", by=carol, now=NOON)
    rekey(choice, carol, {"selected": ["A"]})
    assert (choice.is_void, choice.judged_body) == (False, choice.body)


def test_no_new_form_asks_a_corrected_version(choice, carol):
    rekey(choice, carol)
    assert not QuestionVersion.objects.current().exists()


def test_the_right_key_waits_in_a_draft(version, carol):
    correction = rekey(version, carol)
    draft = version.question.versions.newest().get()
    assert (draft.number, draft.state, draft.created_by) == (2, VersionState.DRAFT, carol)
    assert ITEM_TYPES[draft.type].key(draft.body) == correction.key
    assert draft.stem == version.stem


def test_a_voided_question_gets_no_draft(choice, carol):
    correct(choice, None, reason="No answer is right.", by=carol, now=NOON)
    (only,) = choice.question.versions.all()
    assert only.state == VersionState.RETIRED


def test_a_draft_that_is_there_stays_and_cannot_be_published_with_the_wrong_key(choice, carol):
    draft = publishing.revise(choice.question, by=carol, now=NOON)
    rekey(choice, carol)
    assert choice.question.versions.newest().get() == draft
    draft.refresh_from_db()
    assert draft.body == choice.body
    with pytest.raises(NotPublishable, match="found to be wrong"):
        publishing.publish(draft, by=carol, now=NOON)
    assert publishing.blocking(version_with(draft, choice, "C"), now=NOON) == []


def version_with(draft, choice, letter):
    key = parse_key(choice, {"selected": [letter]})
    draft.body = ITEM_TYPES[draft.type].rekeyed(draft.body, key)
    return draft


def test_a_key_that_was_right_after_all_may_be_published(choice, carol):
    draft = publishing.revise(choice.question, by=carol, now=NOON)
    rekey(choice, carol)
    rekey(choice, carol, {"selected": ["A"]})
    assert publishing.blocking(draft, now=NOON) == []


def test_the_key_in_force_is_no_news(choice, carol):
    with pytest.raises(NothingToCorrect, match="the key already"):
        rekey(choice, carol, {"selected": ["A"]})
    correct(choice, None, reason="No answer is right.", by=carol, now=NOON)
    with pytest.raises(NothingToCorrect, match="void already"):
        correct(choice, None, reason="Once more.", by=carol, now=NOON)
    assert Correction.objects.count() == 1


def test_a_draft_has_no_key_to_correct(choice, carol):
    draft = publishing.revise(choice.question, by=carol, now=NOON)
    with pytest.raises(NothingToCorrect, match="draft"):
        rekey(draft, carol)


@pytest.mark.parametrize("wire", [{"selected": []}, {"selected": ["Z"]}, {"order": ["A"]}, None, 7])
def test_what_is_no_answer_is_no_key(choice, wire):
    with pytest.raises(KeyMalformed):
        parse_key(choice, wire)


def test_a_key_is_as_long_as_what_candidates_were_asked_for(task):
    version = factories.question(task, type="multiple_response")
    with pytest.raises(KeyMalformed, match="asked for 2"):
        parse_key(version, {"selected": ["A"]})


def test_the_letters_are_those_that_the_author_sees(task):
    version = factories.question(task, type="ordering")
    assert layout_of(version)["options"] == [each["id"] for each in version.body["options"]]


def test_a_correction_is_in_the_audit_log(choice, carol):
    rekey(choice, carol)
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.actor_id) == ("key_corrected", carol.pk)
    assert "limit" not in str(entry.detail)


def test_the_database_refuses_to_change_or_delete_a_correction(choice, carol):
    made = rekey(choice, carol)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Correction.objects.filter(pk=made.pk).update(reason="Another")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        made.delete()


def test_a_file_cannot_bring_the_wrong_key_back(choice, carol):
    rekey(choice, carol)
    same = publishing.content_of(choice)
    with pytest.raises(BankFaulty, match=f"{choice.question}: This key was found to be wrong"):
        publishing.install(choice.question, replace(same, stem="Other words?"), now=NOON)
    assert not QuestionVersion.objects.published().exists()
    right = replace(same, body=choice.judged_body)
    assert publishing.install(choice.question, right, now=NOON).number == 3
