"""Looking back. Each view: find, ask a rule, show."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import instructor_required
from attempts.access import own_attempt_or_404
from attempts.models import Attempt
from exam_platform.http import STOP_POLLING, Request, page_or_partial
from questions.models import Exam
from reports import errata, item_pages, pdf, presentation, weak_spots
from reports.access import result_of, version_or_404
from reports.forms import RealResultForm, WithdrawalForm
from reports.nudge import nudge
from reports.official import official_page
from reports.progress import progress as progress_of
from reports.real_results import real_results_of, report_result, withdraw_result
from reports.spreadsheet import csv_of

NOT_YET = 204
PAGE_SIZE = 50


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
    context = {
        "page": page,
        "notices": errata.notices(attempt),
        "makes_pdf": pdf.is_available(),
        "section": "progress",
    }
    return page_or_partial(request, "reports/report.html", "standing", context, status=status)


@require_GET
@never_cache
def official(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    page = official_page(attempt, result_of(attempt, now=now()))
    return TemplateResponse(request, "reports/official.html", {"page": page, "section": "progress"})


@require_GET
@never_cache
def report_csv(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    result_of(attempt, now=now())
    return _file(attempt, csv_of(attempt), "csv", content_type="text/csv; charset=utf-8")


@require_GET
@never_cache
def report_pdf(request: Request, attempt_id: UUID) -> HttpResponse:
    """Made in the request. Where no PDF can be made, no page links here."""
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    result = result_of(attempt, now=now())
    if not pdf.is_available():
        raise Http404
    pages = {
        "page": presentation.score_page(attempt, result),
        "official": official_page(attempt, result),
    }
    html = render_to_string("reports/report_pdf.html", pages)
    made = pdf.pdf_of(html, site=request.build_absolute_uri("/"))
    return _file(attempt, made, "pdf", content_type="application/pdf")


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


def _file(
    attempt: Attempt, content: str | bytes, ending: str, *, content_type: str
) -> HttpResponse:
    """To be saved under the name of the attempt: MLA-C01-mock-exam-3.pdf."""
    name = f"{attempt.exam.code}-{attempt.title.lower().replace(' ', '-')}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


@instructor_required
@require_GET
def analysis(request: Request) -> HttpResponse:
    """Every question that candidates get, the most urgent first."""
    page = Paginator(item_pages.queue(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "section": "author",
        "page": page,
        "rows": [item_pages.line_of(version) for version in page],
        "reliabilities": item_pages.reliabilities(),
    }
    return TemplateResponse(request, "reports/analysis.html", context)


@instructor_required
@require_GET
def question_analysis(request: Request, reference: str) -> HttpResponse:
    context = {"section": "author", "page": item_pages.page_of(version_or_404(reference))}
    return TemplateResponse(request, "reports/question_analysis.html", context)
