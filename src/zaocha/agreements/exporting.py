"""Lists as tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.agreements.models import Booking
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


def _day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"
