import pytest

from attempts import blueprints
from attempts.errors import DrillRefused
from tests import factories

pytestmark = pytest.mark.django_db
MLA_MIX = {"multiple_choice": [48, 52], "ordering": [2, 3], "case_study": [1, 1]}


def mla(**options):
    shape = {"weights": (28, 26, 22, 24), "tasks_each": 3, "scored": 50, "pilot": 15}
    return factories.blueprint(**shape, form_mix=MLA_MIX, **options)


def ranges(bounds, about):
    return [(bound.low, bound.high) for bound in bounds if bound.about == about]


def test_the_whole_exam():
    made = blueprints.of_exam(mla())
    assert made.total == 65
    assert ranges(made.bounds, "domain") == [(18, 18), (17, 17), (14, 14), (16, 16)]
    assert ranges(made.pilots, "domain") == [(4, 4), (4, 4), (3, 3), (4, 4)]
    assert ranges(made.bounds, "task") == [(2, 65)] * 12
    assert ranges(made.bounds, "type") == [(48, 52), (2, 3)]
    assert ranges(made.bounds, "case_study") == [(1, 1)]


def test_a_diagnostic_is_the_exam_in_small_and_all_of_it_counts():
    made = blueprints.diagnostic(mla())
    assert (made.total, made.pilots) == (25, ())
    assert ranges(made.bounds, "domain") == [(7, 7), (7, 7), (5, 5), (6, 6)]
    assert ranges(made.bounds, "task") == [*[(2, 25)] * 6, *[(1, 25)] * 3, *[(2, 25)] * 3]
    assert ranges(made.bounds, "type") == [(18, 20), (0, 2)]
    assert ranges(made.bounds, "case_study") == [(0, 1)]


def test_no_more_is_asked_of_tasks_than_their_domain_has_room_for():
    exam = factories.blueprint(weights=(80, 20), tasks_each=6)
    made = blueprints.diagnostic(exam)
    assert ranges(made.bounds, "task") == [(2, 25)] * 6 + [(0, 25)] * 6


def test_a_drill_is_spread_evenly_over_its_tasks():
    made = blueprints.drill(mla(), ["1.1", "3.2", "4.3"], ["ordering", "matching"], count=10)
    assert (made.total, ranges(made.bounds, "task")) == (10, [(3, 4)] * 3)
    assert [bound.name for bound in made.bounds] == ["Task 1.1", "Task 3.2", "Task 4.3"]
    assert made.tasks == {bound.value for bound in made.bounds}
    assert made.types == {"ordering", "matching"}


@pytest.mark.parametrize(
    ("tasks", "kinds", "count", "words"),
    [
        (["1.1"], ["ordering"], 4, "count: a drill has 5 to 20 questions."),
        (["1.1"], ["ordering"], 21, "count: a drill has 5 to 20 questions."),
        ([], ["ordering"], 5, "tasks: name at least one."),
        (["1.1", "9.9"], ["ordering"], 5, "tasks: there is no 9.9."),
        (["1.1"], [], 5, "kinds: name at least one."),
        (["1.1"], ["essay"], 5, "kinds: there is no essay."),
    ],
)
def test_a_drill_that_cannot_be_is_refused_by_its_field(tasks, kinds, count, words):
    with pytest.raises(DrillRefused) as refused:
        blueprints.drill(mla(), tasks, kinds, count=count)
    assert str(refused.value) == words
