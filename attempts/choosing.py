"""Choosing a form: which units of the bank fill a blueprint best. Pure: no database, no clock.

A unit is one question, or a whole case study, so that a case study cannot be torn apart. Quotas are
elastic: where the bank is short the form is still filled, and the shortage is reported in words.
"""

from dataclasses import dataclass

from attempts import greedy, programme
from attempts.errors import NotEnoughQuestions
from attempts.quotas import Problem

TIME_LIMIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The places of the chosen units, in the order given, and every quota that could not be met."""

    chosen: list[int]
    shortages: list[str]


def choose(problem: Problem, *, time_limit_s: float = TIME_LIMIT_S) -> Choice:
    """The cheapest units that meet the quotas as far as they can be met.

    By the integer programme; by hand where that finds nothing within `time_limit_s`. Raises
    `NotEnoughQuestions`, with all that is short, when no set of units has the wanted size.
    """
    supply = sum(problem.sizes)
    if supply < problem.total:
        said = f"The form needs {problem.total} questions; the bank has {supply}."
        raise NotEnoughQuestions(said + _lacks(problem))
    chosen = programme.solve(problem, time_limit_s=time_limit_s)
    if chosen is None:
        chosen = greedy.fill(problem)
    if chosen is None:
        said = f"No form of {problem.total} questions can be made from this bank."
        raise NotEnoughQuestions(said + _lacks(problem))
    return Choice(chosen, [words for each in problem.quotas if (words := each.shortage(chosen))])


def _lacks(problem: Problem) -> str:
    lacks = [words for quota in problem.quotas if (words := quota.lack())]
    return f" {'; '.join(lacks)}." if lacks else ""
