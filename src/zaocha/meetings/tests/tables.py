"""A table for tests: a planned meeting, guests in seats, lines."""

from __future__ import annotations

import itertools
from datetime import timedelta

from zaocha.meetings.actions import lines, planning, seats
from zaocha.meetings.models import Invitation, Line, Meeting

numbers = itertools.count(1)


def planned(world, **more) -> Meeting:
    values = {
        "theme": "Room to grow", "starts_at": world.at, "ends_at": world.at + timedelta(hours=2),
        "place": "Tea house", "host": "沈知夏", **more,
    }  # fmt: skip
    return planning.plan(new=planning.NewMeeting(**values), by=world.desk, at=world.at)


def seated(world, meeting: Meeting, **guest) -> Invitation:
    guest = guest or {"company_id": world.company.pk}
    return seats.seat(meeting_id=meeting.pk, guest=seats.Guest(**guest), by=world.desk, at=world.at)


def said(world, meeting: Meeting, words: str = "10 mu of land", *, by=None, at=None, **more) -> Line:
    new = lines.NewLine(
        meeting_id=meeting.pk, words=words, client_key=more.pop("key", f"key-{next(numbers):06d}"), **more
    )
    return lines.capture(new=new, by=by or world.desk, at=at or world.at)
