"""The demand behind an introduction goes its way with it, and tells nobody who the other side is."""

from __future__ import annotations

import json

import pytest

from zaocha.accounts import actors, links
from zaocha.companies.models import Company
from zaocha.dealings import actions
from zaocha.dealings.models import Good
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand, Step
from zaocha.kernel.models import Event


@pytest.fixture
def yarn(world):
    actions.install_goods(by=world.desk, at=world.at)
    return Good.objects.get(code="cotton-yarn")


def by_link(world, company):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by=world.desk.mark, at=world.at
    )
    return actors.of_company_link(link)


def asked(world, good, **more):
    new = actions.NewIntroduction(
        good.pk, world.company.pk, world.other_company.pk, "每月要8吨精梳棉", **more
    )
    return actions.introduce(new=new, by=world.desk, at=world.at)


def says(world, introduction, company, *, yes=True):
    actions.answer(introduction_id=introduction.pk, yes=yes, by=by_link(world, company), at=world.at)


def demand_of(introduction) -> Demand:
    return Demand.objects.get(pk=introduction.demand_id)


def told_anywhere(world, demand) -> str:
    """Everything that the demand and its audit say."""
    steps = Step.objects.filter(demand=demand).values("note", "reason", "details", "actor_name")
    events = Event.objects.filter(subject_kind="demand", subject_id=demand.pk).values("ids", "digests")
    said = [demand.words, demand.answer, *map(str, steps), *map(json.dumps, events)]
    pages = [world.client("shen", "zh").get(f"/demands/{demand.pk}/").content.decode()]
    return "".join(said + pages)


def test_asking_accepts_it_and_two_yeses_answer_it(world, yarn):
    found = asked(world, yarn)
    assert demand_of(found).state == "accepted"
    says(world, found, world.company)
    assert demand_of(found).state == "accepted"
    says(world, found, world.other_company)
    demand = demand_of(found)
    assert (demand.state, demand.result, demand.on_spot) == ("replied", "solved", False)
    assert demand.reply_minutes is not None
    assert "禾木" not in told_anywhere(world, demand)


@pytest.mark.parametrize(("dealt", "state", "as_"), [(True, "closed", "solved"), (False, "working", "")])
def test_the_buyers_own_word_ends_it(world, yarn, dealt, state, as_):
    found = asked(world, yarn)
    for company in (world.company, world.other_company):
        says(world, found, company)
    by = by_link(world, world.company)
    actions.tell_outcome(introduction_id=found.pk, dealt=dealt, words="禾木先供两吨", by=by, at=world.at)
    demand = demand_of(found)
    assert (demand.state, demand.closed_as) == (state, as_)
    assert "禾木" not in told_anywhere(world, demand)


@pytest.mark.parametrize("who", ["seller", "desk"])
def test_what_others_tell_leaves_the_word_to_the_company(world, yarn, who):
    found = asked(world, yarn)
    for company in (world.company, world.other_company):
        says(world, found, company)
    by = by_link(world, world.other_company) if who == "seller" else world.desk
    actions.tell_outcome(introduction_id=found.pk, dealt=True, words="成了", by=by, at=world.at)
    assert demand_of(found).state == "replied"


def test_the_other_sides_no_is_answered_without_saying_whose_it_was(world, yarn):
    found = asked(world, yarn)
    says(world, found, world.other_company, yes=False)
    demand = demand_of(found)
    assert (demand.state, demand.result) == ("replied", "planned")
    assert demand.next_on is not None and demand.next_on.isoformat() in demand.answer
    assert "禾木" not in told_anywhere(world, demand)


def test_the_buyers_own_no_takes_it_back(world, yarn):
    found = asked(world, yarn)
    says(world, found, world.company, yes=False)
    assert demand_of(found).state == "withdrawn"


def test_a_demand_that_was_there_before_is_answered_but_never_taken_back(world, yarn):
    new = demand_actions.NewDemand(words="棉纱不够，还缺工", channel="phone", company_id=world.company.pk)
    was = demand_actions.raise_demand(new=new, by=world.desk, at=world.at)
    found = asked(world, yarn, demand_id=was.pk)
    says(world, found, world.company, yes=False)
    assert demand_of(found).state == "accepted"
    again = asked(world, yarn, demand_id=was.pk)
    for company in (world.company, world.other_company):
        says(world, again, company)
    assert demand_of(again).state == "replied"


def test_nothing_is_answered_while_somebody_else_is_asked(world, yarn):
    first = asked(world, yarn)
    third = Company.objects.create(tenant=world.tenant, name="云溪市第三纱厂", created_at=world.at)
    new = actions.NewIntroduction(yarn.pk, world.company.pk, third.pk, "每月要8吨", demand_id=first.demand_id)
    actions.introduce(new=new, by=world.desk, at=world.at)
    says(world, first, world.other_company, yes=False)
    assert demand_of(first).state == "accepted"


def test_what_a_unit_holds_is_the_units_to_answer(world, yarn):
    found = asked(world, yarn)
    demand_actions.assign(demand_id=found.demand_id, unit_id=world.roads.pk, by=world.desk, at=world.at)
    for company in (world.company, world.other_company):
        says(world, found, company)
    assert demand_of(found).state == "assigned"


def test_the_demand_leads_to_its_introductions(world, yarn):
    found, browser = asked(world, yarn), world.client("shen")
    address = f"/introductions/?demand={found.demand_id}"
    assert address in browser.get(f"/demands/{found.demand_id}/").content.decode()
    assert f"/introductions/{found.pk}/" in browser.get(address).content.decode()
    assert f"/introductions/{found.pk}/" not in browser.get("/introductions/?demand=99").content.decode()
