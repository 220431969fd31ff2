"""Halls and courts on a company's own page: the week, booking, giving back, and a word afterwards."""

from __future__ import annotations

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
from zaocha.agreements import access, queries
from zaocha.agreements.actions import booking
from zaocha.agreements.forms.facilities import BookForm
from zaocha.agreements.web import calendar_files, weeks
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused


@never_cache
@require_http_methods(["GET", "POST"])
def facilities(request: HttpRequest, token: str) -> HttpResponse:
    """What can be booked, and the company's own bookings."""
    by, at = _by(token), clock.now()
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            messages.success(request, _acted(request, by=by))
            return redirect("link-company-facilities", token=token)
        except Refused as refused:
            refusal = refused
    company = access.own_companies(by).get()
    shown = [(one, queries.may_book(one, company, on=at.date())) for one in queries.facilities(by=by, at=at)]
    context = {
        "tenant": by.tenant, "token": token, "shown": shown, "bookings": queries.own_bookings(by=by, at=at), "at": at,
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "agreements/link_facilities.html", context, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def facility(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The week of one; a POST books the chosen time."""
    by = _by(token)
    found = access.the_facility(by, pk)
    form = None
    if request.method == "POST":
        form = BookForm(request.POST, facility=found, for_company=True)
        made = weeks.booked(form, found, by=by)
        if made is not None:
            messages.success(request, weeks.told(made))
            return redirect("link-company-facilities", token=token)
    context: dict[str, Any] = {
        **weeks.context(request, found, form, by=by), "tenant": by.tenant, "token": token, "who": by,
    }  # fmt: skip
    return render(request, "agreements/link_facility.html", context, status=422 if form else 200)


@require_GET
def calendar(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The calendar entry of an own booking."""
    by = _by(token)
    return calendar_files.of_booking(access.the_booking(by, pk), by.tenant)


def _acted(request: HttpRequest, *, by: Actor) -> str:
    text, verb, at = request.POST.get("number", ""), request.POST.get("verb", ""), clock.now()
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise NotFound()
    if verb == "cancel":
        booking.cancel(booking_id=int(text), reason=request.POST.get("reason", ""), by=by, at=at)
        return _("It is given back; others can book it now.")
    if verb in {"used", "unused"}:
        booking.say_used(booking_id=int(text), used=verb == "used", by=by, at=at)
        return _("Thank you. Your word counts.")
    raise Invalid(remedy=_("Load the page again."))


def _by(token: str) -> Actor:
    return actors.of_company_link(links.resolve(token=token, at=clock.now(), purpose="company"))


urlpatterns = [
    path("c/<str:token>/facilities/", facilities, name="link-company-facilities"),
    path("c/<str:token>/facilities/<int:pk>/", facility, name="link-company-facility"),
    path("c/<str:token>/bookings/<int:pk>/booking.ics", calendar, name="link-company-booking"),
]
