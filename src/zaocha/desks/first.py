"""The first page: an empty installation begins with pasted minutes; later `/` leads to the desk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaocha.accounts import actors, setup, town
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.models import Person
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.meetings.minutes_forms import MinutesForm
from zaocha.meetings.web.minutes import read
from zaocha.meetings.web.minutes_page import SKIPPED

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """`/`: the box for minutes while nobody has begun; afterwards the desk, or the way in."""
    if not setup.is_empty():
        return _begun(request)
    given = request.POST.get("token") or request.GET.get("token", "")
    claims = setup.may_claim(request, given=given)
    form = MinutesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if not claims:
            form.add_error(None, _("This setup code is not right. It stands where Zaocha was started."))
        elif answer := _begin(request, form):
            return answer
    context = {"form": form, "claims": claims, "token": given}
    return render(request, "desks/first.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, form: MinutesForm) -> HttpResponse | None:
    """Open the provisional town, read the minutes and sign its first officer in: all of it or nothing."""
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    try:
        with transaction.atomic():
            person = setup.begin(name=setup.place_in(form.source), at=clock.now(), language=language)
            made = read(form, by=actors.of_person(person))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
    login(request, person, backend=BACKEND)
    return redirect("minutes-one", pk=made.pk)


def _begun(request: HttpRequest) -> HttpResponse:
    """Home for who is signed in; the first officer without a password goes on; others sign in."""
    if getattr(request, "actor", None) is not None:
        return redirect("home")
    person = setup.resumable()
    if person is None:
        return redirect("sign-in")
    given = request.POST.get("token") or request.GET.get("token", "")
    claims = setup.may_claim(request, given=given)
    wrong = request.method == "POST" and not claims
    if request.method == "POST" and claims:
        return _resume(request, person)
    context = {"town": person.tenant, "claims": claims, "token": given, "wrong": wrong}
    return render(request, "desks/first_resume.html", context, status=422 if wrong else 200)


def _resume(request: HttpRequest, person: Person) -> HttpResponse:
    login(request, person, backend=BACKEND)
    messages.info(request, _("Set a password in the settings, so that you can sign in from anywhere."))
    return redirect("home")


@require_POST
@signed_in("tenant.settings")
def officer(request: HttpRequest) -> HttpResponse:
    """The one line that asks whom companies may call; it can be put aside."""
    if "skip" in request.POST:
        request.session[SKIPPED] = True
    else:
        town.name_officer(
            officer=request.POST.get("officer", ""), phone=request.POST.get("phone", ""),
            by=actor_of(request), at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("Saved. Slips, messages and company pages carry it from now on."))
    following = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(following, {request.get_host()})
    return redirect(following if safe else "home")


urlpatterns = [
    path("", first, name="first"),
    path("settings/officer/", officer, name="officer"),
]
