"""Pages of activities for the desk: the list, one with who signed up, the poster."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.agreements import access, exporting, messaging
from zaocha.agreements.actions import activities as actions
from zaocha.agreements.actions import signups
from zaocha.agreements.forms import activities as forms
from zaocha.agreements.models import Activity
from zaocha.agreements.queries import activities as queries
from zaocha.agreements.web import calendar_files
from zaocha.kernel import clock
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Invalid, Refused
from zaocha.sheets import tables
from zaocha.ui import trying


@require_GET
@signed_in("agreements.read")
def activities(request: HttpRequest) -> HttpResponse:
    """Activities, the coming ones first."""
    by, form = actor_of(request), forms.FilterForm(request.GET or None)
    page = Paginator(_found(form, by=by), 30).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "filtered": bool(request.GET),
        "may_write": by.may("agreements.write"),
        "at": clock.now(),
    }
    return render(request, "agreements/activities.html", context)


@require_GET
@signed_in("agreements.read")
def export(request: HttpRequest) -> HttpResponse:
    """The list as .xlsx: numbers, no names."""
    found = _found(forms.FilterForm(request.GET or None), by=actor_of(request))
    answer = HttpResponse(exporting.activities(found[:5000]), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="activities.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("agreements.write")
def new(request: HttpRequest) -> HttpResponse:
    """Plan an activity."""
    by = actor_of(request)
    form = forms.ActivityForm(request.POST or None, tenant=by.tenant)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: actions.plan(new=form.new_activity(), by=by, at=clock.now()))
        if made is not None:
            return redirect("activity", pk=made.pk)
    return render(
        request, "agreements/activity_edit.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@signed_in("agreements.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an activity."""
    by = actor_of(request)
    found = access.the_activity(by, pk)
    starts, ends = found.starts_at.astimezone(SHANGHAI), found.ends_at.astimezone(SHANGHAI)
    names = (
        "title",
        "organiser",
        "place",
        "seats",
        "most_persons",
        "asks_name",
        "asks_phone",
        "keep_days",
        "words",
    )
    initial = {name: getattr(found, name) for name in names} | {
        "day": starts.date(), "begins": starts.time(), "ends": ends.time(), "facility": str(found.facility_id or ""),
        "until_day": found.until.astimezone(SHANGHAI).date(),
    }  # fmt: skip
    form = forms.ActivityForm(request.POST or None, tenant=by.tenant, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = trying.tried(
            form,
            lambda: actions.change(activity_id=pk, new=form.new_activity(), by=by, at=clock.now()),
        )  # fmt: skip
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("activity", pk=pk)
    context = {"form": form, "activity": found}
    return render(request, "agreements/activity_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("agreements.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Places, the waiting list, the message and the count; a POST is a step."""
    by = actor_of(request)
    found = access.the_activity(by, pk)
    if request.method == "GET":
        return _page(request, found)
    by.need("agreements.write")
    state: dict[str, Any] = {}
    try:
        _step(request, found, state, by=by)
    except Refused as refusal:
        if refusal.status in {403, 404}:
            raise
        state["refusal"] = refusal
    wrong = "refusal" in state or any(form.errors for form in state.values())
    return _page(request, found, **state) if wrong else redirect("activity", pk=pk)


@require_POST
@signed_in("agreements.write")
def signup(request: HttpRequest, pk: int) -> HttpResponse:
    """One sign-up: withdraw it for somebody, or note that they were told."""
    by = actor_of(request)
    row = signups.seen(by, pk)
    try:
        if request.POST.get("verb") == "told":
            signups.note_told(signup_id=pk, by=by, at=clock.now())
        else:
            signups.withdraw(signup_id=pk, by=by, at=clock.now())
    except Refused as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, str(refusal))
    return redirect("activity", pk=row.activity_id)


@require_GET
@signed_in("agreements.read")
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for the wall with the code."""
    by = actor_of(request)
    found = access.the_activity(by, pk)
    context = {"activity": found, "url": url_of(found, request, by=by), "tenant": by.tenant}
    return render(request, "agreements/activity_poster.html", context)


@require_GET
@signed_in("agreements.read")
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar entry."""
    by = actor_of(request)
    return calendar_files.of_activity(access.the_activity(by, pk), by.tenant)


def url_of(found: Activity, request: HttpRequest, *, by: Actor) -> str:
    """The address behind the code."""
    link = links.issue(tenant=by.tenant, purpose="activity", subject_id=found.pk, by=by.mark, at=clock.now())
    return links.url(link, request=request)


def _step(request: HttpRequest, found: Activity, state: dict[str, Any], *, by: Actor) -> None:
    verb, at = request.POST.get("verb", ""), clock.now()
    if verb == "join":
        form = state["signup_form"] = forms.SignupForm(request.POST, activity=found)
        if form.is_valid():
            trying.tried(form, lambda: signups.sign_up(activity=found, new=form.new_signup(), by=by, at=at))
    elif verb == "count":
        counted = state["count_form"] = forms.CountForm(request.POST)
        if counted.is_valid():
            actions.count(activity_id=found.pk, by=by, at=at, **counted.cleaned_data)
    elif verb == "cancel":
        ending = state["cancel_form"] = forms.CancelForm(request.POST)
        if ending.is_valid():
            actions.cancel(activity_id=found.pk, by=by, at=at, **ending.cleaned_data)
    else:
        raise Invalid(remedy=_("Load the page again."))


def _found(form: forms.FilterForm, *, by: Actor) -> Any:
    given = form.cleaned_data if form.is_valid() else {}
    return queries.activities(by=by, text=given.get("q", ""), when=given.get("when", ""), at=clock.now())


def _page(request: HttpRequest, row: Activity, **given: Any) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    found = queries.annotated(row.pk)
    url = url_of(found, request, by=by)
    with translation.override(by.tenant.language):
        message = messaging.activity_planned(found, url=url)
        moved = messaging.moved_up(found)
    context = {
        "activity": found, "free": queries.free(found), "signups": list(queries.signups(found)[:1000]), "url": url,
        "message": message, "moved": moved, "may_write": by.may("agreements.write"), "at": at,
        "persons": by.may("agreements.persons"), "ahead": found.starts_at > at and found.state == "open",
        "count_form": forms.CountForm(initial={"attended": found.attended}), "cancel_form": forms.CancelForm(),
        "signup_form": forms.SignupForm(activity=found, initial={"client_key": secrets.token_hex(8)}), **given,
    }  # fmt: skip
    return render(
        request, "agreements/activity.html", context, status=422 if request.method == "POST" else 200
    )


urlpatterns = [
    path("activities/", activities, name="activities"),
    path("activities/new/", new, name="activity-new"),
    path("activities/export/", export, name="activities-export"),
    path("activities/<int:pk>/", one, name="activity"),
    path("activities/<int:pk>/edit/", edit, name="activity-edit"),
    path("activities/<int:pk>/poster/", poster, name="activity-poster"),
    path("activities/<int:pk>/activity.ics", calendar, name="activity-calendar"),
    path("activities/signups/<int:pk>/", signup, name="activity-signup"),
]
