"""Lists as tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from zaocha.agreements.models import Activity, Agreement, Booking
from zaocha.agreements.queries import agreements as agreement_queries
from zaocha.agreements.queries.wishes import Wish
from zaocha.demands import labels
from zaocha.kernel.clock import SHANGHAI
from zaocha.sheets import tables

Rows = list[list[tables.Cell]]


def bookings(found: Iterable[Booking]) -> bytes:
    """One line a booking."""
    headers = [
        _("Facility"),
        _("Day"),
        _("From"),
        _("Until"),
        _("For whom"),
        _("What for"),
        _("State"),
        _("Why cancelled"),
    ]
    rows: Rows = [
        [
            one.facility.name, _day(one.starts_at), f"{one.starts_at.astimezone(SHANGHAI):%H:%M}",
            f"{one.ends_at.astimezone(SHANGHAI):%H:%M}", str(one.company or one.who), one.purpose,
            one.get_state_display(), one.reason,
        ]
        for one in found
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=rows, sheet_name=_("Bookings"))


def agreements(found: Iterable[Agreement], *, on: date) -> bytes:
    """One line an agreement."""
    headers = [
        _("No."), _("Title"), _("Parties"), _("First day"), _("Last day"), _("Signed on"), _("State"), _("Kept"),
        _("Promises in all"),
    ]  # fmt: skip
    rows: Rows = [
        [
            one.number, one.title, "、".join(str(party) for party in one.parties.all()), one.starts_on, one.ends_on,
            one.signed_on, agreement_queries.tone(one, on=on)[1], getattr(one, "kept", 0), getattr(one, "total", 0),
        ]
        for one in found
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=rows, sheet_name=_("Agreements"))


def activities(found: Iterable[Activity]) -> bytes:
    """One line an activity: numbers, no names."""
    headers = [
        _("Activity"), _("Organiser"), _("Where"), _("Day"), _("Places"), _("Signed up"), _("Waiting list"),
        _("How many came"), _("State"),
    ]  # fmt: skip
    rows: Rows = [
        [
            one.title, one.organiser, one.place, _day(one.starts_at), one.seats, getattr(one, "came", None) or 0,
            getattr(one, "waiting", None) or 0, one.attended, one.get_state_display(),
        ]
        for one in found
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=rows, sheet_name=_("Activities"))


def wishes(found: Iterable[Wish]) -> bytes:
    """One line a wish, the most wanted first; nobody stands in it."""
    headers = [
        _("Wish"), _("Voices"), _("In workers' words"), _("Demand"), _("State"), _("Answer"), _("Settled"), _("Not settled"),
    ]  # fmt: skip
    rows: Rows = [
        [
            one.group.label, one.group.voices, "\n".join(one.words), one.group.demand.number if one.group.demand else "",
            str(labels.STATES.get(one.group.demand.state, "")) if one.group.demand else "",
            one.group.demand.answer if one.group.demand and not one.group.demand.restricted else "",
            one.settled, one.unsettled,
        ]
        for one in found
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=rows, sheet_name=_("Wishes"))


def _day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"
