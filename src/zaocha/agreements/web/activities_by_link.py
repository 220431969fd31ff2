"""Signing up by the code on a poster, without an account; one's own sign-up; and a company's page of activities."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.agreements import access
from zaocha.agreements.actions import signups
from zaocha.agreements.forms.activities import SignupForm
from zaocha.agreements.models import Activity, Signup
from zaocha.agreements.queries import activities as queries
from zaocha.agreements.web import calendar_files
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def activity(request: HttpRequest, token: str) -> HttpResponse:
    """What it is and how many places are left; a POST signs up and leads to one's own page."""
    link, found = _activity(token)
    at = clock.now()
    form = SignupForm(
        request.POST or None, activity=found, initial={"persons": 1, "client_key": secrets.token_hex(8)}
    )
    if request.method == "POST" and form.is_valid():
        by = actors.of_link(link)
        made = trying.tried(
            form, lambda: signups.sign_up(activity=found, new=form.new_signup(), by=by, at=at)
        )
        if made is not None:
            own = links.issue(tenant=link.tenant, purpose="signup", subject_id=made.pk, by=by.mark, at=at)
            return redirect("link-signup", token=links.token(own))
    context = {
        "activity": found, "free": queries.free(found), "form": form, "tenant": link.tenant, "token": token,
        "open": found.state == "open" and at <= found.until,
    }  # fmt: skip
    return render(request, "agreements/link_activity.html", context, status=422 if form.errors else 200)


@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar entry, for whoever scans the code."""
    link, found = _activity(token)
    return calendar_files.of_activity(found, link.tenant)


@never_cache
@require_http_methods(["GET", "POST"])
def signup(request: HttpRequest, token: str) -> HttpResponse:
    """One's own sign-up: a place or the place in the line; a POST gives it back."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="signup")
    row = Signup.objects.filter(activity__tenant=link.tenant, pk=link.subject_id).first()
    if row is None:
        raise NotFound()
    refusal: Refused | None = None
    if request.method == "POST":
        by = replace(actors.of_link(link), roles=frozenset({f"signup:{row.pk}"}))
        try:
            signups.withdraw(signup_id=row.pk, by=by, at=at)
            return redirect("link-signup", token=token)
        except Refused as refused:
            refusal = refused
    found = queries.annotated(row.activity_id)
    code = links.issue(tenant=link.tenant, purpose="activity", subject_id=found.pk, by="system", at=at)
    context: dict[str, Any] = {
        "activity": found, "signup": row, "tenant": link.tenant, "token": token, "refusal": refusal, "ahead": found.starts_at > at,
        "line": queries.place_in_line(row) if row.state == Signup.State.WAITING else 0, "code": links.token(code),
    }  # fmt: skip
    return render(request, "agreements/link_signup.html", context, status=refusal.status if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def of_company(request: HttpRequest, token: str) -> HttpResponse:
    """Activities on a company's page: how many of its people come; given back by one tap."""
    by, at = (
        actors.of_company_link(links.resolve(token=token, at=clock.now(), purpose="company")),
        clock.now(),
    )
    refused: dict[str, Any] = {}
    if request.method == "POST":
        pk = _number(request)
        try:
            messages.success(request, _acted(request, pk, by=by))
            return redirect("link-company-activities", token=token)
        except Refused as refusal:
            refused = {"pk": pk, "refusal": refusal, "persons": request.POST.get("persons", "")}
    shown = [(one, queries.free(one), mine) for one, mine in queries.of_company(by=by, at=at)]
    context = {"tenant": by.tenant, "token": token, "shown": shown, "refused": refused, "at": at}
    return render(request, "agreements/link_activities.html", context, status=422 if refused else 200)


def _acted(request: HttpRequest, pk: int, *, by: Actor) -> str:
    at = clock.now()
    if request.POST.get("verb") == "leave":
        signups.withdraw(signup_id=pk, by=by, at=at)
        return _("The places are given back.")
    found = access.the_activity(by, pk)
    text = request.POST.get("persons", "")
    persons = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    made = signups.sign_up(activity=found, new=signups.NewSignup(persons=persons), by=by, at=at)
    return _("You have places.") if made.state == Signup.State.IN else _("You are on the waiting list.")


def _activity(token: str) -> tuple[Link, Activity]:
    link = links.resolve(token=token, at=clock.now(), purpose="activity")
    if not Activity.objects.filter(tenant=link.tenant, pk=link.subject_id).exists():
        raise NotFound()
    return link, queries.annotated(link.subject_id)


def _number(request: HttpRequest) -> int:
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


urlpatterns = [
    path("y/<str:token>/", activity, name="link-activity"),
    path("y/<str:token>/activity.ics", calendar, name="link-activity-calendar"),
    path("y/my/<str:token>/", signup, name="link-signup"),
    path("c/<str:token>/activities/", of_company, name="link-company-activities"),
]
