from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from questions import publishing
from questions.content import Content
from questions.errors import NotPublishable, ReferenceTaken, VersionFrozen
from questions.models import QuestionVersion, TaskStatement
from questions.publishing import Filing
from questions.states import VersionState
from tests import factories
from tests.conftest import NOON

LATER = NOON + timedelta(minutes=5)
needs_row_locks = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="needs PostgreSQL")


def sound(**changes) -> Content:
    fields = {
        "type": "multiple_choice",
        "gist": "Nightly job",
        "stem": "A team has **data**.\n\nWhich store fits?",
        "body": factories.body(),
        "decides": "Cost",
        "takeaway": "Think of cost",
        "references": [{"title": "Docs", "url": "https://docs.example/", "checked": "2026-03-01"}],
    }
    return Content(**fields | changes)


@pytest.fixture
def task(db):
    factories.blueprint()
    return TaskStatement.objects.first()


@pytest.fixture
def draft(task, carol):
    return publishing.create("mla-9.9-001", sound(), Filing([task]), by=carol, now=NOON)


def test_a_new_question_begins_as_a_draft(draft, task, carol):
    assert (draft.number, draft.state, draft.created_by) == (1, VersionState.DRAFT, carol)
    assert list(draft.question.tasks.all()) == [task]
    assert draft.updated_at == NOON


def test_two_questions_cannot_have_one_id(draft, carol):
    with pytest.raises(ReferenceTaken):
        publishing.create("mla-9.9-001", sound(), by=carol, now=NOON)
    assert QuestionVersion.objects.count() == 1


def test_every_text_is_rendered_when_it_is_written(draft):
    assert draft.rendered["stem"].startswith("<p>A team has <strong>data</strong>.</p>")
    assert draft.rendered["options"]["a"] == "Option a"
    assert draft.rendered["because"]["a"] == "Because a"


def test_a_matching_question_renders_its_prompts():
    rendered = publishing.render(sound(type="matching", body=factories.body("matching")))
    assert rendered["prompts"]
    assert set(rendered["prompts"]) == set(rendered["prompt_because"])


def test_an_edit_writes_words_and_filing(draft, task):
    base = draft.updated_at
    assert publishing.edit(draft, sound(gist="Other"), Filing([]), base=base, now=LATER)
    draft.refresh_from_db()
    assert (draft.gist, draft.updated_at) == ("Other", LATER)
    assert not draft.question.tasks.exists()


def test_an_edit_of_what_changed_meanwhile_writes_nothing(draft):
    base = draft.updated_at
    publishing.edit(draft, sound(gist="Theirs"), Filing(), base=base, now=LATER)
    assert not publishing.edit(draft, sound(gist="Mine"), Filing(), base=base, now=LATER)
    draft.refresh_from_db()
    assert draft.gist == "Theirs"


def test_a_published_version_cannot_be_edited(draft, carol):
    publishing.publish(draft, by=carol, now=NOON)
    with pytest.raises(VersionFrozen):
        publishing.edit(draft, sound(), Filing(), base=draft.updated_at, now=LATER)


def test_review_goes_there_and_back(draft, carol):
    publishing.send_for_review(draft, by=carol, now=NOON)
    assert draft.state == VersionState.IN_REVIEW
    assert draft.is_editable
    publishing.send_back(draft, by=carol, now=NOON)
    assert draft.state == VersionState.DRAFT


def test_publishing_puts_a_version_to_candidates(draft, carol):
    publishing.publish(draft, by=carol, now=LATER)
    assert QuestionVersion.objects.current().get() == draft
    draft.refresh_from_db()
    assert (draft.state, draft.published_at) == (VersionState.PUBLISHED, LATER)


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"stem": "No question."}, "does not ask"),
        ({"decides": ""}, "decides"),
        ({"references": []}, "reference"),
        ({"body": {"options": []}}, "options"),
        ({"gist": "one two three four five six seven"}, "7 words"),
    ],
)
def test_what_has_faults_is_not_published_and_they_are_named(task, carol, fault, named):
    draft = publishing.create("mla-9.9-002", sound(**fault), Filing([task]), by=carol, now=NOON)
    with pytest.raises(NotPublishable, match=named) as refused:
        publishing.publish(draft, by=carol, now=NOON)
    assert str(refused.value).startswith("Fix 1 check before you publish this:")
    assert refused.value.extra["faults"]
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


