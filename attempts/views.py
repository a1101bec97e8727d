"""The candidate's door. Each view: find, ask a rule, show."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Accommodation, ExtraTime, User
from accounts.roles import instructor_required
from attempts import answering, debriefing, history, lifecycle, overview, presentation
from attempts.access import own_attempt_or_404, own_open_attempt_or_404
from attempts.accommodations import grant
from attempts.answer_file import take
from attempts.forms import MOST_DIGITS, AnswerFileForm, GrantForm, ItemForm, StartForm
from attempts.models import Attempt
from attempts.states import Mode
from exam_platform.http import Request
from questions.models import Exam


@require_GET
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, AnonymousUser):
        cards = [history.exam_card(exam) for exam in history.exams()]
        return TemplateResponse(request, "attempts/landing.html", {"exams": cards})
    return TemplateResponse(request, "attempts/home.html", _home_context(request.user))


@require_GET
def exams(request: Request) -> HttpResponse:
    context = {"exams": history.exam_cards(request.user), "section": "learn"}
    return TemplateResponse(request, "attempts/exams.html", context)


@require_GET
def exam(request: Request, code: str) -> HttpResponse:
    exam = get_object_or_404(Exam.objects.prefetch_related("domains__tasks"), code=code)
    rows = history.attempt_rows(request.user, exam=exam)
    context = {
        "exam": exam,
        "attempts": rows,
        "open_attempt": next((row for row in rows if row.is_open), None),
        "section": "learn",
    }
    return TemplateResponse(request, "attempts/exam.html", context)


@require_http_methods(["GET", "POST"])
def start(request: Request, code: str) -> HttpResponse:
    exam = get_object_or_404(Exam, code=code, offers_mock_exam=True)
    form = StartForm(request.POST or None, initial={"mode": Mode.EXAM, "extra_time": "none"})
    if form.is_valid():
        attempt, _ = lifecycle.start(exam, request.user, now=now(), **form.cleaned_data)
        return redirect("attempts:attempt", attempt.pk)
    open_attempt = Attempt.objects.of(request.user).in_progress().filter(exam=exam).first()
    context = {"exam": exam, "form": form, "open_attempt": open_attempt, "section": "learn"}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "attempts/start.html", context, status=status)


@require_GET
def attempts(request: Request) -> HttpResponse:
    context = {"attempts": history.attempt_rows(request.user), "section": "progress"}
    return TemplateResponse(request, "attempts/history.html", context)


@require_GET
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the exam page. A worker is in charge of the folder it comes from."""
    script = settings.BASE_DIR / "static" / "js" / "worker.js"
    return HttpResponse(script.read_bytes(), content_type="text/javascript")


