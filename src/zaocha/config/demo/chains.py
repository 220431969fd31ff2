"""Three chains of the demo town with leader, convener, anchor and plan, and the alliance of all its companies."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from zaocha.accounts import actors, calendars, links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person, Unit
from zaocha.chains import actions
from zaocha.companies.models import Company
from zaocha.config.demo import names
from zaocha.dealings.models import Dealing
from zaocha.kernel.calendar import WorkingCalendar
from zaocha.kernel.clock import SHANGHAI
from zaocha.promises import actions as promise_actions

# Chain → its leader's sign-in, brand of its party-building alliance, aim.
CHAINS = {
    "materials": ("shao", "纱线一心", "原料质量稳、交期准，小批量也有人接。"),
    "knitting": ("tang", "织造同行", "招工、技术、培训抱团，急单互相接得上。"),
    "machinery": ("pei", "机联万家", "缺的部件找得到，停的机器修得快。"),
}
BRAND, FULL = "青禾织伴", "青禾街道袜业链上联盟"
# Chain → lines of the plan: what, whom it is put to ("": the leader), days from now, category, what came of it.
PLANS: dict[str, list[tuple[str, str, int, str, str]]] = {
    "materials": [
        ("组织氨纶集中采购洽谈，请两家外地供货企业到场", "", 18, "07", ""),
        ("为染色企业上门讲解污水纳管新标准", "街道应急所", -40, "11", "已上门六家，逐家留下整改清单。"),
        ("办一期色纱调配技能培训", "", -75, "02", "两期共四十一人参加，企业反映打样返工少了。"),
    ],
    "knitting": [
        ("旺季前办一场缝头、定型工专场招聘", "", 12, "02", ""),
        ("牵头和职校谈订单班，年底前签下第一批", "", 30, "02", ""),
        ("集中受理企业路灯、夜班公交线路意见并答复", "街道城建办", 9, "12", ""),
        ("组织定型、印花企业开放闲余产能，接一批急单", "", -30, "07", "九家开放产能，接下急单三批。"),
        ("开一次中小企业贷款贴息政策讲解", "街道经发办", -62, "03", "讲解会已开，二十三家到场。"),
    ],
    "machinery": [
        ("寻找织针本地配套或代理，给出三家候选", "", 25, "05", ""),
        ("建立袜机维修值班电话，节假日不断", "", -20, "05", "值班表已发到群里，电话设在机联联盟。"),
        ("争取电控系统检测设备共享", "街道经发办", 40, "05", ""),
    ],
}  # fmt: skip


def tell(companies: list[Company], *, by: Actor, seed: int, until: datetime) -> None:
    """Note it down through the actions; the administrator appoints the leaders."""
    rng = Random(f"chains-{seed}")  # noqa: S311
    admin = actors.of_person(Person.objects.get(tenant=by.tenant, login="admin"))
    begin = until - timedelta(days=400)
    own: dict[str, list[Company]] = defaultdict(list)
    for company in companies:
        own[company.chain].append(company)
    for code, (login, _brand, _aim) in CHAINS.items():
        _lead(code, login, own[code], by=admin, rng=rng, at=begin)
        _plan(code, Person.objects.get(tenant=by.tenant, login=login), until=until)
    _stand(companies, by=by, at=until - timedelta(days=30))
    _bind(own, by=by, at=begin)
    _ask(own["knitting"][-1], until=until)


def _lead(code: str, login: str, companies: list[Company], *, by: Actor, rng: Random, at: datetime) -> None:
    """The convener changed once; the one before stays in the history."""
    leading = max(companies, key=lambda one: (one.employees or 0, -one.pk))
    person = Person.objects.get(tenant=by.tenant, login=login)
    first, later = at.date(), at.date() + timedelta(days=210)
    actions.begin_term(new=actions.NewTerm(code, "leader", first, person_id=person.pk), by=by, at=at)
    actions.begin_term(new=actions.NewTerm(code, "anchor", first, company_id=leading.pk), by=by, at=at)
    for day in (first, later):
        new = actions.NewTerm(
            code, "convener", day, company_id=leading.pk, name=names.person(rng), post="企业党组织负责人"
        )
        actions.begin_term(new=new, by=by, at=max(at, datetime.combine(day, time(10, 0), SHANGHAI)))


def _plan(code: str, person: Person, *, until: datetime) -> None:
    leader, calendar = actors.of_person(person), calendars.of(person.tenant)
    units = {one.short_name: one for one in Unit.objects.filter(tenant=person.tenant)}
    for what, unit, days, category, outcome in PLANS[code]:
        due = _workday(calendar, (until + timedelta(days=days)).date())
        at = datetime.combine(
            _workday(calendar, due - timedelta(days=35)) if outcome else _workday(calendar, until.date() - timedelta(days=5)),
            time(10, 0), SHANGHAI,
        )  # fmt: skip
        found = units[unit] if unit else None
        new = actions.NewLine(code, what, due, found.pk if found else None, category)
        line = actions.plan(new=new, by=leader, at=at)
        speaker = _of_unit(found) if found else leader
        assert line.promise_id is not None
        if found:
            promise_actions.confirm(promise_id=line.promise_id, by=speaker, at=at + timedelta(hours=4))
        if outcome:
            done = datetime.combine(due, time(15, 0), SHANGHAI)
            promise_actions.keep(promise_id=line.promise_id, evidence=outcome, by=speaker, at=done)


def _of_unit(unit: Unit) -> Actor:
    person = Person.objects.filter(memberships__unit=unit).order_by("pk").first()
    return actors.of_person(person) if person else actors.system(unit.tenant)


def _stand(companies: list[Company], *, by: Actor, at: datetime) -> None:
    """Where it stands follows from what it makes; of some nobody has said it yet."""
    makes = Dealing.objects.filter(tenant=by.tenant, role="makes", ended_at=None).select_related("good")
    tiers: dict[int, set[str]] = defaultdict(set)
    chains = {one.pk: one.chain for one in companies}
    for one in makes:
        if one.good.chain == chains.get(one.company_id):
            tiers[one.company_id].add(one.good.tier)
    for company in companies:
        if company.pk % 9 and tiers[company.pk]:
            position = sorted(tiers[company.pk])[0]
            day = at.date() - timedelta(days=company.pk * 3 % 330)
            same: dict[str, Any] = {"chain": company.chain, "company_id": company.pk, "position": position}
            actions.join(**same, on=day, by=by, at=at)


def _bind(own: dict[str, list[Company]], *, by: Actor, at: datetime) -> None:
    """All companies in one alliance across chains; per chain an alliance of party organisations."""
    day = at.date()
    new = actions.NewAlliance("cross", FULL, day, BRAND, "", "信息互通、产能互补、难题共解。")
    across = actions.found_alliance(new=new, by=by, at=at)
    everybody = [one.pk for companies in own.values() for one in companies]
    actions.add_company(alliance_id=across.pk, company_ids=everybody, on=day, by=by, at=at)
    label = {"materials": "原料链", "knitting": "织造链", "machinery": "机械链"}
    for code, (_login, brand, aim) in CHAINS.items():
        made = actions.NewAlliance("party", f"青禾{label[code]}党建联盟", day, brand, code, aim)
        party = actions.found_alliance(new=made, by=by, at=at)
        leading = sorted(own[code], key=lambda one: -(one.employees or 0))[:6]
        same: dict[str, Any] = {"alliance_id": party.pk, "on": day, "by": by, "at": at}
        actions.add_company(company_ids=[one.pk for one in leading], **same)
        for company in leading[:4]:
            actions.add_organisation(name=f"{company.short_name}党支部", company_id=company.pk, **same)
        actions.add_organisation(name="溪口社区党委", **same)


def _ask(company: Company, *, until: datetime) -> None:
    """One company has asked to change chains, and waits."""
    at = until - timedelta(days=1)
    link = links.issue(tenant=company.tenant, purpose="company", subject_id=company.pk, by="system", at=at)
    new = actions.NewRequest("join", "machinery", words="今年转做袜机配件，产品都在机械链上。")
    actions.ask(new=new, by=actors.of_company_link(link), at=at)


def _workday(calendar: WorkingCalendar, day: date) -> date:
    return day if calendar.is_workday(day) else calendar.add_workdays(day, 1)
