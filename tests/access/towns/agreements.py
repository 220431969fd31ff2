"""Rows of agreements, facilities, activities and wishes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from zaocha.accounts import actors, links
from zaocha.kernel import clock
from zaocha.kernel.clock import SHANGHAI


def fill(town: Any) -> None:
    """A hall with a booking of the company's, and a question to workers."""
    world = town.world
    _facility(town, world)
    _wishes(town, world)
    _agreement(town, world)
    _activity(town, world)


def _facility(town: Any, world: Any) -> None:
    from zaocha.agreements.actions import booking, facilities

    now = clock.now()
    new = facilities.NewFacility(name="邻里中心礼堂", opens=time(9), closes=time(21))
    hall = facilities.enter_facility(new=new, by=world.desk, at=now)
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="system", at=now
    )
    day = (now + timedelta(days=2)).date()
    starts = datetime.combine(day, time(18), SHANGHAI)
    asked = booking.NewBooking(hall.pk, starts, "年会彩排")
    made = booking.book(new=asked, by=actors.of_company_link(link), at=now)
    town.rows |= {"facility": hall.pk, "booking": made.pk}


def _wishes(town: Any, world: Any) -> None:
    from zaocha.agreements.actions import wishes

    now = clock.now()
    new = wishes.NewCollection(
        title="职工心声", question="您最需要什么？", choices=("员工餐便宜一点",), open_until=now.date()
    )
    asked = wishes.open_collection(new=new, by=world.desk, at=now)
    link = links.issue(tenant=world.tenant, purpose="wishes", subject_id=asked.pk, by="system", at=now)
    town.rows |= {"collection": asked.pk, "wish": asked.groups.get().pk, "wishes_link": links.token(link)}


def _agreement(town: Any, world: Any) -> None:
    from zaocha.agreements.actions import agreements, clauses
    from zaocha.agreements.models import Due

    now = clock.now()
    day = now.date()
    same: dict[str, Any] = {"by": world.desk, "at": now}
    new = agreements.NewAgreement(
        "共建协议", world.labour.pk, (world.company.pk,), day, day + timedelta(days=300)
    )
    made = agreements.draft(new=new, **same)
    for party in made.parties.all():
        asked = clauses.NewClause(party.pk, "每季度一场活动", "王主任", day + timedelta(days=20))
        clause = clauses.add_clause(agreement_id=made.pk, new=asked, **same)
    agreements.offer(agreement_id=made.pk, **same)
    agreements.sign(agreement_id=made.pk, signed_on=day, **same)
    town.rows |= {
        "agreement": made.pk,
        "clause": clause.pk,
        "due": Due.objects.filter(clause=clause).get().pk,
    }


def _activity(town: Any, world: Any) -> None:
    from zaocha.agreements.actions import activities, signups

    now = clock.now()
    starts = now + timedelta(days=4)
    new = activities.NewActivity(
        "夜校", "溪口社区", "邻里中心", starts, starts + timedelta(hours=2), starts, 10
    )
    made = activities.plan(new=new, by=world.desk, at=now)
    link = links.issue(tenant=world.tenant, purpose="activity", subject_id=made.pk, by="system", at=now)
    row = signups.sign_up(activity=made, new=signups.NewSignup(), by=actors.of_link(link), at=now)
    own = links.issue(tenant=world.tenant, purpose="signup", subject_id=row.pk, by="system", at=now)
    town.rows |= {"activity": made.pk, "signup": row.pk}
    town.rows |= {"activity_link": links.token(link), "signup_link": links.token(own)}


BODIES: dict[str, dict[str, Any]] = {
    "api:agreement-new": {
        "title": "共建协议", "unit_id": 1, "company_ids": [1], "starts_on": "2026-01-01", "ends_on": "2026-12-31",
    },
    "api:clause-new": {"party_id": 1, "what": "办活动", "owner": "王主任", "first_due_on": "2026-06-01"},
    "api:booking-new": {"starts_at": "2026-03-05T09:00:00+08:00", "purpose": "培训", "who": "居民"},
    "api:booking-cancel": {"reason": "停电"},
    "api:wish-pool": {"category": "13"},
}  # fmt: skip
