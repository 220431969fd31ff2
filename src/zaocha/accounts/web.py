"""Pages: sign in, sign out."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaocha.accounts import actions
from zaocha.accounts.forms import SignInForm
from zaocha.accounts.roles import LABELS
from zaocha.kernel import clock


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by name and password; five failures lock the name for a quarter of an hour."""
    form = SignInForm(request.POST or None)
    following = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST" and form.is_valid():
        answer = _try(request, form)
        if answer:
            safe = url_has_allowed_host_and_scheme(following, {request.get_host()})
            return HttpResponseRedirect(following if safe else resolve_url(settings.LOGIN_REDIRECT_URL))
    status = 200 if request.method == "GET" else 422
    context = {"form": form, "next": following, "demo": _demo_sign_ins()}
    return render(request, "accounts/sign_in.html", context, status=status)


def _demo_sign_ins() -> list[dict[str, Any]]:
    """Sign-in name, password and role of the demo town's people; nothing outside a demo."""
    path = settings.DATA_FOLDER / "demo.json"
    if not settings.DEMO or not path.exists():
        return []
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [{**row, "role": LABELS.get(row["role"], row["role"])} for row in rows]


def _try(request: HttpRequest, form: SignInForm) -> bool:
    name, at = form.cleaned_data["login"], clock.now()
    try:
        actions.check_lock(login=name, at=at)
    except actions.LockedOut as refusal:
        form.add_error(None, str(refusal))
        return False
    person = authenticate(request, username=name, password=form.cleaned_data["password"])
    if person is None:
        actions.note_failure(login=name, address=request.META.get("REMOTE_ADDR", ""), at=at)
        form.add_error(None, _("The sign-in name or the password is not right. Try again."))
        return False
    login(request, person)
    actions.note_success(person=person, at=at)
    return True


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
]
