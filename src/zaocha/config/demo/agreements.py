"""What the demo town's community and companies share: agreements, halls, activities, and what workers need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.agreements.actions import booking, facilities
from zaocha.agreements.models import Facility
from zaocha.companies.models import Company
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid

HALLS = [
    facilities.NewFacility(
        name="溪口邻里中心礼堂", place="清河路88号一楼", community="溪口社区", contact="社区 严师傅 0575-8712 0360", persons=180,
        opens=time(9), closes=time(21), slot_minutes=60, most_slots=4,
        rules="自带物资请当天清走；音响由社区工作人员打开；晚九点前离场。",
    ),
    facilities.NewFacility(
        name="竹里社区篮球场", place="竹里大道12号", community="竹里社区", contact="社区 邵姐 0575-8712 0361", persons=40, at_once=2,
        opens=time(8), closes=time(22), slot_minutes=60, most_slots=2, per_week=3, rules="请穿运动鞋；雨天不开放。",
    ),
    facilities.NewFacility(
        name="南桥职工书吧", place="南桥街20号二楼", community="南桥社区", contact="社区 岑姐 0575-8712 0362", persons=36,
        opens=time(9), closes=time(18), slot_minutes=90, most_slots=2, who="agreement", days="12345",
        rules="签订共建协议的企业可预约整间用于培训、读书会。",
    ),
]  # fmt: skip
PURPOSES = [
    "年会彩排",
    "新员工培训",
    "车间羽毛球友谊赛",
    "安全生产讲座",
    "产品发布排练",
    "党员读书会",
    "青工篮球赛",
    "反诈宣讲",
]


@dataclass(frozen=True)
class Town:
    """Who acts, and with whom."""

    companies: list[Company]
    by: Actor
    rng: Random
    until: datetime

    def page_of(self, company: Company, at: datetime) -> Actor:
        """The company, by its own link."""
        link = links.issue(
            tenant=company.tenant, purpose="company", subject_id=company.pk, by=self.by.mark, at=at
        )
        return actors.of_company_link(link)


def tell(companies: list[Company], *, by: Actor, seed: int, until: datetime) -> None:
    """Tell it all over the last months."""
    town = Town(
        [one for one in companies if one.is_local], by, Random(f"agreements-{seed}"), until  # noqa: S311
    )  # fmt: skip
    _book(town)


def _book(town: Town) -> None:
    """Weeks of bookings around today, by the companies themselves."""
    since = town.until - timedelta(days=120)
    for hall in HALLS:
        found = facilities.enter_facility(new=hall, by=town.by, at=since)
        for _number in range(14):
            _booked(town, found, days=town.rng.randint(-45, 12))
    for found in Facility.objects.filter(tenant=town.by.tenant, who="all").order_by("pk"):
        day = (town.until + timedelta(days=13)).date()
        facilities.close_days(
            facility_id=found.pk, from_on=day, to_on=day, reason="线路检修", by=town.by, at=town.until
        )


def _booked(town: Town, found: Facility, *, days: int) -> None:
    day = (town.until + timedelta(days=days)).date()
    hour = found.opens.hour + town.rng.choice([0, 3, 6])
    starts = datetime.combine(day, time(hour), SHANGHAI)
    company = town.rng.choice(town.companies)
    at = min(starts - timedelta(days=3), town.until - timedelta(hours=1))
    if str(day.weekday()) not in found.days:
        return
    new = booking.NewBooking(found.pk, starts, town.rng.choice(PURPOSES), count=town.rng.choice([1, 2]))
    try:
        made = booking.book(new=new, by=town.page_of(company, at), at=at)
    except (Conflict, Invalid):  # taken, or one booking too many: as it happens
        return
    if made.ends_at < town.until and town.rng.random() < 0.8:
        after = min(made.ends_at + timedelta(hours=15), town.until)
        booking.say_used(booking_id=made.pk, used=True, by=town.page_of(company, after), at=after)
