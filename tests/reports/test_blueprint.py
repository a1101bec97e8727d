import pytest

from reports.blueprint import DEFAULT_POOL, Blueprint
from tests import factories


@pytest.fixture
def exam(db):
    return factories.blueprint(weights=(28, 26, 22, 24), tasks_each=3, scored=50, pilot=15)


def test_scored_items_are_those_of_the_domains_spread_over_their_tasks(exam):
    scored = Blueprint.of(exam).scored
    assert list(scored) == pytest.approx([14 / 3] * 3 + [13 / 3] * 3 + [11 / 3] * 3 + [4] * 3)


def test_weights_add_up_and_follow_the_domains(exam):
    blueprint = Blueprint.of(exam)
    assert blueprint.weight.sum() == pytest.approx(1)
    assert list(blueprint.weight[:3]) == pytest.approx([0.28 / 3] * 3)
    assert blueprint.task_domain == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3


def test_a_task_is_as_easy_as_its_pool(exam):
    task = exam.domains.first().tasks.first()
    for rating_u in (6000, 9000):
        factories.question(task, rating_u=rating_u)
    blueprint = Blueprint.of(exam)
    assert blueprint.easiness[0] == pytest.approx(0.75)
    assert blueprint.pool[1] == DEFAULT_POOL
    assert blueprint.easiness[1] == pytest.approx(0.7)


def test_a_domain_without_tasks_is_left_out(exam):
    exam.domains.create(number=5, title="Empty", weight=0)
    assert [domain.number for domain in Blueprint.of(exam).domains] == [1, 2, 3, 4]


def test_query_count_is_flat(exam, django_assert_num_queries):
    with django_assert_num_queries(3):
        Blueprint.of(exam)
