"""What a report says of passing today.

`assess` makes what is stored with the report, a snapshot of what was said; `outlook` makes of it
what pages show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from reports.blueprint import Blueprint
from reports.evidence import Sitting
from reports.mastery import Floats
from reports.models import PassIntercept, Report
from reports.readiness import CALIBRATED_FROM, Basis, pass_probability, say, shifted


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was said at `said_at`. `percent` is None unless a number was said, then with its range.

    `calibration` says how far real results stand behind it.
    """

    lead: str
    detail: str
    percent: int | None
    low: int | None
    high: int | None
    basis: str
    calibration: str
    is_calibrated: bool
    said_at: datetime


def assess(
    blueprint: Blueprint,
    m: Floats,
    v: Floats,
    sittings: Sequence[Sitting],
    intercept: PassIntercept,
) -> dict[str, Any]:
    """`Report.readiness` for the profile (m, v) that these sittings gave."""
    basis = basis_of(blueprint, sittings)
    chance = pass_probability(m, v, blueprint.scored, blueprint.easiness)
    return {
        **asdict(say(shifted(chance, intercept.a), basis)),
        "answers": basis.answers,
        "attempts": basis.attempts,
        "left_out": sum(sitting.is_low_effort for sitting in sittings),
        "real_results": intercept.n,
        "is_calibrated": intercept.n >= CALIBRATED_FROM,
    }


def basis_of(blueprint: Blueprint, sittings: Sequence[Sitting]) -> Basis:
    """What may be built upon: answers that count, attempts that hold any, domains without."""
    asked = {row.task for sitting in sittings for row in sitting.rows}
    missing = [
        domain.title
        for domain in blueprint.domains
        if not any(task.pk in asked for task in domain.tasks.all())
    ]
    return Basis(
        answers=sum(len(sitting.rows) for sitting in sittings),
        attempts=sum(bool(sitting.rows) for sitting in sittings),
        missing=tuple(missing),
    )


def outlook(report: Report) -> Outlook | None:
    """None for a report from before there was one."""
    said = report.readiness
    if not said:
        return None
    return Outlook(
        lead=said["lead"],
        detail=said["detail"],
        percent=said["percent"],
        low=said["low"],
        high=said["high"],
        basis=_basis(said),
        calibration=_calibration(said),
        is_calibrated=said["is_calibrated"],
        said_at=report.computed_at,
    )


def _basis(said: Mapping[str, Any]) -> str:
    rests = f"From {_count(said['answers'], 'answer')} to questions new to you"
    rests += f" in {_count(said['attempts'], 'exam')}."
    if said["left_out"]:
        were = "was" if said["left_out"] == 1 else "were"
        rests += f" {_count(said['left_out'], 'exam')} {were} left out: too many answers came"
        rests += " faster than the question can be read."
    return rests


def _calibration(said: Mapping[str, Any]) -> str:
    if said["is_calibrated"]:
        return f"Calibrated on {said['real_results']} real results."
    return (
        "Uncalibrated against the real exam: "
        f"{said['real_results']} of the {CALIBRATED_FROM} real results that takes are in."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
