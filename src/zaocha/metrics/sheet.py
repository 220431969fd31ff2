"""One sheet for the next meeting: the figures of the last whole month, and what was promised at the last table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zaocha.accounts.actors import Actor
from zaocha.meetings.models import Meeting
from zaocha.metrics import periods, reports
from zaocha.metrics.reports import Report
from zaocha.promises import access as promise_access
from zaocha.promises import queries as promise_queries
from zaocha.promises.models import Promise
from zaocha.promises.queries import Standing

MOST = 12
"""Promises on the sheet: more do not fit beside the figures on A4."""


@dataclass(frozen=True)
class MeetingSheet:
    """`promises`: the most pressing first, with where each stands; `more`: how many did not fit."""

    report: Report
    meeting: Meeting | None
    following: Meeting | None
    promises: list[tuple[Promise, Standing]]
    more: int


def sheet(*, by: Actor, at: datetime, on: date) -> MeetingSheet:
    """The sheet as the reader sees it."""
    by.need("metrics.read")
    month = periods.last_months(2, on=on)[0]
    named = reports.the_period(f"{month.first_on:%Y-%m}")
    meetings = Meeting.objects.filter(tenant=by.tenant) if by.may("meetings.read") else Meeting.objects.none()
    last = meetings.filter(state=Meeting.State.CLOSED, starts_at__lt=at).order_by("-starts_at").first()
    following = meetings.filter(starts_at__gt=at).order_by("starts_at").first()
    rows = promise_access.visible(by).filter(meeting_id=last.pk if last else -1)
    found = list(rows.select_related("unit", "person", "company").order_by("due_on", "pk")[: 10 * MOST])
    return MeetingSheet(
        report=reports.report(period=named, by=by, at=at), meeting=last, following=following,
        promises=[(one, promise_queries.standing(one, at=at)) for one in found[:MOST]], more=max(0, len(found) - MOST),
    )  # fmt: skip
