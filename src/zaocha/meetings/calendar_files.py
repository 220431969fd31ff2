"""The calendar file of a meeting."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.meetings.models import Meeting
from zaocha.sheets import calendars


def of(meeting: Meeting, *, at: datetime, url: str = "") -> bytes:
    """One event. The same UID with a higher sequence replaces the entry in the guest's calendar."""
    told = [meeting.tenant.name, meeting.tenant.officer, meeting.tenant.phone]
    entry = calendars.Invitation(
        uid=f"meeting-{meeting.pk}@{meeting.tenant.slug}.zaocha",
        sequence=meeting.sequence,
        title=_("Morning tea: %(theme)s") % {"theme": meeting.theme},
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        description=" ".join(part for part in told if part),
        organiser=meeting.tenant.name,
        url=url,
    )
    return calendars.invitation_ics(entry, stamp_at=at)
