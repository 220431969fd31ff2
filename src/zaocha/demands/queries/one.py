"""One demand with everything on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.demands import access, lifecycle
from zaocha.demands.actions.taking import doers, unseen
from zaocha.demands.models import Assignment, Demand, Pause, Step
from zaocha.demands.queries import clocks
from zaocha.promises.models import Promise

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Held:
    """How long a unit held the demand, in working days."""

    unit: str
    days: float


@dataclass(frozen=True)
class Detail:
    """A demand as its reader may see it. `steps`: allowed next ones; `timeline`: those taken, in order."""

    demand: Demand
    hidden: bool
    words: str
    company: str
    raised_by: str
    total: clocks.Clock
    unit_clock: clocks.Clock | None
    held: list[Held]
    timeline: list[Step]
    assignments: list[Assignment]
    pauses: list[Pause]
    promises: list[Promise]
    steps: list[lifecycle.Step]
    barred: list[lifecycle.Step]


def found(*, by: Actor, pk: int) -> Demand:
    """The demand, if the reader may see it; 404 for another tenant's, 403 for one out of sight."""
    rows = access.reachable(by).filter(pk=pk).select_related("company__officer", "unit")
    demand = next(iter(rows), None)
    if demand is None:
        raise unseen(demand_id=pk, by=by)
    return demand


def detail(*, by: Actor, pk: int, at: datetime) -> Detail:
    """Everything on a demand's page: five statements, one more for a merged demand."""
    demand = found(by=by, pk=pk)
    steps = _in_order(Step.objects.filter(demand_id=pk).select_related("unit"))
    pauses = _in_order(Pause.objects.filter(demand_id=pk))
    assignments = _in_order(Assignment.objects.filter(demand_id=pk).select_related("unit"))
    promises = Promise.objects.filter(tenant_id=by.tenant_id, origin_kind="demand", origin_id=demand.pk)
    hidden = access.masked(by, demand)
    names = _names(demand)
    calendar = calendars.of(by.tenant)
    times = clocks.Times(
        demand.state, demand.raised_at, demand.due_at, demand.paused_since, demand.provisional
    )
    allowed, barred = next_steps(demand, steps, by=by, at=at)
    return Detail(
        demand=demand,
        hidden=hidden,
        words=access.without_names(demand.words, *names) if hidden else demand.words,
        company="" if hidden or demand.company is None else demand.company.name,
        raised_by="" if hidden else demand.raised_by,
        total=clocks.clock(times, at=at, calendar=calendar),
        unit_clock=clocks.unit_clock(_unit_times(demand), at=at, calendar=calendar),
        held=_held(steps, pauses, at=demand.closed_at or at, by=by),
        timeline=timeline(steps, names=names if hidden else ()),
        assignments=assignments,
        pauses=pauses,
        promises=[] if hidden else _in_order(promises.select_related("unit", "person")),
        steps=allowed,
        barred=barred,
    )


def _in_order(rows: QuerySet[Row]) -> list[Row]:
    """A few rows, the oldest first; sorted here, because an ORDER BY costs more to build than to do."""
    return sorted(rows, key=lambda row: row.pk)


def next_steps(
    demand: Demand, steps: Sequence[Step], *, by: Actor, at: datetime
) -> tuple[list[lifecycle.Step], list[lifecycle.Step]]:
    """The steps that this reader may take now, and those that only the two-person rule bars."""
    roles = access.capacities(by, demand)
    allowed: list[lifecycle.Step] = []
    barred: list[lifecycle.Step] = []
    for step in lifecycle.next_steps(demand.state, roles):
        attempt = lifecycle.Attempt(
            step=step.name, state=demand.state, roles=roles, actor=by.mark, given=step.needs,
            doers=doers(list(steps)), done={one.step for one in steps}, result=demand.result,
            is_late=demand.due_at is not None and demand.due_at < at,
        )  # fmt: skip
        codes = {one.code for one in lifecycle.objections(attempt)} - {"missing", "no_reply_type"}
        if not codes:
            allowed.append(step)
        elif codes == {"same_person"}:
            barred.append(step)
    return allowed, barred


def timeline(steps: Sequence[Step], *, names: Sequence[str] = ()) -> list[Step]:
    """The steps in order; with `names` given, these are blotted out of the notes (nothing is saved)."""
    for step in steps if names else ():
        step.note = access.without_names(step.note, *names)
        step.actor_name = access.without_names(step.actor_name, *names)
        if step.step in {"company_answers", "company_says_solved", "company_says_not", "withdraw", "reopen"}:
            step.actor_name = "" if step.actor.startswith("link:") else step.actor_name
        step.details = {
            key: access.without_names(value, *names) if isinstance(value, str) else value
            for key, value in step.details.items()
            if step.step != "correct"
        }
    return list(steps)


def _names(demand: Demand) -> tuple[str, ...]:
    company = (demand.company.name, demand.company.short_name) if demand.company else ()
    return (*company, demand.raised_by)


def _unit_times(demand: Demand) -> clocks.Times | None:
    if demand.unit_since is None:
        return None
    return clocks.Times(
        demand.state, demand.unit_since, demand.unit_due_at, demand.paused_since, demand.provisional
    )


def _held(steps: Sequence[Step], pauses: Sequence[Pause], *, at: datetime, by: Actor) -> list[Held]:
    calendar = calendars.of(by.tenant)
    waits = [(pause.from_at, pause.to_at or at) for pause in pauses]
    names: dict[int, Unit] = {step.unit_id: step.unit for step in steps if step.unit_id and step.unit}
    times = clocks.holding_times(steps, at=at, calendar=calendar, pauses=waits)
    return [Held(str(names[unit]), clocks.working_days(time, calendar)) for unit, time in times.items()]
