"""What the reports say of many candidates: the functions of `reports` on the stored rows."""

from collections.abc import Iterator, Sequence
from time import thread_time

import numpy as np

from accounts.models import User
from attempts.models import Attempt
from questions.models import Exam
from reports import evidence, weakness
from reports.blueprint import Blueprint
from reports.evidence import Sitting
from reports.mastery import Floats
from reports.readiness import pass_probability
from reports.simulation.judging import Told
from reports.weakness import Standing

AT_ONCE = 100  # candidates whose answers are read together


class Followed:
    """The exam as reports see it. `update_ms` collects what following one attempt costs."""

    def __init__(self, exam: Exam) -> None:
        self.exam, self.blueprint = exam, Blueprint.of(exam)
        self.update_ms: list[float] = []
        domains = range(len(self.blueprint.domains))
        of_task = np.array(self.blueprint.task_domain)
        self.places = [np.flatnonzero(of_task == domain).tolist() for domain in domains]

    def told(self, candidates: Sequence[User], *, up_to: int) -> Told:
        """After so many attempts of each."""
        rows = list(self._rows(candidates, up_to=up_to))
        standings = [standings for standings, _ in rows]
        return Told(
            low=np.array([[each.low for each in row] for row in standings]),
            high=np.array([[each.high for each in row] for row in standings]),
            label=np.array([[each.label for each in row] for row in standings]),
            chance=np.array([chance for _, chance in rows]),
        )

    def _rows(
        self, candidates: Sequence[User], *, up_to: int
    ) -> Iterator[tuple[list[Standing], float]]:
        blueprint = self.blueprint
        for sittings in self.sittings(candidates, up_to=up_to):
            m, v = self.profile(sittings)
            chance, _, _ = pass_probability(m, v, blueprint.scored, blueprint.easiness)
            yield self.domains(m, v, sittings), chance

    def sittings(self, candidates: Sequence[User], *, up_to: int) -> Iterator[list[Sitting]]:
        """What the first so many attempts of each candidate say."""
        for start in range(0, len(candidates), AT_ONCE):
            some = candidates[start : start + AT_ONCE]
            sat = Attempt.objects.finished().filter(exam=self.exam, candidate__in=some)
            found = evidence.sittings_of(sat.filter(number__lte=up_to))
            yield from (found[each.pk] for each in some)

    def profile(self, sittings: Sequence[Sitting]) -> tuple[Floats, Floats]:
        began = thread_time()
        m, v = evidence.profile(sittings, self.blueprint.tasks, self.blueprint.task_domain)
        self.update_ms.append((thread_time() - began) * 1000 / len(sittings))
        return m, v

    def domains(self, m: Floats, v: Floats, sittings: Sequence[Sitting]) -> list[Standing]:
        """In the order of the exam guide."""
        rows = [row for sitting in sittings for row in sitting.rows]
        return [weakness.standing(self.blueprint, m, v, rows, each) for each in self.places]
