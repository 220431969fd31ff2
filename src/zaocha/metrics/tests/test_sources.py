"""What the areas above already know becomes a result, and stops being one when it no longer holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from zaocha.accounts import actors, links
from zaocha.dealings import actions as dealing_actions
from zaocha.dealings.models import Good
from zaocha.demands import actions as demand_actions
from zaocha.matching.actions import enjoyed
from zaocha.offers.actions import sites, viewings
from zaocha.results import access, actions
from zaocha.results.models import Result


def by_link(world, company):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by="system", at=world.at
    )
    return actors.of_company_link(link)


def raised(world, **more):
    new = demand_actions.NewDemand(
        words="厂门口的路灯坏了三盏",
        channel="phone",
        company_id=world.company.pk,
        **{"category": "12", **more},
    )
    demand = demand_actions.raise_demand(new=new, by=world.desk, at=world.at)
    return demand_actions.answer_on_spot(demand_id=demand.pk, answer="今天就换", by=world.desk, at=world.at)


def solve(world, demand):
    demand_actions.company_says(
        demand_id=demand.pk, word="solved", by=by_link(world, world.company), at=world.at
    )


def test_a_demand_solved_by_the_companys_word_is_a_result_until_it_is_reopened(world):
    demand = raised(world)
    assert not Result.objects.exists()  # answered is not solved
    solve(world, demand)
    made = Result.objects.get()
    assert (made.kind, made.state, made.demand_id, made.confirmed_name) == (
        "problem_solved", "confirmed", demand.pk, "晴川针织",
    )  # fmt: skip
    reason = "灯又灭了"
    demand_actions.reopen(demand_id=demand.pk, reason=reason, by=by_link(world, world.company), at=world.at)
    made.refresh_from_db()
    assert made.state == "taken_back" and Result.objects.aggregate(n=Sum("amount"))["n"] == 0


def test_who_may_not_know_the_author_does_not_see_the_result_of_a_restricted_demand(world):
    solve(world, raised(world, hide_author=True))
    seen = {
        name: access.visible(by).count()
        for name, by in (
            ("desk", world.desk), ("supervisor", world.supervisor), ("leader", world.leader),
            ("officer", world.contact_officer), ("company", by_link(world, world.company)),
        )
    }  # fmt: skip
    assert seen == {"desk": 1, "supervisor": 1, "leader": 0, "officer": 0, "company": 1}


@pytest.mark.parametrize(("unit", "amount", "counted"), [("mu", "10", "10"), ("m2", "2000", "3")])
def test_land_won_at_a_bidding_waits_for_the_companys_word(world, unit, amount, counted):
    offer = sites.enter(new=sites.NewOffer("land_state", {"area_m2": "20亩"}), by=world.desk, at=world.at)
    new = viewings.NewOutcome(offer.pk, Decimal(amount), unit, date(2026, 3, 1), "成交公示", world.company.pk)
    viewings.outcome(new=new, by=world.desk, at=world.at)
    made = Result.objects.get()
    assert (made.kind, made.amount, made.unit, made.state) == ("land_won", Decimal(counted), "mu", "waiting")
    assert (
        actions.confirm(result_id=made.pk, by=by_link(world, world.company), at=world.at).state == "confirmed"
    )


def test_a_subsidy_of_this_year_is_a_result_until_the_benefit_is_ended(world):
    had = enjoyed.record(
        company_id=world.company.pk, new=enjoyed.NewEnjoyed("hardware-2026", 2026, Decimal(50000)), by=world.desk,
        at=world.at,
    )  # fmt: skip
    old = enjoyed.NewEnjoyed("hardware-2024", 2024, Decimal(10))
    enjoyed.record(company_id=world.company.pk, new=old, by=world.desk, at=world.at)
    made = Result.objects.get()
    assert (made.kind, made.amount, made.state) == ("subsidy_paid", 50000, "waiting")
    enjoyed.end(enjoyed_id=had.pk, by=world.desk, at=world.at)
    assert Result.objects.aggregate(n=Sum("amount"))["n"] == 0


@pytest.mark.parametrize("teller", ["buyer", "seller", "desk"])
def test_a_deal_is_confirmed_by_the_buyer_alone_and_names_nobody_else(world, teller):
    dealing_actions.install_goods(by=world.desk, at=world.at)
    good = Good.objects.get(code="cotton-yarn")
    new = dealing_actions.NewIntroduction(good.pk, world.company.pk, world.other_company.pk)
    asked = dealing_actions.introduce(new=new, by=world.desk, at=world.at)
    tellers = {
        "buyer": by_link(world, world.company), "seller": by_link(world, world.other_company), "desk": world.desk
    }  # fmt: skip
    for side in ("buyer", "seller"):
        dealing_actions.answer(introduction_id=asked.pk, yes=True, by=tellers[side], at=world.at)
    dealing_actions.tell_outcome(
        introduction_id=asked.pk, dealt=True, words="先试两吨", by=tellers[teller], at=world.at
    )
    made = Result.objects.get(kind="introduction_dealt")
    assert made.company == world.company and "禾木" not in made.evidence
    assert made.state == ("confirmed" if teller == "buyer" else "waiting")
