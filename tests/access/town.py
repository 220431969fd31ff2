"""Rows for every page: one small town, built by the actions, with open and restricted demands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from tests import world as small
from zaocha.kernel import clock

# What must never reach a reader without the right: the author, the words of category 14, the company.
AUTHOR, CONDUCT, COMPANY = "匿三思", "推诿七次不办", "秘鸣"
TELEPHONE = "13911112222"
PERSONS = {
    "desk": "shen", "handler": "qian", "other unit": "fang", "contact officer": "jiang", "chain leader": "chain",
    "supervisor": "du", "leader": "he", "adviser": "gu", "admin": "admin", "stranger": "stranger",
}  # fmt: skip
TABLE = "序号,企业名称,联系人,联系电话\n1,云溪市早橙食品有限公司,刘姐,13700001111\n2,,无名,1\n"


@dataclass
class Town:
    """The small world with rows. `rows`: noun → id or token, as the table of pages names them."""

    world: small.World
    rows: dict[str, Any] = field(default_factory=dict)

    def client(self, who: str, **extra: Any) -> Any:
        """A browser signed in as one of PERSONS ("" or "nobody" for a stranger)."""
        from django.test import Client

        client = Client(HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False, **extra)
        client.cookies["zaocha_language"] = "en"
        if who not in {"", "nobody"}:
            client.force_login(self.world.people[PERSONS[who]])
        return client


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written meanwhile."""
    from django.db import transaction

    with transaction.atomic():
        point = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(point)


def build() -> Town:
    """Build it: some forty actions."""
    world = small.build()
    town = Town(world)
    _people(world)
    secret = _companies(town)
    _open_demand(town)
    _restricted(town, secret)
    _meetings(town)
    _papers(town)
    _policies(town)
    _round(town)
    _supply(town)
    town.rows |= {"kind": "companies", "metric": "raised", "form": "csv", "verb": "accept", "code": "raised"}
    _offers(town)
    town.rows |= {"kind_demand": "demand"}
    for area in areas():
        area.fill(town)
    return town


def areas() -> list[Any]:
    """The modules in `towns/`, one per area: `fill(town)` adds its rows, `BODIES` what its API is sent."""
    folder = Path(__file__).parent / "towns"
    names = sorted(path.stem for path in folder.glob("[a-z]*.py"))
    return [import_module(f"tests.access.towns.{name}") for name in names]


def _supply(town: Town) -> None:
    from zaocha.dealings import actions

    world = town.world
    new = actions.NewGood(zh="棉纱", tier="up", chain="materials")
    good = actions.enter_good(new=new, by=world.desk, at=world.at)
    told = actions.NewDealing(world.company.pk, good.pk, "buys")
    dealing = actions.tell_dealing(new=told, by=world.desk, at=world.at)
    asked = actions.NewIntroduction(good.pk, world.company.pk, world.other_company.pk)
    introduction = actions.introduce(new=asked, by=world.desk, at=world.at)
    town.rows |= {"good": good.pk, "dealing": dealing.pk, "introduction": introduction.pk}


def _round(town: Town) -> None:
    from zaocha.allocations import actions

    world = town.world
    new = actions.NewRound(kind="course", title="外贸英语夜校", wishes_until=date(2099, 1, 1))
    found = actions.open_round(new=new, by=world.desk, at=world.at)
    place = actions.add_place(
        round_id=found.pk, new=actions.NewPlace("周二班", 2), by=world.desk, at=world.at
    )
    wanted = actions.NewWish(company_id=world.company.pk, place_ids=[place.pk])
    actions.wish(round_id=found.pk, new=wanted, by=world.desk, at=world.at)
    town.rows |= {"round": found.pk, "place": place.pk}


def _people(world: small.World) -> None:
    from zaocha.accounts import actions

    for login, name, role, chain in [
        ("chain", "链长甲", "chain_leader", "knitting"),
        ("gu", "顾问乙", "adviser", ""),
    ]:
        new = actions.NewPerson(login=login, name=name, password=small.PASSWORD)
        person = actions.create_person(new=new, by=world.system, at=world.at)
        actions.give_role(person=person, role=role, chain=chain, by=world.system, at=world.at)
        world.people[login] = person


