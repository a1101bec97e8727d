"""An exam as the model of a candidate's ability sees it."""

from dataclasses import dataclass

import numpy as np

from attempts.scoring import largest_remainder
from questions.models import Domain, Exam, TaskStatement
from reports import mastery
from reports.evidence import pool
from reports.mastery import Floats

DEFAULT_POOL = [0.7]  # where the bank has no question for a task any more


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Tasks in order, each with its domain's index, its weight and its scored items."""

    domains: list[Domain]
    tasks: list[TaskStatement]
    task_domain: list[int]
    weight: Floats  # share of the exam, by task
    scored: Floats  # items of one exam, by task; a domain's are spread evenly
    pool: list[list[float]]  # ratings, by task

    @classmethod
    def of(cls, exam: Exam) -> "Blueprint":
        domains = [each for each in exam.domains.prefetch_related("tasks") if each.tasks.all()]
        tasks = [task for domain in domains for task in domain.tasks.all()]
        task_domain = [i for i, domain in enumerate(domains) for _ in domain.tasks.all()]
        weights = [domain.weight for domain in domains]
        quotas = np.array(largest_remainder(weights, exam.scored_count), dtype=np.float64)
        ratings = pool(exam)
        return cls(
            domains=domains,
            tasks=tasks,
            task_domain=task_domain,
            weight=mastery.task_weights(weights, task_domain),
            scored=(quotas / np.bincount(task_domain))[task_domain],
            pool=[ratings.get(task.pk) or DEFAULT_POOL for task in tasks],
        )

    @property
    def easiness(self) -> Floats:
        """The mean rating (0 to 1) of each task's pool."""
        return np.array([np.mean(ratings) for ratings in self.pool])
