"""What a unit sees of the company whose matter it holds: what the dictionary and the company allow."""

from __future__ import annotations

from zaocha.companies.facts import actions as facts
from zaocha.companies.facts.actions import Entry
from zaocha.demands import actions
from zaocha.demands.actions import NewDemand


def assigned(world, **more):
    new = NewDemand(words="门口路灯不亮", channel="phone", company_id=world.company.pk, category="12", **more)
    demand = actions.raise_demand(new=new, by=world.desk, at=world.at)
    actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
    entries = [
        Entry("revenue", "8600000", "2025"),
        Entry("tax_paid", "777777", "2025"),
        Entry("land_mu", "12", "2025"),
    ]
    facts.record(company_id=world.company.pk, entries=entries, by=world.desk, at=world.at)
    return demand


def agree(world, is_agreed: bool = True) -> None:
    facts.decide(
        company_id=world.company.pk, purpose="units", is_agreed=is_agreed, by=world.desk, at=world.at
    )


def shown(world, demand, who: str = "qian") -> str:
    answer = world.client(who).get(f"/demands/{demand.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_the_companys_yes_a_unit_sees_nothing_of_it(world) -> None:
    demand = assigned(world)
    assert "8,600,000" not in shown(world, demand)
    agree(world)
    assert "8,600,000" in shown(world, demand)
    agree(world, is_agreed=False)
    assert "8,600,000" not in shown(world, demand)


def test_what_stays_between_company_and_desk_is_not_shown_to_a_unit(world) -> None:
    demand = assigned(world)
    agree(world)
    page = shown(world, demand)
    assert "777,777" not in page
    assert "64,814" not in page  # tax per mu would give it away


def test_a_hidden_author_hides_the_companys_facts_too(world) -> None:
    demand = assigned(world, hide_author=True)
    agree(world)
    assert "8,600,000" not in shown(world, demand)
