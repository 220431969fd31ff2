"""What the desk's and the company's page of a facility share: the week, the chosen time, the booking form."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import queries
from zaocha.agreements.actions import booking
from zaocha.agreements.forms.facilities import BookForm
from zaocha.agreements.models import Booking, Facility
from zaocha.companies import naming
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused


def monday_of(request: HttpRequest) -> date:
    """The Monday of the week that is asked for, else of this one."""
    today = clock.today()
    try:
        day = date.fromisoformat(request.GET.get("week", "") or request.GET.get("at", "")[:10])
    except ValueError:
        day = today
    if abs((day - today).days) > 400:
        day = today
    return day - timedelta(days=day.weekday())


def context(request: HttpRequest, found: Facility, form: BookForm | None, *, by: Actor) -> dict[str, Any]:
    """The week with its neighbours; the form when a time was chosen."""
    monday, chosen = monday_of(request), request.GET.get("at", "")
    if form is not None and not chosen:
        chosen = form.data.get("starts_at", "")[:16]
    if form is None and chosen:
        start = {"starts_at": chosen, "client_key": secrets.token_hex(8), "count": 1}
        form = BookForm(facility=found, for_company=by.company_id is not None, initial=start)
    return {
        "facility": found, "days": queries.week(by=by, found=found, monday=monday, at=clock.now()), "monday": monday,
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7), "chosen": chosen.replace("T", " "),
        "book_form": form,
    }  # fmt: skip


def booked(form: BookForm, found: Facility, *, by: Actor) -> Booking | None:
    """Book what was filled in; a refusal stands at its field, with the free times nearby."""
    if not form.is_valid():
        return None
    try:
        company_id = by.company_id
        if company_id is None and form.cleaned_data["company"].strip():
            company_id = naming.meant(form.cleaned_data["company"], by=by, field="company")
        new = form.new_booking(found.pk, company_id)
        return booking.book(new=new, by=by, at=clock.now())
    except Refused as refusal:
        shown = refusal.field in form.fields and not form.fields[refusal.field].widget.is_hidden
        form.add_error(refusal.field if shown else None, str(refusal))
        if isinstance(refusal, booking.Taken):
            form.nearest = refusal.nearest  # type: ignore[attr-defined]
        return None


def told(made: Booking) -> str:
    """What whoever booked reads."""
    when = f"{made.starts_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    return _("%(name)s is yours on %(when)s.") % {"name": made.facility.name, "when": when}
