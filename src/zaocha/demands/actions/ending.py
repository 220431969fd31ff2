"""Ways out at any time, and the long list."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.demands import lifecycle
from zaocha.demands.actions import promising
from zaocha.demands.actions.taking import locked, taking
from zaocha.demands.actions.texts import clean, working_day
from zaocha.demands.models import Demand
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid, NotAllowed, NotFound


def track(*, demand_id: int, next_on: date, reason: str, by: Actor, at: datetime) -> Demand:
    """Put it on the long list with the day on which the company hears again; rolls on until done."""
    reason = clean(reason, field="reason")
    given = {"next_on": next_on, "reason": reason}
    with taking("track", demand_id=demand_id, by=by, at=at, given=given) as taken:
        day = working_day(next_on, field="next_on", calendar=taken.calendar, at=at)
        taken.note, taken.details = reason, {"next_on": day.isoformat()}
        taken.set(next_on=day)
    return taken.demand


def merge(*, demand_id: int, into_id: int, by: Actor, at: datetime, note: str = "") -> Demand:
    """The same matter is followed under another number; both keep their words."""
    with work.begin(by=by, at=at):
        try:
            other = locked(demand_id=into_id, by=by)
        except (NotFound, NotAllowed):
            raise Invalid(_("There is no such demand to merge into."), field="merged_into") from None
        if other.pk == demand_id or other.state in lifecycle.ENDS:
            raise Invalid(_("A demand is merged into another one that is still open."), field="merged_into")
        given = {"merged_into": into_id}
        with taking("merge", demand_id=demand_id, by=by, at=at, given=given) as taken:
            taken.note, taken.ids["into"] = clean(note, field="note"), into_id
            taken.details = {"merged_into": into_id}
            taken.set(merged_into=other)
            promising.ended(taken)
    return taken.demand


def withdraw(*, demand_id: int, reason: str, by: Actor, at: datetime) -> Demand:
    """The company takes it back; open promises to it are released, with this reason."""
    reason = clean(reason, field="reason")
    with taking("withdraw", demand_id=demand_id, by=by, at=at, given={"reason": reason}) as taken:
        taken.note = reason
        taken.set(result=str(lifecycle.ResultType.WITHDRAWN_BY_COMPANY))
        promising.withdrawn(taken, reason=reason)
    return taken.demand
