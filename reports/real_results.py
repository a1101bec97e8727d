"""What candidates say the real exam said. The only code that writes RealResults."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from questions.models import Exam
from reports.models import RealResult

AHEAD = timedelta(hours=14)  # of UTC: where on Earth a day begins first


def real_results_of(candidate: User, exam: Exam) -> QuerySet[RealResult]:
    """This candidate's, newest first."""
    return RealResult.objects.filter(candidate=candidate, exam=exam).order_by("-taken_on")


def report_result(
    candidate: User,
    exam: Exam,
    *,
    taken_on: date,
    passed: bool,
    scaled: int | None = None,
    now: datetime,
) -> RealResult:
    """Keep a result; for a day about which there is one, put it right."""
    result, _ = RealResult.objects.update_or_create(
        candidate=candidate,
        exam=exam,
        taken_on=taken_on,
        defaults={"passed": passed, "scaled": scaled, "reported_at": now},
    )
    return result


def withdraw_result(candidate: User, exam: Exam, *, taken_on: date) -> None:
    """Forget a result. Where there is none, nothing happens."""
    real_results_of(candidate, exam).filter(taken_on=taken_on).delete()


def latest_day(now: datetime) -> date:
    """The last day that has begun anywhere."""
    return (now + AHEAD).date()