def _companies(town: Town) -> Any:
    from zaocha.accounts import links
    from zaocha.companies.facts import actions as fact_actions
    from zaocha.companies.facts.actions import Entry
    from zaocha.companies.models import Company, Contact, FactValue

    world = town.world
    secret = Company.objects.create(
        tenant=world.tenant, name=f"云溪市{COMPANY}针织有限公司", short_name=f"{COMPANY}针织", chain="knitting",
        officer=world.people["jiang"], created_at=world.at, lookup=f"{COMPANY}针织 mimingzhenzhi mmzz",
    )  # fmt: skip
    Contact.objects.create(
        company=secret, name="陈工", phone=TELEPHONE, is_primary=True, created_at=world.at
    )  # fmt: skip
    contact = Contact.objects.get(company=world.company)
    same = {"tenant": world.tenant, "by": "system", "at": clock.now()}
    link = links.issue(purpose="company", subject_id=world.company.pk, **same)
    fact_actions.record(
        company_id=world.company.pk, entries=[Entry("high_tech", "true")], by=world.desk, at=world.at
    )
    fact = FactValue.objects.get(company=world.company)
    town.rows |= {
        "fact": fact.pk,
        "fact_name": fact.name,
        "company": world.company.pk,
        "contact": contact.pk,
        "company_link": links.token(link),
        "secret_company": secret.pk,
        "other_company": world.other_company.pk,
        "link": links.token(link),
    }
    return secret


def _open_demand(town: Town) -> None:
    """One that everybody may see: unit, contact officer and chain leader have to do with it."""
    from zaocha.accounts import links
    from zaocha.demands import actions
    from zaocha.promises import actions as promises

    world = town.world
    new = actions.NewDemand(
        words="厂门口的路灯坏了三盏", channel="phone", company_id=world.company.pk, category="12"
    )
    demand = actions.raise_demand(new=new, by=world.desk, at=world.at)
    actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
    promised = promises.NewPromise(
        what="路灯三天内修好", unit_id=world.roads.pk, company_id=world.company.pk, due_on=date(2026, 3, 6),
        origin_kind="demand", origin_id=demand.pk,
    )  # fmt: skip
    promise = promises.promise(new=promised, by=world.desk, at=world.at)
    stated = promises.state(new=replace(promised, what="路灯两天内看一次"), by=world.desk, at=clock.now())
    same = {"tenant": world.tenant, "by": "system", "at": clock.now()}
    assignment = demand.assignments.get()
    answered = actions.raise_demand(new=replace(new, words="食堂的菜太贵"), by=world.desk, at=world.at)
    actions.answer_on_spot(demand_id=answered.pk, answer="本月起加两个平价窗口", by=world.desk, at=world.at)
    town.rows |= {
        "demand": demand.pk,
        "promise": promise.pk,
        "statement_link": links.token(links.issue(purpose="promise", subject_id=stated.pk, **same)),
        "slip": links.token(links.issue(purpose="slip", subject_id=assignment.pk, **same)),
        "call_back": links.token(
            links.issue(purpose="call_back", subject_id=answered.pk, single_use=True, **same)
        ),
    }


