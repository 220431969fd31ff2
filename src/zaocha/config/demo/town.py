"""Makes the demo town: tenant, units, people, companies, and two years of morning teas."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings

from zaocha.accounts import actions as account_actions
from zaocha.accounts import actors, calendars
from zaocha.accounts.models import Person, Tenant
from zaocha.accounts.roles import LABELS
from zaocha.companies import actions as company_actions
from zaocha.companies.credit_codes import make
from zaocha.companies.models import Company
from zaocha.config.demo import (
    advisers,
    agreements,
    chains,
    facts,
    money,
    names,
    offers,
    policies,
    results,
    speech,
    supply,
    tables,
    talent,
    titles,
    way,
)
from zaocha.demands import actions as demand_actions
from zaocha.kernel.clock import SHANGHAI
from zaocha.lang.classify import seed_sentences
from zaocha.promises import actions as promise_actions
from zaocha.promises.models import Promise

SLUG = "qinghe-demo"
LOCAL, ELSEWHERE = 160, 40  # companies of the community, and members of the alliance elsewhere
SignIns = list[tuple[str, str, str]]


def ensure(*, seed: int, at: datetime, say: Callable[[str], object]) -> SignIns:
    """Make the town unless it is there; the sign-ins as (login, password, role)."""
    sign_ins = [(login, names.PASSWORD, str(LABELS[role])) for login, _n, _p, role, _u, _c in names.PEOPLE]
    shown = [{"login": login, "password": password, "role": row[3], "name": row[1]}
             for (login, password, _role), row in zip(sign_ins, names.PEOPLE, strict=True)]  # fmt: skip
    (settings.DATA_FOLDER / "demo.json").write_text(json.dumps(shown, ensure_ascii=False))
    if Tenant.objects.filter(slug=SLUG).exists():
        return sign_ins
    say("Making the demo town (160 + 40 companies, two years of morning teas) …")
    rng = Random(seed)  # noqa: S311
    start = at - timedelta(days=730)
    tenant = account_actions.create_tenant(
        slug=SLUG, name=names.TOWN, at=start, officer="沈知夏", phone="0575-8712 0318"
    )
    tenant.set_up_at = start
    tenant.save(update_fields=["set_up_at"])
    cast = _cast(tenant, at=start)
    everyone = _companies(cast.machine, rng=rng, at=start)
    facts.tell(everyone, by=cast.desk, seed=seed, until=at)
    policies.adopt(everyone, by=cast.desk, until=at)
    companies = results.served(everyone)
    _live(cast, companies, rng=rng, start=start, until=at, say=say)
    supply.tell(companies, by=cast.desk, seed=seed, until=at)
    chains.tell(everyone, by=cast.desk, seed=seed, until=at)
    money.tell(companies, by=cast.desk, until=at)
    agreements.tell(companies, cast=cast, seed=seed, until=at)
    titles.tell(companies, by=cast.desk, seed=seed, until=at)
    advisers.tell(companies, cast=cast, until=at)
    talent.tell(companies, by=cast.desk, seed=seed, until=at)
    results.tell(companies, cast=cast, seed=seed, until=at)  # last: it counts what the others brought
    return sign_ins


def _cast(tenant: Tenant, *, at: datetime) -> way.Cast:
    machine = actors.system(tenant)
    units = {
        short: account_actions.create_unit(name=name, short_name=short, kind=kind, by=machine, at=at)
        for name, short, kind in names.UNITS
    }
    people: dict[str, Person] = {}
    for number, (login, name, post, role, unit, chain) in enumerate(names.PEOPLE):
        new = account_actions.NewPerson(
            login=login, name=name, post=post, password=names.PASSWORD, phone=f"0575-8712 03{number + 18}"
        )
        people[login] = account_actions.create_person(new=new, by=machine, at=at)
        account_actions.give_role(
            person=people[login], role=role, unit=units.get(unit), chain=chain, by=machine, at=at
        )
    acting = {login: actors.of_person(person) for login, person in people.items()}
    answering = {
        unit.pk: next((one for one in acting.values() if unit.pk in one.unit_ids), machine)
        for unit in units.values()
    }
    return way.Cast(
        desk=acting["shen"], colleague=acting["lu"], supervisor=acting["du"], machine=machine,
        leads={category: units[short].pk for category, short in names.LEADS.items()},
        units=answering,
        calendar=calendars.of(tenant),
    )  # fmt: skip


def _companies(machine: actors.Actor, *, rng: Random, at: datetime) -> list[Company]:
    officers = list(Person.objects.filter(tenant=machine.tenant, memberships__role="contact_officer"))
    made: list[Company] = []
    for chain, count in (("materials", 50), ("knitting", 110), ("machinery", 40)):
        for full, short in names.company_names(rng, chain, count):
            number = len(made)
            local = number % 5 != 4  # every fifth is a member elsewhere: 160 and 40
            new = company_actions.NewCompany(
                name=full, short_name=short, credit_code=make("339981", number), chain=chain,
                industry=names.INDUSTRIES[chain], employees=rng.choice([8, 16, 25, 42, 60, 95, 140, 260, 420]),
                community=rng.choice(names.COMMUNITIES) if local else "", is_local=local,
                address=f"{rng.choice(names.STREETS)}{rng.randint(1, 300)}号" if local else "",
                officer_id=rng.choice(officers).pk if local else None, contact_name=names.boss(rng),
                contact_phone=f"1390000{number:04d}", source="demo",
            )  # fmt: skip
            made.append(company_actions.register(new=new, by=machine, at=at))
    return made


def _live(
    cast: way.Cast,
    companies: list[Company],
    *,
    rng: Random,
    start: datetime,
    until: datetime,
    say: Callable[[str], object],
) -> None:
    pool = [pair for pair in seed_sentences() if pair[0] in names.LEADS]
    rng.shuffle(pool)
    months = 24
    for month in range(months):
        day = _workday(cast, (start + timedelta(days=10 + month * 31)).date())
        theme, category, chain = speech.THEMES[month % len(speech.THEMES)]
        tea = tables.Tea(theme, category, chain, datetime.combine(day, time(9, 0), SHANGHAI))
        fitting = [one for one in companies if not chain or one.chain == chain]
        guests = rng.sample(fitting, 12)
        meeting = tables.invite(tea, companies=guests, by=cast.desk, rng=rng)
        said = _said(pool, category, rng=rng, count=rng.randint(6, 9))
        for demand in tables.hold(meeting, said=said, by=cast.desk, cast=cast, rng=rng):
            way.go(demand, cast=cast, rng=rng, start=demand.raised_at + timedelta(hours=1), until=until)
        _between(cast, companies, pool, rng=rng, since=day, until=until)
        if (month + 1) % 6 == 0:
            say(f"  {month + 1} of {months} months")
    _fresh(cast, companies, pool, rng=rng, until=until)
    _settle_promises(cast, rng=rng, until=until)
    offers.fill(cast, companies, rng=rng, until=until)
    coming = _workday(cast, (until + timedelta(days=6)).date())
    theme, category, chain = speech.THEMES[0]
    tea = tables.Tea(theme, category, chain, datetime.combine(coming, time(9, 0), SHANGHAI))
    tables.invite(tea, companies=rng.sample(companies, 10), by=cast.desk, rng=rng)


def _between(
    cast: way.Cast,
    companies: list[Company],
    pool: list[tuple[str, str]],
    *,
    rng: Random,
    since: date,
    until: datetime,
) -> None:
    """What comes in between two teas: by telephone, on visits, by link."""
    for _number in range(9):
        day = _workday(cast, since + timedelta(days=rng.randint(1, 30)))
        at = datetime.combine(day, time(rng.choice([9, 10, 11, 14, 15, 16]), rng.randint(0, 59)), SHANGHAI)
        if at >= until:
            continue
        _take(cast, rng.choice(companies), pool.pop(), rng=rng, at=at, until=until)


def _fresh(
    cast: way.Cast, companies: list[Company], pool: list[tuple[str, str]], *, rng: Random, until: datetime
) -> None:
    """What came in during the last days: some of it waits to be handed on."""
    for number in range(12):
        at = until - timedelta(hours=2 + 7 * number)
        _take(cast, rng.choice(companies), pool.pop(), rng=rng, at=at, until=until if number > 4 else at)


def _take(
    cast: way.Cast, company: Company, pair: tuple[str, str], *, rng: Random, at: datetime, until: datetime
) -> None:
    """One demand by telephone, visit or form, and how far it has come by `until`."""
    category, words = pair
    new = demand_actions.NewDemand(
        words=words, channel=rng.choice(["phone", "visit", "web"]) if 8 < at.hour < 18 else "web",
        company_id=company.pk, raised_by=names.boss(rng), category=category,
    )  # fmt: skip
    demand = demand_actions.raise_demand(new=new, by=cast.desk, at=at)
    way.go(demand, cast=cast, rng=rng, start=at, until=until)


def _said(pool: list[tuple[str, str]], category: str, *, rng: Random, count: int) -> list[tuple[str, str]]:
    """Two thirds on the theme, the rest as it comes; each sentence is said once in the town's two years."""
    found: list[tuple[str, str]] = []
    for _number in range(count):
        on_theme = [pair for pair in pool if pair[0] == category]
        choice = rng.choice(on_theme if on_theme and rng.random() < 0.66 else pool)
        pool.remove(choice)
        found.append(choice)
    return found


def _settle_promises(cast: way.Cast, *, rng: Random, until: datetime) -> None:
    """What of the older promises was kept or could not be; the newest stay open, and some triggers wait on."""
    old = Promise.objects.filter(
        tenant=cast.desk.tenant, state="open", stated_at__lt=until - timedelta(days=45)
    )
    for promise in old.order_by("pk"):
        fate = rng.random()
        day = promise.due_on or (promise.stated_at + timedelta(days=30)).date()
        at = min(datetime.combine(day, time(16, 0), SHANGHAI), until - timedelta(days=1))
        if promise.trigger and fate < 0.5:
            continue
        if fate < 0.9:
            evidence = "已电话告知企业，企业已知悉。"
            promise_actions.keep(promise_id=promise.pk, evidence=evidence, by=cast.desk, at=at)
        elif fate < 0.97:
            promise_actions.break_(
                promise_id=promise.pk, reason="上级批复未下，已向企业说明。", by=cast.desk, at=at
            )


def _workday(cast: way.Cast, day: date) -> date:
    return day if cast.calendar.is_workday(day) else cast.calendar.add_workdays(day, 1)
