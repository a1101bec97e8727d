"""The authors' door: find questions, write them, publish them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import instructor_required
from exam_platform.http import Request, page_or_partial
from questions import authoring, publishing
from questions.conflicts import base_of, differences
from questions.forms import FilterForm, QuestionForm
from questions.models import QuestionVersion
from questions.rows import Problem
from questions.searching import search, with_question

PAGE_SIZE = 50


@instructor_required
@require_GET
def questions(request: Request) -> HttpResponse:
    filters = FilterForm(request.GET)
    page = Paginator(search(**filters.chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "section": "author",
        "filters": filters,
        "page": page,
        "rows": [authoring.row_of(version, today=now().date()) for version in page],
        "query": query.urlencode(),
    }
    return page_or_partial(request, "questions/questions.html", "found", context)


@instructor_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or is_row_button(request):
        return editor(request, form)
    if form.problems:
        return editor(request, form, problems=form.problems, status=422)
    made = publishing.create(
        form.new_reference, form.content, form.filing, by=request.user, now=now()
    )
    return redirect("questions:question", made.question.reference)


@instructor_required
@require_http_methods(["GET", "POST"])
def question(request: Request, reference: str) -> HttpResponse:
    newest = newest_or_404(reference)
    if request.method == "GET" and not newest.is_editable:
        return frozen(request, newest)
    form = QuestionForm(request.POST if request.method == "POST" else None, version=newest)
    if request.method == "GET" or is_row_button(request):
        return editor(request, form)
    return save(request, form) or redirect("questions:question", reference)


@instructor_required
@require_GET
def version(request: Request, reference: str, number: int) -> HttpResponse:
    versions = QuestionVersion.objects.filter(question__reference=reference, number=number)
    return frozen(request, get_object_or_404(with_question(versions)))


@instructor_required
@require_POST
def preview(request: Request) -> HttpResponse:
    form = QuestionForm(request.POST)
    return TemplateResponse(request, "questions/_beside.html", beside(form))


@instructor_required
@require_POST
def review(request: Request, reference: str) -> HttpResponse:
    newest = newest_or_404(reference)
    if request.POST.get("do") == "back":
        publishing.send_back(newest, by=request.user, now=now())
        return redirect("questions:question", reference)
    form = QuestionForm(request.POST, version=newest)
    if refused := save(request, form) or refuse_faulty(request, reference):
        return refused
    publishing.send_for_review(newest_or_404(reference), by=request.user, now=now())
    return redirect("questions:question", reference)


@instructor_required
@require_POST
def publication(request: Request, reference: str) -> HttpResponse:
    form = QuestionForm(request.POST, version=newest_or_404(reference))
    if refused := save(request, form) or refuse_faulty(request, reference):
        return refused
    publishing.publish(newest_or_404(reference), by=request.user, now=now())
    return redirect("questions:question", reference)


@instructor_required
@require_POST
def draft(request: Request, reference: str) -> HttpResponse:
    """A new version; with the text of a form that came too late for the old one, if there is."""
    newest = newest_or_404(reference)
    revised = publishing.revise(newest.question, by=request.user, now=now())
    if "stem" in request.POST:
        form = QuestionForm(request.POST, version=newest_or_404(reference))
        form.rebase()
        return editor(request, form)
    return redirect("questions:question", revised.question.reference)


@instructor_required
@require_POST
def retirement(request: Request, reference: str) -> HttpResponse:
    publishing.retire(newest_or_404(reference), by=request.user, now=now())
    return redirect("questions:question", reference)


def newest_or_404(reference: str) -> QuestionVersion:
    versions = QuestionVersion.objects.newest().filter(question__reference=reference)
    return get_object_or_404(with_question(versions))


def is_row_button(request: Request) -> bool:
    """A button that changes the form and saves nothing: add an option, change the type, check."""
    return request.POST.get("do", "save") != "save"


def save(request: Request, form: QuestionForm) -> HttpResponse | None:
    """Write the draft; or the page that says why not, with everything typed still in it."""
    if form.is_late:
        return conflict(request, form)
    if form.problems:
        return editor(request, form, problems=form.problems, status=422)
    stored = form.stored
    written = publishing.edit(stored, form.content, form.filing, base=stored.updated_at, now=now())
    return None if written else conflict(request, form)


def refuse_faulty(request: Request, reference: str) -> HttpResponse | None:
    """The editor with what must be fixed first, if anything must; the draft is saved by then."""
    newest = newest_or_404(reference)
    faults = authoring.problems_of(publishing.blocking(newest, now=now()))
    form = QuestionForm(version=newest)
    return editor(request, form, problems=faults, status=422) if faults else None


def editor(
    request: Request,
    form: QuestionForm,
    *,
    problems: list[Problem] | None = None,
    status: int = 200,
) -> HttpResponse:
    form.apply(request.POST.get("do", ""))
    stored = form.version
    here = reverse("questions:question", args=[stored.question.reference]) if stored else None
    context = beside(form) | {
        "section": "author",
        "problems": problems or [],
        "version": stored,
        "here": here or reverse("questions:new"),
    }
    return page_or_partial(request, "questions/question.html", "options", context, status=status)


def beside(form: QuestionForm) -> dict[str, Any]:
    content = form.content
    checks = authoring.checks_of(content, today=now().date(), is_filed=form.is_filed)
    return {"form": form, "checks": checks, "preview": authoring.preview_of(content, checks)}


def conflict(request: Request, form: QuestionForm) -> HttpResponse:
    stored = newest_or_404(form.stored.question.reference)
    context = {
        "section": "author",
        "version": stored,
        "base": base_of(stored),
        "differences": differences(stored, form.content),
        "typed": form.typed,
    }
    return TemplateResponse(request, "questions/conflict.html", context, status=409)


def frozen(request: Request, version: QuestionVersion) -> HttpResponse:
    newest = newest_or_404(version.question.reference)
    context = {
        "section": "author",
        "version": version,
        "case_html": authoring.scenario_of(version),
        "is_newest": version.pk == newest.pk,
        "preview": authoring.frozen_preview(version),
    }
    return TemplateResponse(request, "questions/version.html", context)
