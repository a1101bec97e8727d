"""A person's own page. Signing in and passwords are allauth's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.forms import AccountForm
from accounts.models import User


class OwnRequest(HttpRequest):
    user: User


@require_http_methods(["GET", "POST"])
def account(request: OwnRequest) -> HttpResponse:
    """How I am called, and how I like my pages."""
    form = AccountForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        return redirect("accounts:account")
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "accounts/account.html", {"form": form}, status=status)
