"""Pages of facilities for the desk: the list, one with its week, rules, closings, bookings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.agreements import access, exporting, queries
from zaocha.agreements.actions import booking
from zaocha.agreements.actions import facilities as actions
from zaocha.agreements.forms import facilities as forms
from zaocha.agreements.models import Facility
from zaocha.agreements.web import calendar_files, weeks
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.sheets import tables
from zaocha.ui import trying

FIELDS = (
    "name", "place", "community", "contact", "persons", "at_once", "who", "opens", "closes", "slot_minutes",
    "most_slots", "ahead_days", "per_week", "rules", "is_active",
)  # fmt: skip


@require_GET
@signed_in("agreements.read")
def facilities(request: HttpRequest) -> HttpResponse:
    """Facilities by name."""
    by, form = actor_of(request), forms.FilterForm(request.GET or None)
    text = form.cleaned_data.get("q", "") if form.is_valid() else ""
    found = queries.facilities(by=by, text=text, at=clock.now())
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "filtered": bool(text), "may_write": by.may("agreements.write")}
    return render(request, "agreements/facilities.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("agreements.write")
def new(request: HttpRequest) -> HttpResponse:
    """Enter a facility."""
    by, form = actor_of(request), forms.FacilityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(
            form, lambda: actions.enter_facility(new=form.new_facility(), by=by, at=clock.now())
        )
        if made is not None:
            return redirect("facility", pk=made.pk)
    return render(
        request, "agreements/facility_edit.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@signed_in("agreements.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a facility."""
    by = actor_of(request)
    found = access.the_facility(by, pk)
    initial = {name: getattr(found, name) for name in FIELDS} | {"days": list(found.days)}
    form = forms.FacilityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = trying.tried(
            form,
            lambda: actions.change_facility(
                facility_id=pk, new=form.new_facility(), by=by, at=clock.now()
            ),
        )  # fmt: skip
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("facility", pk=pk)
    context = {"form": form, "facility": found}
    return render(request, "agreements/facility_edit.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in("agreements.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a facility, its rules and its closings."""
    return _page(request, access.the_facility(actor_of(request), pk))


@require_POST
@signed_in("agreements.write")
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book on behalf of a company, or for somebody else."""
    by = actor_of(request)
    found = access.the_facility(by, pk)
    form = forms.BookForm(request.POST, facility=found)
    made = weeks.booked(form, found, by=by)
    if made is None:
        return _page(request, found, book_form=form)
    messages.success(request, weeks.told(made))
    return redirect("booking", pk=made.pk)


@require_POST
@signed_in("agreements.write")
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it for some days, or lift a closing."""
    by = actor_of(request)
    found = access.the_facility(by, pk)
    lifted = request.POST.get("lift", "")
    if lifted.isdecimal() and len(lifted) < 18:
        try:
            actions.lift_closing(closing_id=int(lifted), by=by, at=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("facility", pk=pk)
    form = forms.ClosingForm(request.POST)
    if form.is_valid():
        hit = trying.tried(
            form, lambda: actions.close_days(facility_id=pk, by=by, at=clock.now(), **form.cleaned_data)
        )
        if hit is not None:
            messages.success(request, _("It is closed. Bookings cancelled: %(n)s.") % {"n": len(hit)})
            return redirect("facility", pk=pk)
    return _page(request, found, closing_form=form)


@require_GET
@signed_in("agreements.read")
def bookings(request: HttpRequest) -> HttpResponse:
    """Bookings of all facilities."""
    form = forms.BookingFilterForm(request.GET or None)
    page = Paginator(_bookings(request, form), 40).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "filtered": bool(request.GET), "at": clock.now()}
    return render(request, "agreements/bookings.html", context)


@require_GET
@signed_in("agreements.read")
def export(request: HttpRequest) -> HttpResponse:
    """The list of bookings as .xlsx."""
    found = _bookings(request, forms.BookingFilterForm(request.GET or None))
    answer = HttpResponse(exporting.bookings(found[:20000]), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="bookings.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("agreements.read")
def one_booking(request: HttpRequest, pk: int) -> HttpResponse:
    """One booking; the desk may cancel it with a reason."""
    by = actor_of(request)
    found, refusal = access.the_booking(by, pk), None
    if request.method == "POST":
        by.need("agreements.write")
        try:
            booking.cancel(booking_id=pk, reason=request.POST.get("reason", ""), by=by, at=clock.now())
            return redirect("booking", pk=pk)
        except Refused as refused:
            refusal = refused
    context = {
        "booking": found, "may_write": by.may("agreements.write"), "refusal": refusal,
        "ahead": found.starts_at > clock.now() and found.state == found.State.BOOKED,
    }  # fmt: skip
    return render(request, "agreements/booking.html", context, status=422 if refusal else 200)


@require_GET
@signed_in("agreements.read")
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar entry of a booking."""
    by = actor_of(request)
    return calendar_files.of_booking(access.the_booking(by, pk), by.tenant)


def _bookings(request: HttpRequest, form: forms.BookingFilterForm) -> Any:
    given = form.cleaned_data if form.is_valid() else {}
    return queries.bookings(
        by=actor_of(request), text=given.get("q", ""), when=given.get("when", ""), at=clock.now()
    )


def _page(request: HttpRequest, found: Facility, **given: Any) -> HttpResponse:
    by = actor_of(request)
    context = {
        **weeks.context(request, found, given.pop("book_form", None), by=by), "may_write": by.may("agreements.write"),
        "closings": found.closings.filter(to_on__gte=clock.today()).order_by("from_on"),
        "closing_form": forms.ClosingForm(), "who": by, **given,
    }  # fmt: skip
    return render(
        request, "agreements/facility.html", context, status=422 if request.method == "POST" else 200
    )


urlpatterns = [
    path("facilities/", facilities, name="facilities"),
    path("facilities/new/", new, name="facility-new"),
    path("facilities/bookings/", bookings, name="bookings"),
    path("facilities/bookings/export/", export, name="bookings-export"),
    path("facilities/bookings/<int:pk>/", one_booking, name="booking"),
    path("facilities/bookings/<int:pk>/booking.ics", calendar, name="booking-calendar"),
    path("facilities/<int:pk>/", one, name="facility"),
    path("facilities/<int:pk>/edit/", edit, name="facility-edit"),
    path("facilities/<int:pk>/book/", book, name="facility-book"),
    path("facilities/<int:pk>/closings/", closing, name="facility-closing"),
]
