from collections import Counter

from attempts import pool
from questions.models import CaseStudy, QuestionVersion
from reports.simulation.bank import tasks_of


def test_the_bank_is_published_and_serves_the_exam(small):
    entries = [entry for unit in pool.units_of(small.exam) for entry in unit]
    assert [entry.version for entry in entries] != []
    assert {entry.version: entry.rating_u for entry in entries} == {
        version: small.truth.rating_u[place] for version, place in small.room.place.items()
    }
    tasks = [task.pk for task in tasks_of(small.exam)]
    assert Counter(entry.task for entry in entries) == Counter(
        tasks[task] for task in small.truth.task
    )


def test_the_types_are_those_of_the_truth(small):
    types = dict(QuestionVersion.objects.values_list("pk", "type"))
    assert types == {pk: small.truth.type[place] for pk, place in small.room.place.items()}


def test_there_are_case_studies_and_enemies(small):
    assert [each.questions.count() for each in CaseStudy.objects.all()] == [3, 3]
    assert len(pool.enemies()) == 4
