"""Lists: a fixed number of statements at one row and at a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.demands import access
from zaocha.demands.models import Demand
from zaocha.demands.queries import clocks
from zaocha.demands.queries.filters import GROUPS, TICKING, Filters, narrowed
from zaocha.kernel.calendar import WorkingCalendar

LIMIT, CAP = 200, 1001
"""The longest page; a list is counted up to here, and then said to have more than CAP − 1."""


class _Raw(NamedTuple):
    id: int
    words: str
    company_id: int | None
    company__name: str | None
    company__short_name: str | None
    raised_by: str
    category: str
    channel: str
    state: str
    result: str
    unit_id: int | None
    unit__name: str | None
    unit__short_name: str | None
    raised_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    paused_since: datetime | None
    provisional: bool
    next_on: date | None
    closed_as: str
    word: str
    restricted: bool
    version: int


@dataclass(frozen=True)
class Row:
    """One demand in a list, as its reader may see it: `hidden` means that the author is not shown."""

    id: int
    number: str
    words: str
    company_id: int | None
    company: str
    raised_by: str
    category: str
    channel: str
    state: str
    result: str
    unit_id: int | None
    unit: str
    raised_at: datetime
    due_at: datetime | None
    next_on: date | None
    closed_as: str
    word: str
    restricted: bool
    hidden: bool
    version: int
    clock_code: str
    colour: str
    times: clocks.Times = field(repr=False)
    read_at: datetime = field(repr=False)
    calendar: WorkingCalendar = field(repr=False)

    @cached_property
    def clock(self) -> clocks.Clock:
        """The clock with its words and share; worked out only for who shows it."""
        return clocks.clock(self.times, at=self.read_at, calendar=self.calendar)


@dataclass(frozen=True)
class _Place:
    after: int | None
    before: int | None


@dataclass(frozen=True)
class Page:
    """Rows, the cursors of the pages after and before, and how many there are, up to CAP − 1 (`capped`)."""

    items: list[Row]
    next: int | None
    total: int
    capped: bool
    before: int | None = None


def page(
    *,
    by: Actor,
    at: datetime,
    filters: Filters | None = None,
    after: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Page:
    """The rows after (or before) a row: two statements; three by due day, four more to search by words."""
    filters, limit = filters or Filters(), max(1, min(limit, LIMIT))
    place = _Place(after, before)
    rows = narrowed(access.visible(by), filters, by=by, at=at)
    total = rows.order_by()[:CAP].count()
    raw = list(_beyond(rows, place, filters.order).values_list(*_Raw._fields)[: limit + 1])
    more, raw = len(raw) > limit, raw[:limit]
    if place.before:
        raw.reverse()
    items = list(_rows(raw, by=by, at=at))
    onward = bool(items) and (more or place.before is not None)
    back = bool(items) and (more if place.before else place.after is not None)
    return Page(
        items,
        items[-1].id if onward else None,
        min(total, CAP - 1),
        total >= CAP,
        items[0].id if back else None,
    )


def rows_of(demands: QuerySet[Demand], *, by: Actor, at: datetime, limit: int | None = None) -> list[Row]:
    """The rows of a query on demands, already narrowed to what `by` may see."""
    found = demands.values_list(*_Raw._fields)
    return list(_rows(found[:limit] if limit else found.iterator(chunk_size=2000), by=by, at=at))


def of_company(*, by: Actor, company_id: int, at: datetime, limit: int = 200) -> list[Row]:
    """What a company asked for, newest first; restricted ones only to those who may know."""
    rows = narrowed(access.visible(by), Filters(company_id=company_id), by=by, at=at)
    return rows_of(rows.order_by("-id"), by=by, at=at, limit=limit)


def counts(*, by: Actor, at: datetime) -> dict[str, int]:
    """How many demands are in each group, and late: one statement, for the reader's own view."""
    parts = {name: Count("pk", filter=Q(state__in=sorted(states))) for name, states in GROUPS.items()}
    parts["late"] = Count("pk", filter=Q(state__in=sorted(TICKING), due_at__lt=at))
    return dict(access.visible(by).aggregate(**parts))


def _beyond(rows: QuerySet[Demand], place: _Place, order: str) -> QuerySet[Demand]:
    """The rows after a row, or those before it, nearest first."""
    back = place.before is not None
    start = place.before or place.after
    if order != "due":
        rows = rows.order_by("id" if back else "-id")
        if start:
            rows = rows.filter(pk__gt=start) if back else rows.filter(pk__lt=start)
        return rows
    rows = rows.filter(due_at__isnull=False).order_by(*(("-due_at", "-id") if back else ("due_at", "id")))
    due = start and Demand.objects.filter(pk=start).values_list("due_at", flat=True).first()
    if not due:
        return rows
    if back:
        return rows.filter(Q(due_at__lt=due) | Q(due_at=due, pk__lt=start))
    return rows.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=start))


def _rows(raw: Iterable[tuple[Any, ...]], *, by: Actor, at: datetime) -> Iterator[Row]:
    calendar = calendars.of(by.tenant)
    for values in raw:
        one = _Raw(*values)
        hidden = access.is_masked(by, restricted=one.restricted)
        names = (one.company__name or "", one.company__short_name or "", one.raised_by)
        code, colour = clocks.colour_of(one.state, one.due_at, one.warn_at, one.paused_since, at=at)
        times = clocks.Times(one.state, one.raised_at, one.due_at, one.paused_since, one.provisional)
        yield Row(
            id=one.id,
            number=f"{one.raised_at.astimezone(calendar.tz):%Y}-{one.id:05d}",
            words=access.without_names(one.words, *names) if hidden else one.words,
            company_id=None if hidden else one.company_id,
            company="" if hidden else one.company__short_name or one.company__name or "",
            raised_by="" if hidden else one.raised_by,
            category=one.category, channel=one.channel, state=one.state, result=one.result,
            unit_id=one.unit_id, unit=one.unit__short_name or one.unit__name or "",
            raised_at=one.raised_at, due_at=one.due_at, next_on=one.next_on, closed_as=one.closed_as,
            word=one.word, restricted=one.restricted, hidden=hidden, version=one.version,
            clock_code=code, colour=colour, times=times, read_at=at, calendar=calendar,
        )  # fmt: skip
