"""A question as an author's form posts it."""

import pytest

from questions import publishing
from questions.models import TaskStatement
from questions.publishing import Filing
from tests import factories
from tests.conftest import NOON
from tests.questions.posting import sound


@pytest.fixture
def exam(db):
    return factories.blueprint(code="EXA-C01")


@pytest.fixture
def task(exam):
    return TaskStatement.objects.get(domain__exam=exam, number="1.1")


@pytest.fixture
def draft(task, carol):
    return publishing.create("exa-1.1-001", sound(), Filing([task]), by=carol, now=NOON)


@pytest.fixture
def published(draft, carol):
    publishing.publish(draft, by=carol, now=NOON)
    return draft
