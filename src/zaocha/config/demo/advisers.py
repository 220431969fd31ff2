"""The demo town's corps of advisers: who they are, what companies asked of them, and lessons on clean dealings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.advisers import access, actions
from zaocha.advisers.models import Adviser
from zaocha.companies.models import Company
from zaocha.config.demo.way import Cast
from zaocha.integrity import actions as integrity
from zaocha.kernel.clock import SHANGHAI

CORPS = [
    (
        "industry",
        "安思远",
        "an",
        "云溪市针织技术服务中心",
        ("machines", "quality"),
        ("knitting",),
        ("zh", "local"),
        16,
    ),
    ("industry", "苗以宁", "", "云溪职业技术学院", ("markets", "design"), (), ("zh", "en"), 10),
    ("finance", "卓清扬", "", "云溪农商银行公司部", ("loans", "pledges"), (), ("zh", "local"), 12),
    ("finance", "阮知微", "", "信保云溪办事处", ("credit_insurance",), (), ("zh", "en"), 8),
    ("legal", "闻仲平", "", "泊舟律师事务所", ("contracts", "labour"), (), ("zh",), 8),
    ("legal", "聂怀瑜", "", "泊舟律师事务所", ("property",), (), ("zh", "en", "es"), 6),
    ("integrity", "庄慎之", "", "街道纪工委（已退休）", ("clean", "tenders"), (), ("zh", "local"), 6),
]
ASKED = [
    ("industry", "machines", "外贸订单比去年少了三成，袜机又到了该换的年头，想听听智能袜机贷合不合适"),
    ("finance", "loans", "想用设备贷款换二十台机器，贴息怎么算"),
    ("legal", "contracts", "客户拖了四个月货款，合同里没写违约金"),
    ("industry", "markets", "想做日本市场，认证和验厂要准备什么"),
    ("legal", "labour", "淡季想和工人商量调休，怎么写才合规"),
    ("integrity", "clean", "逢年过节和办事的部门来往，什么能做什么不能做"),
]
NOTES = "看了车间和台账，机龄和订单结构都记下了；建议分两批更新，先把材料备齐再谈贷款。贷款的额度和利率以银行答复为准。"


def tell(companies: list[Company], *, cast: Cast, until: datetime) -> None:
    """Seven advisers, a dozen requests at every point, three lessons."""
    start = until - timedelta(days=300)
    term: dict[str, Any] = {"starts_on": date(until.year, 1, 1), "ends_on": date(until.year + 1, 1, 1)}
    corps = [
        actions.appoint(
            new=actions.NewAdviser(
                kind=kind, name=name, login=login, employer=employer, fields=fields, chains=chains, languages=spoken,
                hours=hours, phone=f"0575-8712 04{number:02d}", **term,
            ),
            by=cast.desk, at=start,
        )
        for number, (kind, name, login, employer, fields, chains, spoken, hours) in enumerate(CORPS)
    ]  # fmt: skip
    acting = {one.pk: _acting(one, cast) for one in corps}
    local = [one for one in companies if one.is_local and one.chain == "knitting"]
    rival = actions.NewConflict(corps[0].pk, "competitor", company_id=local[0].pk)
    actions.declare(new=rival, by=acting[corps[0].pk], at=start)
    day = cast.calendar.add_workdays(until.date(), -24)
    for number, (kind, subject, words) in enumerate(ASKED * 2):
        at = datetime.combine(
            cast.calendar.add_workdays(day, number * 2 if number < 11 else 22), time(9, 30), SHANGHAI
        )
        company = local[3 + number]
        page = _page(company, cast, at)
        asked = actions.NewAdvice(
            company.pk, kind, words, field=subject, shown_to=("desk",) if number % 3 == 0 else ()
        )
        found = actions.ask(new=asked, by=page, at=at)
        if found.adviser_id is not None and number < 10:
            _go(found.pk, by=acting[found.adviser_id], page=page, at=at, last=number == 9, cast=cast)
    proposal = actions.NewAdvice(local[1].pk, "finance", "听说您要换设备，金融顾问可以上门算一算贴息")
    actions.ask(new=proposal, by=cast.desk, at=until - timedelta(hours=3))
    _lessons(cast, until)


def _go(pk: int, *, by: Actor, page: Actor, at: datetime, last: bool, cast: Cast) -> None:
    """Accepted within two hours, visited the next day, confirmed; the last is not confirmed yet."""
    actions.accept(advice_id=pk, by=by, at=at + timedelta(hours=2))
    went = datetime.combine(cast.calendar.add_workdays(at.date(), 1), time(15), SHANGHAI)
    later = cast.calendar.add_workdays(went.date(), 9)
    told = actions.NewVisit(
        on=went.date(), hours=Decimal("1.5"), notes=NOTES, place="企业会议室",
        follow_ups=[actions.FollowUp("把材料清单和联系人发给企业", later)],
    )  # fmt: skip
    actions.visit(advice_id=pk, new=told, by=by, at=went)
    if not last:
        actions.confirm(
            advice_id=pk, by=page, at=went + timedelta(hours=2), rating=5 - pk % 2, words="讲得清楚"
        )


def _acting(adviser: Adviser, cast: Cast) -> Actor:
    if adviser.person_id:
        return actors.of_person(Person.objects.get(pk=adviser.person_id))
    link = links.issue(
        tenant=cast.desk.tenant,
        purpose="adviser",
        subject_id=adviser.pk,
        by=cast.desk.mark,
        at=adviser.appointed_at,
    )
    return access.of_adviser_link(link, adviser)


def _page(company: Company, cast: Cast, at: datetime) -> Actor:
    link = links.issue(
        tenant=cast.desk.tenant, purpose="company", subject_id=company.pk, by=cast.desk.mark, at=at
    )
    return actors.of_company_link(link)


def _lessons(cast: Cast, until: datetime) -> None:
    integrity.name_office(
        name="青禾街道纪工委", phone="0575-8712 0388", address="清河路1号三楼", by=cast.desk, at=until
    )
    for weeks, title, about in (
        (-6, "礼尚往来有分寸", "和办事部门打交道，什么可以、什么不可以；案例讲解。"),
        (2, "采购与招投标怎样做得干净", "围标串标的红线，合同留痕，供应商准入。"),
    ):
        day = cast.calendar.add_workdays((until + timedelta(weeks=weeks)).date(), 1)
        starts_at = datetime.combine(day, time(14, 30), SHANGHAI)
        new = integrity.NewLesson(
            title=title, about=about, teacher="庄慎之", place="溪口邻里中心礼堂", starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
        )  # fmt: skip
        made = integrity.enter_lesson(new=new, by=cast.desk, at=min(until, starts_at) - timedelta(days=10))
        if weeks < 0:
            integrity.count_lesson(lesson_id=made.pk, came=31, by=cast.desk, at=until)
