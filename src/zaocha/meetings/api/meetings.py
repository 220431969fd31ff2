"""Meetings in the API: list, plan, one, lines, statements, read-back, close."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid
from zaocha.meetings import access
from zaocha.meetings.actions import closing, lines, planning, statements
from zaocha.meetings.models import Line, Meeting
from zaocha.meetings.queries import table as table_queries

router = Router(tags=["meetings"])
KEY = Header("", alias="Idempotency-Key")


class MeetingIn(Schema):
    """The plan of a morning tea; moments carry a zone."""

    theme: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    host: str = ""
    category: str = ""
    chain: str = ""


class LineIn(Schema):
    """Words as said; who said them is an invitation of this meeting."""

    words: str
    invitation_id: int | None = None
    category: str = ""
    said_at: datetime | None = None


class LineChange(Schema):
    """What is to change; what is left out stays. `removed` takes the line away or brings it back."""

    words: str | None = None
    invitation_id: int | None = None
    category: str | None = None
    outcome: str | None = None
    answer: str | None = None
    answered_by: str | None = None
    removed: bool | None = None


class StatementIn(Schema):
    """Who will do what, by which working day or as soon as …; `confirmed` by its giver."""

    what: str = ""
    kind: str = "answer"
    giver: str = ""
    unit_id: int | None = None
    due_on: date | None = None
    trigger: str = ""
    confirmed: bool = False


@router.get("/meetings", url_name="meetings")
def meetings(
    request: HttpRequest, state: str = "", after: int | None = None, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Meetings, the newest plan first; `state`: planned, open, read_back, closed."""
    by = actor_of(request)
    by.need("meetings.read")
    rows = access.meetings(by)
    if state:
        if state not in Meeting.State.values:
            raise Invalid(field="state", remedy=", ".join(Meeting.State.values))
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: limit + 1])
    items = [_as_dict(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/meetings", response={201: dict[str, Any]}, url_name="meeting-new")
def create(request: HttpRequest, body: MeetingIn, idempotency_key: str = KEY) -> Status[dict[str, Any]]:
    """Plan a meeting."""
    by, at = actor_of(request), clock.now()
    for name in ("starts_at", "ends_at"):
        if getattr(body, name).tzinfo is None:
            raise Invalid(field=name, remedy="2026-03-05T09:00:00+08:00")
    new = planning.NewMeeting(**body.dict())
    request_body = {**body.dict(), "do": "plan"}
    done = idempotency.once(
        by=by,
        key=idempotency_key,
        request=request_body,
        at=at,
        do=lambda: _as_dict(planning.plan(new=new, by=by, at=at)),
    )
    return Status(201, done)


@router.get("/meetings/{meeting_id}", url_name="meeting")
def one(request: HttpRequest, meeting_id: int) -> dict[str, Any]:
    """One meeting with its guests in seat order and its lines."""
    by = actor_of(request)
    by.need("meetings.read")
    meeting = access.meeting(by=by, pk=meeting_id)
    state = table_queries.state(by=by, meeting=meeting)
    said = [line for line in state["lines"] if not line["removed"]]
    seats = [table_queries.seat_row(guest) for guest in table_queries.attendees(meeting)]
    return {**_as_dict(meeting), "seats": seats, "lines": said}


@router.post("/meetings/{meeting_id}/lines", response={201: dict[str, Any]}, url_name="meeting-lines")
def capture(
    request: HttpRequest, meeting_id: int, body: LineIn, idempotency_key: str = KEY
) -> Status[dict[str, Any]]:
    """Save words said at the table; the idempotency key (8 to 60 characters) is the line's own."""
    by, at = actor_of(request), clock.now()
    by.need("meetings.write")
    access.meeting(by=by, pk=meeting_id)
    new = lines.NewLine(meeting_id=meeting_id, client_key=idempotency_key, **body.dict())
    if new.said_at is not None and new.said_at.tzinfo is None:
        raise Invalid(field="said_at", remedy="2026-03-05T09:00:00+08:00")
    return Status(201, _line(by, lines.capture(new=new, by=by, at=at)))


@router.patch("/meetings/lines/{line_id}", url_name="meeting-line")
def change(
    request: HttpRequest, line_id: int, body: LineChange, idempotency_key: str = KEY
) -> dict[str, Any]:
    """Correct a line, attach its answer, remove it or bring it back."""
    by, at = actor_of(request), clock.now()
    given = body.dict(exclude_unset=True)
    request_body = {"line": line_id, **given}
    removed = given.pop("removed", None)
    changes = lines.LineChange(**given)

    def do() -> dict[str, Any]:
        line = lines.change(line_id=line_id, changes=changes, by=by, at=at)
        if removed is not None:
            line = (lines.remove if removed else lines.restore)(line_id=line_id, by=by, at=at)
        return _line(by, line)

    return idempotency.once(by=by, key=idempotency_key, request=request_body, at=at, do=do)


@router.put("/meetings/lines/{line_id}/statement", url_name="meeting-statement")
def state(
    request: HttpRequest, line_id: int, body: StatementIn, idempotency_key: str = KEY
) -> dict[str, Any]:
    """Attach what somebody said they would do; it becomes a promise at the closing if it is confirmed."""
    by, at = actor_of(request), clock.now()
    said = statements.Said(**body.dict())

    def do() -> dict[str, Any]:
        return _line(by, statements.state(line_id=line_id, said=said, by=by, at=at))

    request_body = {"line": line_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=request_body, at=at, do=do)


@router.post("/meetings/{meeting_id}/close", url_name="meeting-close")
def close(request: HttpRequest, meeting_id: int, idempotency_key: str = KEY) -> dict[str, Any]:
    """Make one demand of each settled line; closing again makes nothing twice, with or without a key."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        closed = closing.close(meeting_id=meeting_id, by=by, at=at)
        return {"demands": closed.demands, "promises": closed.promises, "statements": closed.statements}

    request_body = {"close": meeting_id}
    return idempotency.once(by=by, key=idempotency_key, request=request_body, at=at, do=do)


def _as_dict(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.pk,
        "theme": meeting.theme,
        "category": meeting.category,
        "chain": meeting.chain,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place,
        "host": meeting.host,
        "state": str(meeting.state),
        "closed_at": meeting.closed_at.isoformat() if meeting.closed_at else None,
    }


def _line(by: Any, line: Line) -> dict[str, Any]:
    fresh = table_queries.lines(by=by, meeting=line.meeting).get(pk=line.pk)
    return table_queries.line_row(fresh)
