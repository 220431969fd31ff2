"""Shapes of the API: what goes in, and what comes out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from zaocha.demands import queries

Id = Annotated[int, Field(ge=0, lt=2**63)]
"""An id that a database can hold."""


class DemandIn(Schema):
    """A new demand: only the words are needed."""

    words: str
    channel: str = "api"
    company_id: Id | None = None
    raised_by: str = ""
    category: str = ""
    preset: str = ""
    hide_author: bool = False
    client_key: str = ""


class StepIn(Schema):
    """The inputs of a step; each takes its own (see `GET /demand-steps`). `version`: refuse if it changed."""

    version: Id | None = None
    note: str = ""
    reason: str = ""
    unit_id: Id | None = None
    co_unit_ids: list[Id] = []
    answer: str = ""
    answered_by: str = ""
    result: str = ""
    ground: str = ""
    what_remains: str = ""
    forwarded_to: str = ""
    recorded_for: str = ""
    next_on: date | None = None
    new_due_on: date | None = None
    question: str = ""
    word: str = ""
    satisfaction: Id | None = None
    words: str = ""
    dissent: str = ""
    into_id: Id | None = None


class CorrectIn(Schema):
    """What is not a step; only what is sent is changed."""

    version: Id
    category: str | None = None
    preset: str | None = None
    company_id: Id | None = None
    raised_by: str | None = None
    hide_author: bool | None = None
    answer_draft: str | None = None
    next_on: date | None = None
    note: str | None = None


class DemandOut(Schema):
    """A demand in a list. `hidden`: company and author are not shown to this reader."""

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
    clock: str
    colour: str
    next_on: date | None
    closed_as: str
    word: str
    restricted: bool
    hidden: bool
    version: int


class DemandList(Schema):
    """One page; `total` is counted up to 1000, `capped` says that there are more."""

    items: list[DemandOut]
    next: int | None
    total: int
    capped: bool


class Taken(Schema):
    """What a write came to."""

    id: int
    number: str
    state: str
    closed_as: str
    due_at: datetime | None
    version: int


def listed(row: queries.Row) -> dict[str, Any]:
    """A row as the API gives it."""
    found = {name: getattr(row, name) for name in _ROW}
    return {**found, "clock": row.clock_code}


_ROW = [name for name in DemandOut.model_fields if name != "clock"]


def taken(demand: Any) -> dict[str, Any]:
    """The outcome of a write; plain values, so that it can be remembered with its idempotency key."""
    return {
        "id": demand.pk,
        "number": demand.number,
        "state": str(demand.state),
        "closed_as": demand.closed_as,
        "due_at": demand.due_at.isoformat() if demand.due_at else None,
        "version": demand.version,
    }


def detailed(detail: queries.Detail) -> dict[str, Any]:
    """A demand with its way, clocks, assignments, pauses, promises and the steps open to the reader."""
    demand = detail.demand
    return {
        **taken(demand),
        "words": detail.words,
        "company_id": None if detail.hidden else demand.company_id,
        "company": detail.company,
        "raised_by": detail.raised_by,
        "category": demand.category,
        "channel": demand.channel,
        "result": demand.result,
        "answer": demand.answer,
        "unit_id": demand.unit_id,
        "unit": str(demand.unit) if demand.unit else "",
        "raised_at": demand.raised_at,
        "restricted": demand.restricted,
        "hidden": detail.hidden,
        "word": demand.word,
        "satisfaction": demand.satisfaction,
        "dissent": demand.dissent,
        "next_on": demand.next_on,
        "clock": _clock(detail.total),
        "unit_clock": _clock(detail.unit_clock) if detail.unit_clock else None,
        "held": [{"unit": one.unit, "working_days": one.days} for one in detail.held],
        "steps": [
            {
                "step": step.step, "from": step.from_state, "to": step.to_state, "at": step.at,
                "by": step.actor_name, "unit_id": step.unit_id, "reason": step.reason, "note": step.note,
                "details": step.details,
            }
            for step in detail.timeline
        ],
        "pauses": [
            {"question": one.question, "answer": one.answer, "from_at": one.from_at, "to_at": one.to_at}
            for one in detail.pauses
        ],
        "promises": [
            {"id": one.pk, "what": one.what, "state": one.state, "due_on": one.due_on, "trigger": one.trigger}
            for one in detail.promises
        ],
        "next_steps": [step.name for step in detail.steps],
    }  # fmt: skip


def _clock(clock: queries.Clock) -> dict[str, Any]:
    return {
        "code": clock.code, "colour": clock.tone, "percent": clock.percent, "working_days": clock.days,
        "due_at": clock.due_at, "provisional": clock.provisional,
    }  # fmt: skip
