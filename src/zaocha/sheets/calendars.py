"""Calendar files (.ics, RFC 5545) that put a meeting into any calendar program."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import icalendar

_ZONE: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A meeting as it is sent; times carry a zone. `sequence` rises with every change of the meeting.

    `organiser` is a name or "name <address>"; `cancelled` takes the meeting out of calendars.
    """

    uid: str
    sequence: int
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    description: str = ""
    organiser: str = ""
    url: str = ""
    cancelled: bool = False


def invitation_ics(invitation: Invitation, *, stamp_at: dt.datetime) -> bytes:
    """The calendar file: METHOD:PUBLISH, times in Asia/Shanghai; the same input gives the same bytes."""
    event = icalendar.Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", stamp_at.astimezone(dt.UTC))
    event.add("dtstart", invitation.starts_at.astimezone(_ZONE))
    event.add("dtend", invitation.ends_at.astimezone(_ZONE))
    event.add("summary", _one_line(invitation.title))
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    for name, value in (
        ("location", _one_line(invitation.place)),
        ("description", invitation.description.replace("\r\n", "\n")),
        ("url", invitation.url),
    ):
        if value:
            event.add(name, value)
    if invitation.organiser:
        event["organizer"] = _organiser(invitation.organiser)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Zaocha//Zaocha//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_shanghai())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _organiser(text: str) -> icalendar.vCalAddress:
    name, _, address = text.partition("<")
    address = address.rstrip("> ").strip() or "noreply@localhost.invalid"
    organiser = icalendar.vCalAddress(f"mailto:{_one_line(address)}")
    organiser.params["CN"] = icalendar.vText(_one_line(name).replace('"', "'") or address)
    return organiser


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shanghai() -> icalendar.Timezone:
    """China's zone as it has been since 1991, without summer time."""
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", dt.datetime(1991, 9, 15))  # noqa: DTZ001 RFC 5545 wants local time here
    standard.add("tzoffsetfrom", dt.timedelta(hours=8))
    standard.add("tzoffsetto", dt.timedelta(hours=8))
    standard.add("tzname", "CST")
    zone = icalendar.Timezone()
    zone.add("tzid", "Asia/Shanghai")
    zone.add_component(standard)
    return zone
