"""What the first page after signing in shows: promises due, what came in, what is late, the next tea."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zaocha.accounts.actors import Actor
from zaocha.demands import queries as demand_queries
from zaocha.demands.queries import Filters
from zaocha.desks import services
from zaocha.meetings.models import Meeting
from zaocha.promises import queries as promise_queries
from zaocha.ui.waiting import Waiting
from zaocha.watches import queries as watch_queries

SHOWN = 8


@dataclass(frozen=True)
class Block:
    """One list of demands: title code, rows, how many in all, and where they all are."""

    code: str
    rows: list[demand_queries.Row]
    total: int
    more: str


@dataclass(frozen=True)
class Home:
    """Everything on the page of today."""

    counts: dict[str, int]
    promise_counts: dict[str, int]
    promises: list[tuple[Any, promise_queries.Standing]]
    blocks: list[Block]
    meeting: Meeting | None
    watches: watch_queries.Today | None
    services: list[Waiting]


def load(*, by: Actor, at: datetime) -> Home:
    """The page for whoever is signed in; each sees their own part. A fixed number of statements."""
    counts = demand_queries.counts(by=by, at=at)
    promise_counts = promise_queries.counts(by=by, on=at.date(), at=at)
    pressing = []
    for tab in ("late", "due_today", "statement"):
        for promise in promise_queries.page(by=by, tab=tab, on=at.date(), at=at)[:SHOWN]:
            pressing.append((promise, promise_queries.standing(promise, at=at)))
    meeting = None
    if by.may("meetings.read"):
        coming = Meeting.objects.filter(tenant=by.tenant, ends_at__gte=at).exclude(state="closed")
        meeting = coming.order_by("starts_at").first()
    watches = watch_queries.today(by=by, at=at)
    waiting = services.waiting_for_person(by=by, at=at)
    return Home(counts, promise_counts, pressing[:SHOWN], _blocks(by, at), meeting, watches, waiting)


def _blocks(by: Actor, at: datetime) -> list[Block]:
    wanted = [("new", Filters(group="new"))] if by.may("demands.dispatch") else []
    if by.may("demands.call_back"):
        wanted.append(("answered", Filters(group="answered")))
    if not by.may("demands.dispatch"):
        wanted.append(("working", Filters(group="open", order="due")))
    wanted.append(("late", Filters(colour="red")))
    blocks = []
    for code, filters in wanted:
        page = demand_queries.page(by=by, at=at, filters=filters, limit=SHOWN)
        query = "colour=red" if code == "late" else f"group={filters.group}"
        blocks.append(Block(code, page.items, page.total, query))
    return blocks
