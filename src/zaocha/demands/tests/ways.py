"""Short ways to a demand in some state, for the tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from zaocha.demands import actions
from zaocha.kernel.clock import SHANGHAI


def on(day: int, hour: int = 9, minute: int = 0, month: int = 3) -> datetime:
    """A moment in March 2026 (the 2nd is a Monday)."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def raised(world, words: str = "厂门口的路什么时候修好？", *, at: datetime | None = None, **more):
    more.setdefault("company_id", world.company.pk)
    new = actions.NewDemand(words=words, channel="phone", **more)
    return actions.raise_demand(new=new, by=world.desk, at=at or world.at)


def assigned(world, unit=None, **more):
    demand = raised(world, **more)
    unit = unit or world.roads
    return actions.assign(demand_id=demand.pk, unit_id=unit.pk, by=world.desk, at=world.at)


def working(world, **more):
    demand = assigned(world, **more)
    actions.sign(demand_id=demand.pk, by=world.handler, at=world.at)
    return actions.start(demand_id=demand.pk, by=world.handler, at=world.at)


def replied(world, result: str = "solved", *, by=None, at: datetime | None = None, **more):
    demand = working(world)
    at = at or world.at + timedelta(hours=1)
    by = by or world.handler
    return actions.reply(demand_id=demand.pk, result=result, answer="本周内修好。", by=by, at=at, **more)