@require_GET
@never_cache
def attempt(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    if not attempt.is_open:
        return redirect("reports:report", attempt.pk)
    seen = attempt.items.filter(first_seen_at__isnull=False).order_by("first_seen_at").last()
    return redirect("attempts:item", attempt.pk, seen.position if seen else 1)


@require_http_methods(["GET", "POST"])
@never_cache
def item(request: Request, attempt_id: UUID, position: int) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    if request.method == "POST":
        return _save_item(request, attempt, position)
    if away := _elsewhere(attempt):
        return away
    answering.mark(attempt, position, now=now())
    return _item_page(request, attempt, position)


@require_GET
@never_cache
def paper(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_open_attempt_or_404(request.user, attempt_id, now=now())
    shown = presentation.paper(presentation.items_of(attempt))
    items = debriefing.with_solutions(attempt, shown)
    view = overview.attempt_view(attempt, total=len(items), now=now())
    return TemplateResponse(request, "attempts/paper.html", {"attempt": view, "items": items})


@require_GET
@never_cache
def review(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    if away := _elsewhere(attempt):
        return away
    rows = overview.review_rows(presentation.items_of(attempt))
    show = request.GET.get("show", "all")
    context = {
        "attempt": overview.attempt_view(attempt, total=len(rows), now=now()),
        "rows": [row for row in rows if overview.SHOWN.get(show, overview.SHOWN["all"])(row)],
        "show": show if show in overview.SHOWN else "all",
        "counts": {name: sum(map(fits, rows)) for name, fits in overview.SHOWN.items()},
    }
    return TemplateResponse(request, "attempts/review.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def submission(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    if request.method == "POST":
        lifecycle.submit(attempt, by=request.user, now=now())
    if not attempt.is_open:
        return redirect("reports:report", attempt.pk)
    rows = overview.review_rows(presentation.items_of(attempt))
    unfinished = [row for row in rows if row.progress != "answered"]
    context = {
        "attempt": overview.attempt_view(attempt, total=len(rows), now=now()),
        "rows": unfinished,
        "incomplete": len(unfinished),
    }
    return TemplateResponse(request, "attempts/submission.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def solution(request: Request, attempt_id: UUID, position: int) -> HttpResponse:
    attempt = own_open_attempt_or_404(request.user, attempt_id, now=now())
    if request.method == "POST":
        answering.reveal(attempt, position, now=now())
        return redirect("attempts:item", attempt.pk, position)
    items = attempt.items.select_related("version__question__case_study", "task__domain")
    item = get_object_or_404(items, position=position)
    context = {"item": debriefing.solution(attempt, item)}
    return TemplateResponse(request, "attempts/_solution.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def answer_file(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AnswerFileForm(*posted, attempt=attempt)
    told = take(attempt, form.cleaned_data["file"], now=now()) if form.is_valid() else {}
    context = {"attempt": attempt, "form": form, "told": told, "section": "progress"}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "attempts/answer_file.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
def pause(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    if request.method == "POST":
        lifecycle.pause(attempt, by=request.user, now=now())
        return redirect("attempts:pause", attempt.pk)
    if not attempt.paused_at:
        return redirect("attempts:attempt", attempt.pk)
    view = overview.resume_view(attempt, now=now())
    return TemplateResponse(request, "attempts/pause.html", {"attempt": view})


@require_POST
def resumption(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    lifecycle.resume(attempt, by=request.user, now=now())
    return redirect("attempts:attempt", attempt.pk)


@instructor_required
@require_http_methods(["GET", "POST"])
def accommodations(request: Request) -> HttpResponse:
    form = GrantForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        extra_time, reason = ExtraTime(data["extra_time"]), data["reason"]
        grant(data["email"], extra_time, reason=reason, by=request.user, now=now())
        return redirect("attempts:accommodations")
    granted = Accommodation.objects.select_related("user", "granted_by").order_by("user__email")
    context = {"form": form, "accommodations": granted, "section": "people"}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "attempts/accommodations.html", context, status=status)


@require_GET
@never_cache
def guide(request: Request, attempt_id: UUID) -> HttpResponse:
    attempt = own_open_attempt_or_404(request.user, attempt_id, now=now())
    view = overview.attempt_view(attempt, total=attempt.items.count(), now=now())
    return TemplateResponse(request, "attempts/help.html", {"attempt": view})


@require_GET
@never_cache
def answers(request: Request, attempt_id: UUID, position: int | None = None) -> HttpResponse:
    attempt = own_attempt_or_404(request.user, attempt_id, now=now())
    items = debriefing.answered_items(attempt)
    show = request.GET.get("show", "wrong" if position is None else "all")
    walk = debriefing.walk_of(items, show=show, position=position)
    context = {
        "attempt": overview.attempt_view(attempt, total=len(items), now=now()),
        "walk": walk,
        "section": "progress",
    }
    return TemplateResponse(request, "attempts/answers.html", context)


def _elsewhere(attempt: Attempt) -> HttpResponse | None:
    """Where to go instead of a question: over, to the report; paused, to the standing clock."""
    if not attempt.is_open:
        return redirect("reports:report", attempt.pk)
    return redirect("attempts:pause", attempt.pk) if attempt.paused_at else None


def _home_context(candidate: User) -> dict[str, Any]:
    cards = history.exam_cards(candidate)
    running = Attempt.objects.of(candidate).in_progress()
    views = overview.resume_views(running, now=now())
    return {"exams": cards, "open_attempts": views, "section": "learn"}


def _save_item(request: Request, attempt: Attempt, position: int) -> HttpResponse:
    items = attempt.items.select_related("version")
    form = ItemForm(request.POST, get_object_or_404(items, position=position))
    refusal = answering.save_page(attempt, position, form.given, **form.marks, now=now())
    if refusal:
        return _item_page(request, attempt, position, problem=str(refusal), status=refusal.status)
    if form.go == "check":
        answering.reveal(attempt, position, now=now())
    if form.go == "pause":
        lifecycle.pause(attempt, by=request.user, now=now())
    return _go(attempt, position, form.go)


def _go(attempt: Attempt, position: int, go: str) -> HttpResponse:
    """Where a button of the item page leads."""
    match go:
        case "next" | "prev" as step:
            position += 1 if step == "next" else -1
        case "review" | "pause":
            return redirect(f"attempts:{go}", attempt.pk)
        case go if go.isascii() and go.isdigit():
            position = int(go[:MOST_DIGITS])
    last = attempt.items.count()
    if position > last:
        return redirect("attempts:review", attempt.pk)
    return redirect("attempts:item", attempt.pk, max(position, 1))


def _item_page(
    request: Request, attempt: Attempt, position: int, *, problem: str = "", status: int = 200
) -> HttpResponse:
    items = presentation.items_of(attempt)
    cells = overview.navigator(items, current=position)
    shown = presentation.open_item(items, position)
    context = {
        "attempt": overview.attempt_view(
            attempt, answered=cells.answered, total=len(items), now=now()
        ),
        "item": debriefing.with_solutions(attempt, [shown])[0],
        "navigator": cells,
        "problem": problem,
    }
    return TemplateResponse(request, "attempts/item.html", context, status=status)
