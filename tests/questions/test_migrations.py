import pytest
from django.db import IntegrityError, connection, transaction

from questions.models import Question, QuestionVersion
from questions.states import VersionState
from tests import factories

CHANGES = {
    "type": "ordering",
    "gist": "Another",
    "stem": "Another?",
    "body": {"options": []},
    "rendered": {},
    "decides": "Another",
    "takeaway": "Another",
    "references": [],
    "level": "recall",
    "rating_u": 1,
    "services": ["Amazon S3"],
    "provenance": {"author": "mallory"},
    "number": 7,
    "published_at": factories.LONG_AGO.replace(year=1999),
}


@pytest.fixture
def published(db):
    return factories.question(*factories.blueprint().domains.first().tasks.all()[:1])


def update(version, **fields):
    with transaction.atomic():
        QuestionVersion.objects.filter(pk=version.pk).update(**fields)


@pytest.mark.parametrize("field", CHANGES)
@pytest.mark.parametrize("state", [VersionState.PUBLISHED, VersionState.RETIRED])
def test_the_database_refuses_to_change_a_published_version(published, field, state):
    update(published, state=state)
    with pytest.raises(IntegrityError, match="never changes"):
        update(published, **{field: CHANGES[field]})


def test_the_database_refuses_to_delete_a_published_version(published):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        published.delete()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Question.objects.filter(pk=published.question_id).delete()


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.IN_REVIEW])
def test_the_database_refuses_to_take_a_published_version_back(published, state):
    with pytest.raises(IntegrityError):
        update(published, state=state, published_at=None)


def test_a_published_version_can_be_retired_but_not_brought_back(published):
    update(published, state=VersionState.RETIRED)
    with pytest.raises(IntegrityError, match="never changes"):
        update(published, state=VersionState.PUBLISHED)


def test_the_database_lets_a_draft_change_and_go(published):
    draft = QuestionVersion.objects.create(
        question=published.question, number=2, type="ordering", updated_at=factories.LONG_AGO
    )
    update(draft, stem="Another?")
    assert draft.delete()[0] == 1


@pytest.mark.django_db(transaction=True)
def test_the_guard_still_stands_after_every_migration():
    names = {"published_version_is_frozen", "published_version_is_kept"}
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert names <= {name for (name,) in cursor.fetchall()}
