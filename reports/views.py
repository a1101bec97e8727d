"""Looking back. Each view: find, ask a rule, show."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.roles import instructor_required
from attempts import rescoring as rescoring_of
from attempts.access import own_attempt_or_404
from exam_platform.http import Request, page_or_partial
from questions.key_form import KeyForm
from questions.models import Exam
from reports import errata as errata_of
from reports import presentation, weak_spots
from reports.access import correction_or_404, published_version_or_404, result_of
from reports.nudge import nudge, nudge_rescoring
from reports.progress import progress as progress_of

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
    context = {"page": page, "notices": errata_of.notices(attempt), "section": "progress"}
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


@require_GET
@never_cache
def errata(request: Request) -> HttpResponse:
    context = {"rows": errata_of.errata(request.user), "section": "progress"}
    return TemplateResponse(request, "reports/errata.html", context)


@instructor_required
@require_http_methods(["GET", "POST"])
@never_cache
def correction(request: Request, reference: str, number: int) -> HttpResponse:
    """Say what is right, see what that would do, and only then do it."""
    version = published_version_or_404(reference, number)
    form = KeyForm(request.POST if request.method == "POST" else None, version=version)
    if form.is_valid() and request.POST.get("do") == "confirm":
        told = {"reason": form.cleaned_data["reason"], "by": request.user, "now": now()}
        made = rescoring_of.decide(version, form.right_key, **told)
        nudge_rescoring()
        return redirect("reports:rescoring", made.pk)
    context = errata_of.correction_page(version, form) | {"section": "author"}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "reports/correction.html", context, status=status)


@instructor_required
@require_GET
@never_cache
def rescoring(request: Request, correction_id: int) -> HttpResponse:
    """How far a correction has got. The page can be left: the worker goes on."""
    made = correction_or_404(correction_id)
    progress = rescoring_of.progress(made)
    is_over = progress.is_over and request.htmx
    context = {"correction": made, "progress": progress, "section": "author"}
    template, status = "reports/rescoring.html", STOP_POLLING if is_over else 200
    return page_or_partial(request, template, "progress", context, status=status)