def _restricted(town: Town, secret: Any) -> None:
    """Category 14 with the desk, and a hidden author's demand in the hands of a unit; both with promises."""
    from zaocha.accounts import links
    from zaocha.demands import actions
    from zaocha.promises import actions as promises

    world, by, at = town.world, town.world.desk, town.world.at
    conduct = actions.raise_demand(
        new=actions.NewDemand(
            words=f"{COMPANY}针织的{AUTHOR}反映{CONDUCT}", channel="phone", company_id=secret.pk,
            raised_by=AUTHOR, category="14",
        ),
        by=by, at=at,
    )  # fmt: skip
    hidden = actions.raise_demand(
        new=actions.NewDemand(
            words=f"{COMPANY}针织{AUTHOR}:门前道路积水", channel="phone", company_id=secret.pk, raised_by=AUTHOR,
            category="12", hide_author=True,
        ),
        by=by, at=at,
    )  # fmt: skip
    actions.assign(demand_id=hidden.pk, unit_id=world.roads.pk, by=by, at=at, note=f"请尽快回复{AUTHOR}")
    made = []
    for demand, what in ((conduct, f"向{AUTHOR}说明{CONDUCT}"), (hidden, f"为{COMPANY}针织修好排水")):
        promise = promises.promise(
            new=promises.NewPromise(
                what=what, unit_id=world.roads.pk, company_id=secret.pk, due_on=date(2026, 3, 6),
                origin_kind="demand", origin_id=demand.pk,
            ),
            by=by, at=at,
        )  # fmt: skip
        made.append(promise.pk)
    slip = links.issue(
        tenant=world.tenant,
        purpose="slip",
        subject_id=hidden.assignments.get().pk,
        by="system",
        at=clock.now(),
    )
    town.rows |= {"conduct": conduct.pk, "hidden": hidden.pk, "hidden_slip": links.token(slip)}
    town.rows |= {"conduct_promise": made[0], "hidden_promise": made[1]}


def _meetings(town: Town) -> None:
    """A planned meeting, one at the table, and one that was closed with a line of category 14."""
    from zaocha.accounts import links
    from zaocha.meetings.actions import closing, invitations, lines, planning, seats, statements

    world, by, at = town.world, town.world.desk, town.world.at
    open_ = planning.NewMeeting(
        theme="道路早茶会", starts_at=at, ends_at=at + timedelta(hours=2), category="12"
    )
    meeting = planning.plan(new=open_, by=by, at=at)
    [invitation] = invitations.invite(
        meeting_id=meeting.pk, companies={world.company.pk: "added"}, units={}, by=by, at=at
    )
    seats.seat(meeting_id=meeting.pk, guest=seats.Guest(invitation_id=invitation.pk), by=by, at=at)
    line = lines.capture(
        new=lines.NewLine(meeting.pk, "路什么时候拓宽", "key-00001", invitation_id=invitation.pk),
        by=by,
        at=at,
    )
    token = links.token(invitations.link(invitation=invitation, by=by, at=clock.now()))
    closed = planning.plan(new=replace(open_, theme="作风早茶会"), by=by, at=at)
    [guest] = invitations.invite(
        meeting_id=closed.pk, companies={world.other_company.pk: "added"}, units={}, by=by, at=at
    )
    seats.seat(meeting_id=closed.pk, guest=seats.Guest(invitation_id=guest.pk), by=by, at=at)
    said = statements.Said(what=f"查清{CONDUCT}", giver="主任", due_on=date(2026, 3, 6), confirmed=True)
    for number, (words, category) in enumerate([(f"{AUTHOR}说{CONDUCT}", "14"), ("车间漏雨", "13")]):
        one = lines.NewLine(closed.pk, words, f"key-0010{number}", invitation_id=guest.pk, category=category)
        made = lines.capture(new=one, by=by, at=at)
        statements.state(
            line_id=made.pk, said=said if category == "14" else replace(said, what=""), by=by, at=at
        )
    closing.close(meeting_id=closed.pk, by=by, at=at)
    # A promise that was stated and not confirmed at the table.
    town.rows |= {
        "meeting": meeting.pk, "invitation": invitation.pk, "line": line.pk, "invitation_link": token,
        "closed_meeting": closed.pk,
    }  # fmt: skip


def _papers(town: Town) -> None:
    """Minutes with a draft, and an import that was checked."""
    from zaocha.imports import actions as imports
    from zaocha.imports.reading import Upload
    from zaocha.kernel import tasks
    from zaocha.meetings.actions import minutes

    by, at = town.world.desk, town.world.at
    text = "3月2日早茶会纪要\n晴川针织贺总:厂区门口路灯坏了,晚上下班不安全。街道表示三天内修好。\n"
    made = minutes.read(text=text, by=by, at=at)
    batch = imports.stage(kind="companies", upload=Upload("名单.csv", TABLE.encode()), by=by, at=at)
    mapping = {name: header for name, header in batch.mapping.items() if header}
    imports.map_columns(import_id=batch.pk, mapping=mapping, by=by, at=at)
    tasks.run_all(at=at)
    town.rows |= {"minutes": made.pk, "draft": made.drafts.first().pk, "import": batch.pk}


