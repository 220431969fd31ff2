"""The unit's own steps: sign, work, ask to return it, ask for more time, take it to a joint meeting."""

from __future__ import annotations

from datetime import date, datetime

from zaocha.accounts.actors import Actor
from zaocha.demands import reasons
from zaocha.demands.actions.taking import taking
from zaocha.demands.actions.texts import clean, working_day
from zaocha.demands.models import Assignment, Demand
from zaocha.kernel.calendar import WorkingCalendar


def sign(*, demand_id: int, by: Actor, at: datetime, note: str = "") -> Demand:
    """The unit has it in its hands."""
    with taking("sign", demand_id=demand_id, by=by, at=at) as taken:
        taken.note = clean(note, field="note")
        lead = Assignment.objects.filter(demand=taken.demand, ended_at=None, is_lead=True)
        lead.update(signed_at=at)
    return taken.demand


def start(*, demand_id: int, by: Actor, at: datetime, note: str = "") -> Demand:
    """Work on it begins."""
    with taking("start", demand_id=demand_id, by=by, at=at) as taken:
        taken.note = clean(note, field="note")
    return taken.demand


def request_return(*, demand_id: int, reason: str, by: Actor, at: datetime, note: str = "") -> Demand:
    """The unit holds that it is not its matter; the desk or the supervisor decides."""
    code, text = reasons.coded("return", clean(reason, field="reason"))
    with taking("request_return", demand_id=demand_id, by=by, at=at, given={"reason": code}) as taken:
        taken.reason, taken.note = code, clean(note, field="note") or text
    return taken.demand


def request_extension(*, demand_id: int, reason: str, new_due_on: date, by: Actor, at: datetime) -> Demand:
    """Ask once, before the due day, for a later one."""
    reason = clean(reason, field="reason")
    given = {"reason": reason, "new_due_on": new_due_on}
    with taking("request_extension", demand_id=demand_id, by=by, at=at, given=given) as taken:
        day = working_day(new_due_on, field="new_due_on", calendar=taken.calendar, at=at)
        taken.note, taken.details = reason, {"new_due_on": day.isoformat()}
    return taken.demand


def grant_extension(*, demand_id: int, new_due_on: date, by: Actor, at: datetime, note: str = "") -> Demand:
    """Somebody else than who asked grants a later day; the company sees it."""
    given = {"new_due_on": new_due_on}
    with taking("grant_extension", demand_id=demand_id, by=by, at=at, given=given) as taken:
        day = working_day(new_due_on, field="new_due_on", calendar=taken.calendar, at=at)
        closing = _closing(day, taken.calendar)
        taken.note, taken.details = clean(note, field="note"), {"new_due_on": day.isoformat()}
        provisional = not taken.calendar.is_known(day)
        taken.set(due_at=closing, unit_due_at=closing, provisional=provisional)
        Assignment.objects.filter(demand=taken.demand, ended_at=None).update(due_at=closing)
    return taken.demand


def refuse_extension(*, demand_id: int, reason: str, by: Actor, at: datetime) -> Demand:
    """The due day stays."""
    reason = clean(reason, field="reason")
    with taking("refuse_extension", demand_id=demand_id, by=by, at=at, given={"reason": reason}) as taken:
        taken.note = reason
    return taken.demand


def escalate(*, demand_id: int, reason: str, by: Actor, at: datetime) -> Demand:
    """Take it to a joint meeting."""
    reason = clean(reason, field="reason")
    with taking("escalate", demand_id=demand_id, by=by, at=at, given={"reason": reason}) as taken:
        taken.note = reason
    return taken.demand


def _closing(day: date, calendar: WorkingCalendar) -> datetime:
    return datetime.combine(day, calendar.sessions[-1][1], tzinfo=calendar.tz)
