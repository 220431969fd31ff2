"""What the table shows: attendees in seat order, lines, and what is newer than a revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from zaocha.accounts.actors import Actor
from zaocha.meetings import access, labels
from zaocha.meetings.models import Invitation, Line, Meeting, Statement
from zaocha.promises import queries as promise_queries


def attendees(meeting: Meeting) -> QuerySet[Invitation]:
    """Those present, in seat order."""
    rows = meeting.invitations.filter(present=True).select_related("company", "unit")
    return rows.order_by("seat", "id")


def lines(*, by: Actor, meeting: Meeting) -> QuerySet[Line]:
    """Everything said, in the order in which it was said; removed lines too."""
    rows = access.lines(by).filter(meeting=meeting)
    return rows.select_related(
        "statement",
        "statement__unit",
        "statement__promise",
        "company",
        "invitation__company",
        "invitation__unit",
        "captured_by",
    ).order_by("captured_at", "id")


def kept(*, by: Actor, meeting: Meeting) -> QuerySet[Line]:
    """Everything said that was not removed."""
    return lines(by=by, meeting=meeting).filter(removed=False)


def state(*, by: Actor, meeting: Meeting, since: int = -1) -> dict[str, Any]:
    """The table as JSON: lines newer than a revision, and the seats when they changed since."""
    answer: dict[str, Any] = {"revision": meeting.revision, "state": meeting.state, "lines": []}
    if meeting.revision > since:
        newer = lines(by=by, meeting=meeting).filter(revision__gt=since)
        answer["lines"] = [line_row(line) for line in newer]
    if meeting.seats_revision > since:
        answer["seats"] = [seat_row(one) for one in attendees(meeting)]
    return answer


def seat_row(one: Invitation) -> dict[str, Any]:
    """An attendee as JSON."""
    return {
        "id": one.pk,
        "seat": one.seat,
        "name": str(one),
        "guest": one.guest if one.company_id or one.unit_id else "",
        "company": one.company_id,
        "kind": "company" if one.company_id else "unit" if one.unit_id else "guest",
    }


def line_row(line: Line) -> dict[str, Any]:
    """A line as JSON, with its statement; `speaker` is a name, `invitation` the id of the chip."""
    statement = getattr(line, "statement", None)
    return {
        "id": line.pk,
        "key": line.client_key,
        "words": line.words,
        "invitation": line.invitation_id,
        "speaker": speaker(line),
        "category": line.category,
        "category_label": labels.category(line.category),
        "outcome": line.outcome,
        "answer": line.answer,
        "answered_by": line.answered_by,
        "statement": statement_row(statement) if statement else None,
        "removed": line.removed,
        "demand": line.demand_id,
        "demand_url": reverse("demand", args=[line.demand_id]) if line.demand_id else "",
        "at": line.captured_at.isoformat(),
        "captured_by": line.captured_by.name if line.captured_by else "",
    }


def statement_row(statement: Any) -> dict[str, Any]:
    """A statement as JSON."""
    return {
        "what": statement.what,
        "kind": statement.kind,
        "giver": statement.giver,
        "unit": statement.unit_id,
        "unit_name": str(statement.unit) if statement.unit else "",
        "due_on": statement.due_on.isoformat() if statement.due_on else "",
        "trigger": statement.trigger,
        "confirmed": statement.is_promise,
    }


def standing(line: Line, *, at: datetime) -> promise_queries.Standing | None:
    """Where what was said about a line stands: its promise or statement; None when there is neither."""
    said: Statement | None = getattr(line, "statement", None)
    if said is None or line.outcome != Line.Outcome.PROMISED:
        return None
    if said.promise is not None:
        return promise_queries.standing(said.promise, at=at)
    return promise_queries.standing_of("open" if said.confirmed else "statement")


def speaker(line: Line) -> str:
    """Who said it: the company, the unit or the guest; empty when nobody was chosen."""
    if line.invitation:
        return str(line.invitation)
    return str(line.company) if line.company else ""
