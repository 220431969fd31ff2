"""One step on a demand's way: right → table → write → step row → event, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.demands import access, events, lifecycle, refusals, terms
from zaocha.demands.deadlines import amber_from, moved_by_pauses
from zaocha.demands.models import Demand, Pause, Step
from zaocha.kernel import work
from zaocha.kernel.calendar import Due, WorkingCalendar
from zaocha.kernel.errors import NotAllowed, NotFound

HANDED_ON = frozenset({"assign", "ask", "reassign", "accept_return"})


@dataclass
class Taking:
    """A step that may be taken: what it changes is set here and written at the end."""

    demand: Demand
    rule: lifecycle.Step
    by: Actor
    at: datetime
    work: work.Work
    history: list[Step]
    note: str = ""
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)

    @property
    def calendar(self) -> WorkingCalendar:
        return calendars.of(self.by.tenant)

    @property
    def due(self) -> Due | None:
        """The total clock of the demand as a deadline."""
        return due_of(self.demand.due_at, self.calendar, provisional=self.demand.provisional)

    def set(self, **values: Any) -> None:
        """Change fields of the demand; only these are written. A new deadline brings its own warning."""
        if values.get("due_at") is not None:
            rules = terms.of(self.by.tenant)
            values["warn_at"] = amber_from(
                values["due_at"], self.demand.raised_at, self.calendar, rules=rules
            )
        for name, value in values.items():
            setattr(self.demand, name, value)
        self._changed.update(values)

    def write(self) -> None:
        """Write the demand, the step and the event."""
        demand, before = self.demand, self.demand.state
        if before in lifecycle.PAUSED and self.rule.to_state not in lifecycle.PAUSED:
            self._resume()
        self.set(state=str(self.rule.to_state), version=demand.version + 1)
        if self.rule.to_state in lifecycle.ENDS:
            self.set(closed_at=self.at, closed_as=self.rule.closes_as)
        demand.save(update_fields=sorted(self._changed))
        Step.objects.bulk_create(
            [
                Step(
                    demand=demand, step=self.rule.name, from_state=before, to_state=demand.state,
                    actor=self.by.mark, actor_name=self.by.name[:60], unit_id=demand.unit_id,
                    reason=self.reason[:40], note=self.note, details=self.details,
                    visible=self.rule.visible_to_company, at=self.at,
                )
            ]
        )  # fmt: skip
        ids = {"state": demand.state, "unit": demand.unit_id, **self.ids}
        self.work.record(
            events.OF_STEP[self.rule.name], subject=("demand", demand.pk), ids=ids,
            fields={"note": self.note, **self.details},
        )  # fmt: skip

    def _resume(self) -> None:
        """The company's clock and the unit's go on where they stood still."""
        demand = self.demand
        if demand.paused_since is None:
            return
        pause = (demand.paused_since, self.at)
        for name in ("due_at", "unit_due_at"):
            due = due_of(getattr(demand, name), self.calendar, provisional=demand.provisional)
            if due is not None:
                self.set(**{name: moved_by_pauses(due, [pause], self.calendar).at})
        self.set(paused_since=None)
        Pause.objects.filter(demand=demand, to_at=None).update(to_at=self.at)


@contextmanager
def taking(
    name: str,
    *,
    demand_id: int,
    by: Actor,
    at: datetime,
    given: Mapping[str, object] | None = None,
    result_type: str = "",
) -> Iterator[Taking]:
    """Open a step. 404 unless reachable, 403 unless the actor's to take, 409/422 as the table has it."""
    with work.begin(by=by, at=at) as w:
        demand = locked(demand_id=demand_id, by=by)
        history = list(Step.objects.filter(demand=demand).order_by("pk"))
        filled = [key for key, value in (given or {}).items() if value not in (None, "", [])]
        found = lifecycle.objections(
            lifecycle.Attempt(
                step=name,
                state=demand.state,
                roles=access.capacities(by, demand),
                actor=by.mark,
                given=filled,
                doers=doers(history),
                done={step.step for step in history},
                result=demand.result,
                is_late=demand.due_at is not None and demand.due_at < at,
            ),
            result_type=result_type,
        )
        if found:
            raise refusals.refusal(name, found)
        taken = Taking(demand, lifecycle.STEPS[name], by, at, w, history)
        yield taken
        taken.write()


def locked(*, demand_id: int, by: Actor) -> Demand:
    """The demand, held until the transaction ends; 404 for another tenant's, 403 for one out of sight."""
    rows = Demand.objects.select_related("company", "unit").select_for_update(of=("self",))
    demand = rows.filter(pk__in=access.reachable(by).filter(pk=demand_id).values("pk")).first()
    if demand is None:
        raise unseen(demand_id=demand_id, by=by)
    return demand


def unseen(*, demand_id: int, by: Actor) -> NotFound | NotAllowed:
    """Why somebody finds nothing: their own tenant's demand without the right (403), or nothing at all."""
    there = Demand.objects.filter(tenant_id=by.tenant_id, pk=demand_id).exists()
    return NotAllowed() if there else NotFound()


def doers(history: list[Step]) -> dict[str, set[str]]:
    """Step → who took it, since the demand was last handed on."""
    found: dict[str, set[str]] = {}
    for step in history:
        if step.step in HANDED_ON:
            found.clear()
        found.setdefault(step.step, set()).add(step.actor)
    return found


def since(history: list[Step], *names: str) -> list[Step]:
    """The steps after the last one of these names (all of them when there is none)."""
    found = list(history)
    for place, step in enumerate(history):
        if step.step in names:
            found = history[place + 1 :]
    return found


def due_of(at: datetime | None, calendar: WorkingCalendar, *, provisional: bool = False) -> Due | None:
    """A stored deadline as the calendar gives it."""
    if at is None:
        return None
    return Due(at=at, on=day_of(at, calendar), provisional=provisional)


def day_of(at: datetime, calendar: WorkingCalendar) -> date:
    """The calendar day of a moment where the office is."""
    return at.astimezone(calendar.tz).date()
