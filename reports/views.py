"""Looking back. Each view: find, ask a rule, show."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attempts.access import own_attempt_or_404
from exam_platform.http import Request, page_or_partial
from questions.models import Exam
from reports import presentation, weak_spots
from reports.access import result_of
from reports.forms import RealResultForm, WithdrawalForm
from reports.nudge import nudge
from reports.progress import progress as progress_of
from reports.real_results import real_results_of, report_result, withdraw_result

STOP_POLLING = 286  # htmx: swap this in, then ask no more
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
    context = {"page": page, "section": "progress"}
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


@require_http_methods(["GET", "POST"])
@never_cache
def real_results(request: Request, code: str) -> HttpResponse:
    """What the real exam said. `?day=` fills the form with what was told about that day."""
    exam = get_object_or_404(Exam, code=code)
    told = list(real_results_of(request.user, exam))
    chosen = next((each for each in told if str(each.taken_on) == request.GET.get("day")), None)
    data = request.POST if request.method == "POST" else None
    form = RealResultForm(data, exam=exam, now=now(), told=chosen)
    if form.is_valid():
        report_result(request.user, exam, **form.result, now=now())
        return redirect("reports:real_results", exam.code)
    context = {"exam": exam, "told": told, "form": form, "section": "progress"}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "reports/real_results.html", context, status=status)


@require_POST
def withdrawal(request: Request, code: str) -> HttpResponse:
    exam = get_object_or_404(Exam, code=code)
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        withdraw_result(request.user, exam, **form.cleaned_data)
    return redirect("reports:real_results", exam.code)