def test_a_question_that_no_exam_asks_is_not_published(carol):
    draft = publishing.create("mla-9.9-003", sound(), by=carol, now=NOON)
    with pytest.raises(NotPublishable, match="No exam asks"):
        publishing.publish(draft, by=carol, now=NOON)


def test_a_new_version_starts_from_the_newest_and_supersedes_it(draft, carol):
    publishing.publish(draft, by=carol, now=NOON)
    second = publishing.revise(draft.question, by=carol, now=LATER)
    assert (second.number, second.content()) == (2, draft.content())
    assert QuestionVersion.objects.current().get() == draft
    publishing.publish(second, by=carol, now=LATER)
    assert QuestionVersion.objects.current().get() == second
    draft.refresh_from_db()
    assert draft.state == VersionState.PUBLISHED


def test_there_is_one_draft_at_a_time(draft, carol):
    assert publishing.revise(draft.question, by=carol, now=LATER) == draft


def test_a_retired_question_is_asked_no_more_until_a_newer_version_is_published(draft, carol):
    publishing.publish(draft, by=carol, now=NOON)
    second = publishing.revise(draft.question, by=carol, now=NOON)
    publishing.publish(second, by=carol, now=NOON)
    publishing.retire(second, by=carol, now=LATER)
    assert not QuestionVersion.objects.current().exists()
    third = publishing.revise(draft.question, by=carol, now=LATER)
    publishing.publish(third, by=carol, now=LATER)
    assert QuestionVersion.objects.current().get() == third


@pytest.mark.parametrize("move", ["send_for_review", "send_back", "retire"])
def test_a_retired_version_goes_nowhere(draft, carol, move):
    publishing.publish(draft, by=carol, now=NOON)
    publishing.retire(draft, by=carol, now=NOON)
    with pytest.raises(VersionFrozen):
        getattr(publishing, move)(draft, by=carol, now=LATER)


def test_a_draft_that_a_file_overtook_is_newest_once_published(draft, carol):
    from_file = publishing.install(draft.question, sound(gist="From a file"), now=NOON)
    assert from_file.number == 2
    publishing.publish(draft, by=carol, now=LATER)
    assert draft.number == 3
    assert QuestionVersion.objects.current().get() == draft


def test_the_next_id_follows_the_highest_of_the_task(db, carol):
    exam = factories.blueprint(code="XYZ-C01")
    task = exam.domains.first().tasks.first()
    assert publishing.next_reference(task) == f"xyz-{task.number}-001"
    publishing.create(f"xyz-{task.number}-041", sound(), by=carol, now=NOON)
    assert publishing.next_reference(task) == f"xyz-{task.number}-042"


def test_a_scenario_is_rendered_and_written_once(db):
    first = publishing.write_case_study("case-a", title="A", text="**Old**")
    again = publishing.write_case_study("case-a", title="A", text="**New**")
    assert first.pk == again.pk
    assert again.text_html == "<p><strong>New</strong></p>\n"


# --- Two authors at once: SQLite lets one writer in at a time anyway


def at_once(*calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def question_with_a_draft(by):
    task = factories.blueprint().domains.first().tasks.first()
    return publishing.create("mla-9.9-001", sound(), Filing([task]), by=by, now=NOON)


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_of_many_edits_from_one_base_one_is_written():
    draft = question_with_a_draft(factories.user())
    base = draft.updated_at
    copies = [QuestionVersion.objects.get(pk=draft.pk) for _ in range(6)]
    written = at_once(
        *(lambda v=v: publishing.edit(v, sound(), Filing(), base=base, now=LATER) for v in copies)
    )
    assert sorted(written) == [False] * 5 + [True]


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_of_many_new_versions_begun_at_once_there_is_one():
    author = factories.user()
    draft = question_with_a_draft(author)
    publishing.publish(draft, by=author, now=NOON)
    begun = at_once(*[lambda: publishing.revise(draft.question, by=author, now=LATER)] * 6)
    assert len({version.pk for version in begun}) == 1
    assert draft.question.versions.count() == 2
