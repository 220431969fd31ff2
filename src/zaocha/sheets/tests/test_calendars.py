"""Calendar files: what is sent is what a calendar program reads."""

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest

from zaocha.sheets.calendars import Invitation, invitation_ics

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEA = Invitation(
    uid="meeting-7@zaocha.example.cn",
    sequence=2,
    title="早茶会:道路与用工",
    starts_at=dt.datetime(2026, 3, 5, 8, 30, tzinfo=SHANGHAI),
    ends_at=dt.datetime(2026, 3, 5, 10, 0, tzinfo=SHANGHAI),
    place="青田街道办事处, 三楼; 会议室",
    description="请先说说想谈的事。\n链接:https://zaocha.example.cn/i/abc",
    organiser="企业服务专窗 <desk@example.cn>",
    url="https://zaocha.example.cn/i/abc",
)
STAMP = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def parsed(data: bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_it_reads_back_as_it_was_meant() -> None:
    calendar, event = parsed(invitation_ics(TEA, stamp_at=STAMP))
    assert calendar["method"] == "PUBLISH"
    assert (event["uid"], event["sequence"]) == (TEA.uid, 2)
    assert event["summary"] == TEA.title
    assert event["location"] == TEA.place
    assert event["description"] == TEA.description
    assert event["url"] == TEA.url
    assert event["status"] == "CONFIRMED"
    assert event["organizer"] == "mailto:desk@example.cn"
    assert event["organizer"].params["CN"] == "企业服务专窗"
    assert event["dtstart"].dt == TEA.starts_at
    assert event["dtend"].dt == TEA.ends_at
    assert event["dtstamp"].dt == STAMP


def test_times_are_shanghai_wall_time_with_the_zone_in_the_file() -> None:
    utc = dataclasses.replace(TEA, starts_at=TEA.starts_at.astimezone(dt.UTC))
    text = invitation_ics(utc, stamp_at=STAMP).decode()
    assert "DTSTART;TZID=Asia/Shanghai:20260305T083000\r\n" in text
    assert "TZOFFSETTO:+0800\r\n" in text


def test_lines_are_folded_and_the_bytes_do_not_change() -> None:
    long = dataclasses.replace(TEA, description="长" * 500)
    data = invitation_ics(long, stamp_at=STAMP)
    assert data == invitation_ics(long, stamp_at=STAMP)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


@pytest.mark.parametrize("nasty", ["x\r\nATTENDEE:mailto:a@b.cn", "x\nEND:VEVENT\nBEGIN:VALARM"])
def test_a_title_cannot_smuggle_in_lines(nasty: str) -> None:
    invitation = dataclasses.replace(TEA, title=nasty, place=nasty, description=nasty, organiser=nasty)
    _calendar, event = parsed(invitation_ics(invitation, stamp_at=STAMP))
    assert "attendee" not in event
    assert event.subcomponents == []


def test_a_cancelled_meeting_says_so() -> None:
    _calendar, event = parsed(invitation_ics(dataclasses.replace(TEA, cancelled=True), stamp_at=STAMP))
    assert event["status"] == "CANCELLED"
