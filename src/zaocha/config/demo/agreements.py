"""What the demo town's community and companies share: agreements, halls, activities, and what workers need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.agreements.actions import activities, agreements, booking, clauses, facilities, signups, wishes
from zaocha.agreements.models import Activity, Agreement, Due, Facility, WishGroup
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
    _agree(town)
    _book(town)
    _gather(town)
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


OURS = [
    ("每季度在邻里中心办一场面向职工的文体活动", "社区 严主任", 3), ("每月一次上门收集职工需求，十个工作日内答复", "社区 岑怀瑾", 1),
    ("暑期托管班为协议企业职工预留二十个名额", "社区 邵云舒", 0),
]  # fmt: skip
THEIRS = [
    ("周末向居民开放厂区篮球场和阅览室", "{boss}", 3), ("每年为社区老人送袜子两百双", "{boss}", 12),
    ("接纳社区推荐的待业居民参加技能培训", "人事 祝书言", 6),
]  # fmt: skip
DONE = ["已办，现场来了不少人，照片在社区公告栏", "已按约完成，名单由社区留存", "已开放，登记簿在门卫处"]


def _agree(town: Town) -> None:
    """Five agreements: one to be renewed soon, one ended early, one that lies with its company, one a draft."""
    unit = Unit.objects.get(tenant=town.by.tenant, short_name="社区")
    firms = [one for one in town.companies if one.community == "溪口社区"][:5] or town.companies[:5]
    for number, (firm, days) in enumerate(zip(firms, (330, 200, 150, 0, 0), strict=True)):
        at = town.until - timedelta(days=days, hours=number)
        boss = f"总经理 {firm.name[3:4]}总"
        made = _draft(town, unit, firm, boss=boss, at=at)
        if number == 4:
            continue
        agreements.offer(agreement_id=made.pk, by=town.by, at=at)
        if number == 3:
            continue
        agreements.answer(agreement_id=made.pk, agrees=True, words="", by=town.page_of(firm, at), at=at)
        agreements.sign(agreement_id=made.pk, signed_on=at.date(), by=town.by, at=at)
        _keep(town, made, firm)
        if number == 2:
            reason = "企业厂房搬迁到外镇，双方商定终止。"
            at = town.until - timedelta(days=20)
            agreements.end(agreement_id=made.pk, reason=reason, by=town.by, at=at)


def _draft(town: Town, unit: Unit, firm: Company, *, boss: str, at: datetime) -> Agreement:
    day = at.date()
    new = agreements.NewAgreement(
        title=f"溪口社区与{firm.short_name}社企共建协议", unit_id=unit.pk, company_ids=(firm.pk,), starts_on=day,
        ends_on=day + timedelta(days=364), spokesman="严主任",
        purpose="共享场地、共办活动、共解职工急难愁盼，社区与企业互为邻里。",
    )  # fmt: skip
    made = agreements.draft(new=new, by=town.by, at=at)
    community, company = made.parties.order_by("pk")
    for party, rows in ((community, OURS), (company, THEIRS)):
        for place, (what, owner, months) in enumerate(rows):
            first = day + timedelta(days=25 + 20 * place)
            asked = clauses.NewClause(party.pk, what, owner.format(boss=boss), first, months)
            clauses.add_clause(agreement_id=made.pk, new=asked, by=town.by, at=at)
    return made


def _keep(town: Town, made: Agreement, firm: Company) -> None:
    """What fell due was done by one side and confirmed by the other, most of it; a few wait for a word."""
    since = town.until - timedelta(days=3)
    for due in Due.objects.filter(clause__agreement=made, on__lt=since.date()).select_related(
        "clause__party"
    ):
        at = min(datetime.combine(due.on, time(15), SHANGHAI), since)
        page = town.page_of(firm, at)
        ours = due.clause.party.company_id is None
        giver, other = (town.by, page) if ours else (page, town.by)
        fate = town.rng.random()
        if fate > 0.94:
            continue
        clauses.say_done(due_id=due.pk, words=town.rng.choice(DONE), by=giver, at=at)
        if fate < 0.86:
            clauses.confirm_done(due_id=due.pk, by=other, at=at + timedelta(hours=5))


EVENINGS = [
    ("青年夜校：短视频拍摄", "邻里中心二楼", 20, -40, 19), ("企业篮球友谊赛", "竹里社区篮球场", 48, -26, 44),
    ("反诈与劳动法讲座", "溪口邻里中心礼堂", 120, -12, 87), ("青年夜校：外贸英语", "邻里中心二楼", 24, 6, 0),
    ("重阳邻里长桌宴", "溪口邻里中心礼堂", 80, -30, 0), ("亲子袜艺手工课", "南桥职工书吧", 12, 9, 0),
]  # fmt: skip


def _gather(town: Town) -> None:
    """Activities before and after today; one was cancelled, one is full with a waiting list."""
    for number, (title, place, seats, days, came) in enumerate(EVENINGS):
        starts = (town.until + timedelta(days=days)).replace(hour=18, minute=30, second=0, microsecond=0)
        at = min(starts - timedelta(days=14), town.until - timedelta(days=3))
        new = activities.NewActivity(
            title=title, organiser="溪口社区", place=place, starts_at=starts, ends_at=starts + timedelta(hours=2),
            until=starts - timedelta(hours=6), seats=seats, asks_name="may", asks_phone="may",
            words="面向企业职工和居民，免费参加，名额有限。",
        )  # fmt: skip
        made = activities.plan(new=new, by=town.by, at=at)
        if number == 4:
            reason = "场地临时检修，另行通知。"
            activities.cancel(activity_id=made.pk, reason=reason, by=town.by, at=at + timedelta(days=2))
            continue
        _join(town, made, at=at)
        if came:
            after = starts + timedelta(hours=3)
            activities.count(activity_id=made.pk, attended=came, by=town.by, at=after)
            signups.forget(activity_id=made.pk, at=town.until)


def _join(town: Town, made: Activity, *, at: datetime) -> None:
    """Workers by the code, two companies by their pages; the small course is over-full and one withdraws."""
    link = links.issue(tenant=town.by.tenant, purpose="activity", subject_id=made.pk, by=town.by.mark, at=at)
    by, rows = actors.of_link(link), []
    for number in range(min(made.seats, 15) + 3):
        given = signups.NewSignup(
            persons=town.rng.choice([1, 1, 2]), name=f"职工{number + 1}", phone=f"1380000{number:04d}"
        )
        rows.append(signups.sign_up(activity=made, new=given, by=by, at=at + timedelta(hours=number)))
    if made.seats > 40:
        for company in town.rng.sample(town.companies, 2):
            page = town.page_of(company, at)
            signups.sign_up(
                activity=made, new=signups.NewSignup(persons=6), by=page, at=at + timedelta(days=1)
            )
    if made.seats < 20:
        signups.withdraw(signup_id=rows[0].pk, by=town.by, at=at + timedelta(days=2))
