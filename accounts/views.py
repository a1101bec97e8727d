"""A person's own page, and the way out. Signing in and passwords are allauth's."""

from allauth.account.views import logout
from django.contrib.auth.decorators import login_not_required
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


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's, and the order to clear what the exam pages kept on the device.

    Cookies stay: they tell how somebody likes the pages, and signing out ends the session anyway.
    """
    response: HttpResponse = logout(request)
    if request.POST.get("forget") == "device":
        response["Clear-Site-Data"] = '"storage"'
    return response
