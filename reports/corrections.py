"""The door to corrections: everybody reads what was wrong, an instructor says what is right."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.roles import instructor_required
from attempts import rescoring as rescoring_of
from exam_platform.http import STOP_POLLING, Request, page_or_partial
from questions.key_form import KeyForm
from reports import errata as errata_of
from reports.access import correction_or_404, published_version_or_404
from reports.nudge import nudge_rescoring


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
