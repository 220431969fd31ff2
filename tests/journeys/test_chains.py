"""One chain, one leader: the leader sees a gap, several members share a problem, a line of the plan is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.world import PASSWORD

from zaocha.accounts import actions as account_actions
from zaocha.accounts import calendars, links
from zaocha.dealings import actions as dealing_actions
from zaocha.dealings.models import Good
from zaocha.demands import actions as demand_actions
from zaocha.kernel import clock

pytestmark = pytest.mark.journey

WHAT, OUTCOME = "旺季前办一场缝头工专场招聘", "来了四十人，当场谈成九个"


def prepare(world) -> None:
    """A leader, goods with a gap, and the same demand from two companies."""
    at = clock.now()
    new = account_actions.NewPerson(login="tang", name="汤怀瑾", password=PASSWORD)
    world.people["tang"] = account_actions.create_person(new=new, by=world.system, at=at)
    account_actions.give_role(
        person=world.people["tang"], role="chain_leader", chain="knitting", by=world.system, at=at
    )
    dealing_actions.install_goods(by=world.desk, at=at)
    good = Good.objects.get(code="boarding")
    for company, role in ((world.company, "makes"), (world.other_company, "buys")):
        told = dealing_actions.NewDealing(company.pk, good.pk, role)
        dealing_actions.tell_dealing(new=told, by=world.desk, at=at)
        raised = demand_actions.NewDemand(
            words="旺季招不到缝头工", channel="phone", company_id=company.pk, category="02"
        )
        demand_actions.raise_demand(new=raised, by=world.desk, at=at)


def test_a_leader_sees_the_gap_plans_and_keeps_it(browser_page, live_world) -> None:
    prepare(live_world)
    leader = browser_page("tang").page
    base = browser_page("").base
    leader.goto(f"{base}/chains/")
    leader.click("a:has-text('Knitting')")
    gap = leader.locator(".zc-chain-map.is-wide .zc-chain-box.is-missing").first
    assert gap.is_visible() and "nobody makes it" in (gap.text_content() or "")
    leader.click("a:has-text('Plan an answer')")
    day = calendars.of(live_world.tenant).add_workdays(clock.now().date() + timedelta(days=1), 3)
    leader.fill("#new [name=what]", WHAT)
    leader.fill("#new [name=due_on]", f"{day:%Y-%m-%d}")
    leader.click("#new button.btn-primary")
    leader.wait_for_selector(f"li:has-text('{WHAT}')")
    link = links.issue(
        tenant=live_world.tenant, purpose="company", subject_id=live_world.company.pk, by="system",
        at=clock.now(),
    )  # fmt: skip
    company = browser_page("", size="phone").page
    company.goto(f"{base}/c/{links.token(link)}/chain/")
    assert company.locator(f"li:has-text('{WHAT}')").is_visible()
    assert company.locator(".zc-chain-map.is-tall").is_visible()
    leader.fill("li [name=words]", OUTCOME)
    leader.click("li button:has-text('Kept')")
    leader.wait_for_selector(f"blockquote:has-text('{OUTCOME}')")
    company.reload()
    assert company.locator(f"blockquote:has-text('{OUTCOME}')").is_visible()
