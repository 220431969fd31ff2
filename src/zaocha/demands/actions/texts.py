"""Checks what was typed before it is written."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import handing_over
from zaocha.kernel.calendar import WorkingCalendar
from zaocha.kernel.errors import Invalid

LONGEST = 20_000


def clean(text: str, *, field: str, longest: int = LONGEST) -> str:
    """The text without control characters and outer spaces; refused when too long, or a report of corruption."""
    kept = "".join(letter for letter in text if letter >= " " or letter in "\n\t").strip()
    if len(kept) > longest:
        raise Invalid(
            _("This text has %(n)s characters; %(longest)s are possible.")
            % {"n": len(kept), "longest": longest},
            remedy=_("Shorten it, or split it into several."),
            field=field,
        )
    handing_over.refuse_reports(kept, field=field)
    return kept


def working_day(day: date, *, field: str, calendar: WorkingCalendar, at: datetime) -> date:
    """A day to come on which the office works; a rest day is refused with the next working day."""
    if day <= at.astimezone(calendar.tz).date():
        raise Invalid(_("%(day)s is not a day to come.") % {"day": day.isoformat()}, field=field)
    if not calendar.is_workday(day):
        following = calendar.add_workdays(day, 1)
        raise Invalid(
            _("%(day)s is a rest day.") % {"day": day.isoformat()},
            remedy=_("The next working day is %(day)s.") % {"day": following.isoformat()},
            field=field,
        )
    return day
