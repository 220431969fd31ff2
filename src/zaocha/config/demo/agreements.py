"""What the demo town's community and companies share: agreements, halls, activities, and what workers need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.agreements.actions import booking, facilities, wishes
from zaocha.agreements.models import Facility, WishGroup
from zaocha.companies.models import Company
from zaocha.config.demo.way import Cast
from zaocha.demands import actions as demand_actions
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


def tell(companies: list[Company], *, cast: Cast, seed: int, until: datetime) -> None:
    """Tell it all over the last months."""
    rng = Random(f"agreements-{seed}")  # noqa: S311
    town = Town([one for one in companies if one.is_local], cast.desk, rng, until)
    _book(town)
    _wish(town, cast)


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


QUESTION = wishes.NewCollection(
    title="职工心声征集", question="下班以后，您最需要社区帮什么忙？", community="溪口社区", open_until=date(2099, 1, 1),
    choices=("员工餐再便宜一点", "多几个能坐下歇歇的地方", "周末有场地打球", "暑假孩子有人带"),
)  # fmt: skip
TAPS = (46, 38, 17, 23)
SAID = [
    ("食堂太贵了，能不能实惠点", 0), ("午饭便宜点就好了", 0), ("想有个休息的地方", 1), ("缺一个歇脚的点", 1), ("夜班车晚上十点就没了", None),
    ("下夜班没有公交车", None), ("宿舍洗澡热水不够", None), ("想学电脑，最好夜校", None), ("孩子暑假没人带", 3), ("附近建个篮球场", 2),
]  # fmt: skip
ANSWERS = {
    0: "与三家配餐企业谈定：下月起职工凭工牌用餐，两荤两素12元一份，邻里中心食堂同价。",
    1: "清河路、织造二路口各加两组带棚座椅，南桥职工书吧延长开放到晚八点。",
}  # fmt: skip


def _wish(town: Town, cast: Cast) -> None:
    """A question of two months ago: the two most wanted went into the pool and were answered."""
    since = town.until - timedelta(days=60)
    new = replace(QUESTION, open_until=(town.until + timedelta(days=60)).date())
    asked = wishes.open_collection(new=new, by=town.by, at=since)
    link = links.issue(
        tenant=town.by.tenant, purpose="wishes", subject_id=asked.pk, by=town.by.mark, at=since
    )
    by, groups = actors.of_link(link), list(asked.groups.order_by("pk"))
    same: dict[str, Any] = {"collection": asked, "by": by}
    for group, taps in zip(groups, TAPS, strict=True):
        for tap in range(taps):
            at = since + timedelta(minutes=town.rng.randint(60, 25000))
            wishes.me_too(group_id=group.pk, browser=f"demo-{group.pk}-{tap}", at=at, **same)
    for number, (words, _group) in enumerate(SAID):
        wishes.say(words=words, browser=f"demo-{number}", at=since + timedelta(days=3, hours=number), **same)
    for group in asked.groups.filter(shown_at=None).order_by("pk")[:2]:
        wishes.show(group_id=group.pk, label=group.label, by=town.by, at=since + timedelta(days=5))
    for place, answer in ANSWERS.items():
        _answered(groups[place], answer, cast=cast, at=since + timedelta(days=20 + place))
        for tap in range(7):
            wishes.settled(
                group_id=groups[place].pk, yes=tap < 6, browser=f"demo-{groups[place].pk}-{tap}",
                at=since + timedelta(days=40, hours=tap), **same,
            )  # fmt: skip


def _answered(group: WishGroup, answer: str, *, cast: Cast, at: datetime) -> None:
    """By the way of every demand: accepted, assigned, answered by the unit."""
    found = wishes.pool(group_id=group.pk, category="13", by=cast.desk, at=at)
    assert found.demand_id is not None
    unit = cast.leads["13"]
    demand_actions.accept(demand_id=found.demand_id, by=cast.desk, at=at + timedelta(hours=1))
    demand_actions.assign(demand_id=found.demand_id, unit_id=unit, by=cast.desk, at=at + timedelta(hours=2))
    demand_actions.reply(
        demand_id=found.demand_id,
        result="solved",
        answer=answer,
        by=cast.units[unit],
        at=at + timedelta(days=4),
    )
