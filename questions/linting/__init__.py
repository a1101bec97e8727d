"""Item-writing checks: the rules of good questions that a program can judge. Pure.

A check judges form; people judge content. To add one, write its function and its line in RULES.
"""

from datetime import date

from questions.content import Content
from questions.linting import options, rationale, stem, structure
from questions.linting.findings import Finding, Rank, Rule

RULES: tuple[Rule, ...] = (*structure.RULES, *stem.RULES, *options.RULES, *rationale.RULES)

__all__ = ["RULES", "Finding", "Rank", "lint", "must_fix", "passed"]


def lint(content: Content, *, today: date) -> list[Finding]:
    """Everything found, what must be fixed first."""
    found = [each for rule in RULES for each in rule.findings(content, today=today)]
    return sorted(found, key=lambda each: not each.must_fix)


def must_fix(content: Content, *, today: date) -> list[Finding]:
    """What stands between this question and a candidate."""
    return [each for each in lint(content, today=today) if each.must_fix]


def passed(found: list[Finding]) -> list[str]:
    """What can be said of a question with these findings, in the order of the rules."""
    broken = {each.rule for each in found}
    return [rule.passed for rule in RULES if rule.name not in broken]