def _policies(town: Town) -> None:
    """A policy in force, a company on its list without application, and a benefit that it has had."""
    from zaocha.companies.facts import actions as facts
    from zaocha.matching.actions import confirmations, enjoyed, proposals
    from zaocha.matching.models import Confirmation
    from zaocha.offers.actions import policies

    by, at = town.world.desk, town.world.at
    made = policies.draft(document=small.POLICY, by=by, at=at)
    policies.publish(policy_id=made.pk, version=made.version, by=by, at=at)
    known = [facts.Entry("digital_investment", "420000", "2026"), facts.Entry("land_class", "A", "2025"),
             facts.Entry("dishonest", "false")]  # fmt: skip
    company = town.rows["company"]
    facts.record(company_id=company, entries=known, by=by, at=at)
    confirmations.list_companies(policy_id=made.pk, company_ids=[company], by=by, at=at)
    tried = proposals.NewProposal("试算", {"versions[0].benefit.cap": "2000000"})
    kept = proposals.keep(policy_id=made.pk, new=tried, by=by, at=at)
    had = enjoyed.record(company_id=company, new=enjoyed.NewEnjoyed("hardware-2025", 2025), by=by, at=at)
    town.rows |= {
        "policy": made.pk, "pack": "no-such-pack", "enjoyed": had.pk, "confirmation": Confirmation.objects.get().pk,
        "proposal": kept.pk,
    }  # fmt: skip


def _offers(town: Town) -> None:
    """A parcel, a watch that it fired, a need, a viewing, a survey; all of the contact officer's company."""
    from zaocha.accounts import links
    from zaocha.kernel import tasks
    from zaocha.offers.actions import needs, sites, sources, viewings
    from zaocha.offers.models import Photo
    from zaocha.watches.actions import watching

    world, by, at = town.world, town.world.desk, town.world.at
    source = sources.enter(text=sources.SourceText("公告栏", "land_state"), by=by, at=at)
    wanted = watching.NewWatch("land_state", company_id=world.company.pk)
    watch = watching.watch(new=wanted, by=by, at=at)
    offer = sites.enter(new=sites.NewOffer("land_state", {"area_m2": "10亩"}), by=by, at=at)
    tasks.run_all(at=at)
    need = needs.enter(new=needs.NewNeed("land_state", company_id=world.company.pk), by=by, at=at)
    survey = needs.survey(new=needs.NewSurvey("摸排", "needs", "plant"), by=by, at=at)
    new = viewings.NewViewing(offer.pk, at, at + timedelta(hours=1), need_id=need.pk)
    viewing = viewings.plan(new=new, by=by, at=at)
    photo = _photo(Photo, offer, at)
    town.rows |= {
        "offer": offer.pk, "source": source.pk, "watch": watch.pk, "firing": watch.firings.get().pk, "need": need.pk,
        "survey": survey.pk, "viewing": viewing.pk, "photo": photo.pk,
    }  # fmt: skip
    for purpose, pk in (("offer", offer.pk), ("viewing", viewing.pk), ("survey", survey.pk)):
        made = links.issue(tenant=world.tenant, purpose=purpose, subject_id=pk, by="system", at=clock.now())
        town.rows[f"{purpose}_link"] = links.token(made)


def _photo(model: Any, offer: Any, at: Any) -> Any:
    """A picture with its file, without drawing one."""
    from zaocha.offers.actions import photos

    path = photos.path(offer.tenant_id, "0" * 64, "image/png")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"png")
    return model.objects.create(
        offer=offer, digest="0" * 64, media_type="image/png", width=1, height=1, added_at=at
    )
