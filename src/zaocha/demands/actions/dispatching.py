"""What came in is taken or not, and goes into somebody's hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.demands import lifecycle, reasons, terms
from zaocha.demands.actions import promising
from zaocha.demands.actions.taking import Taking, locked, taking
from zaocha.demands.actions.texts import clean
from zaocha.demands.deadlines import step_due, unit_due
from zaocha.demands.models import Assignment, Demand
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid


def accept(*, demand_id: int, by: Actor, at: datetime, note: str = "") -> Demand:
    """Take it as a matter for this desk."""
    with taking("accept", demand_id=demand_id, by=by, at=at) as taken:
        taken.note = clean(note, field="note")
        taken.set(closed_at=None, closed_as="")
    return taken.demand


def reject(*, demand_id: int, reason: str, by: Actor, at: datetime, note: str = "") -> Demand:
    """Do not take it; `reason`: a code of `reasons` or free text."""
    code, text = reasons.coded("reject", clean(reason, field="reason"))
    with taking("reject", demand_id=demand_id, by=by, at=at, given={"reason": code}) as taken:
        taken.reason, taken.note = code, clean(note, field="note") or text
        promising.ended(taken, words=str(taken.note))
    return taken.demand


def assign(
    *, demand_id: int, unit_id: int, by: Actor, at: datetime, note: str = "", co_unit_ids: Sequence[int] = ()
) -> Demand:
    """Hand it to a unit of the sub-district (assign, reassign) or put it to a body outside (ask).

    What was not accepted yet is accepted on the way. The total clock goes on; only the unit's own begins.
    A body outside brings the desk's own promise to report back to the company by the total due day.
    """
    with work.begin(by=by, at=at):
        units = _units([unit_id, *co_unit_ids], by=by)
        unit = units[unit_id]
        demand = locked(demand_id=demand_id, by=by)
        if demand.unit_id == unit_id and demand.state in lifecycle.UNDER_WAY:
            raise Invalid(_("%(unit)s holds this demand already.") % {"unit": unit}, field="unit")
        if lifecycle.allowed(demand.state, "accept"):
            accept(demand_id=demand_id, by=by, at=at)
            demand.state = lifecycle.State.ACCEPTED
        name = _handing(demand.state, unit)
        given = {"unit": unit_id, "reason": note.strip()}
        with taking(name, demand_id=demand_id, by=by, at=at, given=given) as taken:
            taken.note = clean(note, field="note")
            co_units = [units[pk] for pk in dict.fromkeys(co_unit_ids) if pk != unit_id]
            _hand_over(taken, unit, co_units)
        if name == "ask":
            promising.report_back(taken)
    return taken.demand


def accept_return(*, demand_id: int, by: Actor, at: datetime, note: str = "") -> Demand:
    """Take it back from the unit, to be handed on anew."""
    with taking("accept_return", demand_id=demand_id, by=by, at=at) as taken:
        taken.note = clean(note, field="note")
        taken.ids["from_unit"] = taken.demand.unit_id
        end_assignments(taken)
        taken.set(unit=None, unit_since=None, unit_due_at=None)
    return taken.demand


def refuse_return(*, demand_id: int, reason: str, by: Actor, at: datetime) -> Demand:
    """The unit has to keep it."""
    reason = clean(reason, field="reason")
    with taking("refuse_return", demand_id=demand_id, by=by, at=at, given={"reason": reason}) as taken:
        taken.note = reason
    return taken.demand


def end_assignments(taken: Taking) -> None:
    """Whoever held it holds it no longer."""
    Assignment.objects.filter(demand=taken.demand, ended_at=None).update(ended_at=taken.at)


def _handing(state: str, unit: Unit) -> str:
    if unit.kind == Unit.Kind.OUTSIDE:
        return "ask"
    return "reassign" if lifecycle.allowed(state, "reassign") and state != "escalated" else "assign"


def _hand_over(taken: Taking, unit: Unit, co_units: Iterable[Unit]) -> None:
    demand, at, rules = taken.demand, taken.at, terms.of(taken.by.tenant)
    if taken.history:
        end_assignments(taken)
    due = None
    if taken.due is not None:
        due = unit_due(demand.preset, at, taken.calendar, total=taken.due, rules=rules)
    kind = "ask" if unit.kind == Unit.Kind.OUTSIDE else "assign"
    lead = Assignment(
        demand=demand, unit=unit, kind=kind, assigned_at=at, due_at=due.at if due else None,
        sign_by=step_due("sign", at, taken.calendar, rules=rules).at,
    )  # fmt: skip
    rows = [lead]
    for other in co_units:
        rows.append(
            Assignment(
                demand=demand, unit=other, kind="ask" if other.kind == Unit.Kind.OUTSIDE else "assign",
                is_lead=False, assigned_at=at, due_at=due.at if due else None,
            )
        )  # fmt: skip
    Assignment.objects.bulk_create(rows)
    taken.ids["co_units"] = [row.unit_id for row in rows[1:]]
    taken.details["unit_name"] = str(unit)
    taken.set(unit=unit, unit_since=at, unit_due_at=due.at if due else None)


def _units(wanted: Sequence[int], *, by: Actor) -> dict[int, Unit]:
    found = Unit.objects.filter(tenant_id=by.tenant_id, is_active=True).in_bulk(list(wanted))
    if set(wanted) - set(found):
        raise Invalid(_("There is no such unit."), remedy=_("Choose one of the list of units."), field="unit")
    return found
