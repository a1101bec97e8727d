"""Looking back. Each view: find, ask a rule, show."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from attempts.access import own_attempt_or_404
from exam_platform.http import STOP_POLLING, Request, page_or_partial
from questions.models import Exam
from reports import errata, presentation, weak_spots
from reports.access import result_of
from reports.nudge import nudge
from reports.progress import progress as progress_of

NOT_YET = 204


@require_GET
@never_cache
def report(request: Request, attempt_id: UUID) -> HttpResponse:
    """The score at once; where the candidate stands as soon as a worker has found out."""
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    if attempt.is_open:
        return redirect("attempts:attempt", attempt.pk)
    page = presentation.score_page(attempt, result_of(attempt, now=now()))
    if page.is_computing:
        nudge(attempt.pk)
        if request.htmx:
            return HttpResponse(status=NOT_YET)
    status = STOP_POLLING if request.htmx else 200
    context = {"page": page, "notices": errata.notices(attempt), "section": "progress"}
    return page_or_partial(request, "reports/report.html", "standing", context, status=status)


@require_GET
@never_cache
def progress(request: Request, code: str) -> HttpResponse:
    exam = get_object_or_404(Exam, code=code)
    context = {"page": progress_of(request.user.pk, exam), "exam": exam, "section": "progress"}
    return TemplateResponse(request, "reports/progress.html", context)


@require_GET
@never_cache
def weaknesses(request: Request, code: str) -> HttpResponse:
    exam = get_object_or_404(Exam, code=code)
    page = weak_spots.latest(request.user, exam)
    context = {"page": page, "exam": exam, "section": "progress"}
    return TemplateResponse(request, "reports/weaknesses.html", context)
