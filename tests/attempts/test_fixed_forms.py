import pytest
from django.db import IntegrityError

from attempts import fixing
from attempts.fixed_forms import FixedItem
from tests import factories
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", [{"position": 99}, {"version": "another"}])
def test_neither_a_question_nor_a_position_comes_twice(change):
    form = fixing.fix(factories.exam(), "spring", now=NOON)
    item = form.items.first()
    item.pk = None
    item.position = change.get("position", item.position)
    if "version" in change:
        item.version = factories.question(item.task)
    with pytest.raises(IntegrityError):
        FixedItem.objects.bulk_create([item])


def test_a_form_is_called_by_exam_and_name():
    form = fixing.fix(factories.exam(code="EX"), "spring", now=NOON)
    assert str(form) == "EX: spring"
