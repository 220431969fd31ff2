"""Workers ask by a code for cheaper meals and a place to relax; the pool answers at the same code; a hall is booked."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from zaocha.accounts import links
from zaocha.agreements.actions import facilities, wishes
from zaocha.agreements.models import Booking
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel import clock

pytestmark = [pytest.mark.journey, pytest.mark.both]
ANSWER = "下月起员工餐十二元一份"


def test_cheaper_meals_a_place_to_relax_and_a_hall(live_world, browser_page) -> None:
    world, at = live_world, clock.now()
    new = wishes.NewCollection(
        "职工心声", "您最需要什么？", at.date() + timedelta(days=9), ("员工餐再便宜一点",)
    )
    asked = wishes.open_collection(new=new, by=world.desk, at=at)
    rules = facilities.NewFacility(name="邻里中心礼堂", opens=time(0), closes=time(23))
    hall = facilities.enter_facility(new=rules, by=world.desk, at=at)
    code = links.issue(tenant=world.tenant, purpose="wishes", subject_id=asked.pk, by="system", at=at)

    worker = browser_page(language="zh-hans", size="phone")
    page = worker.go(f"/l/{links.token(code)}")
    page.fill("[name=words]", "食堂太贵了")
    page.click("button[value=say]")
    page.wait_for_selector(".alert-success:has-text('员工餐再便宜一点')")
    page.fill("[name=words]", "想有个坐下歇歇的地方")
    page.click("button[value=say]")
    page.wait_for_selector("li:has-text('想有个坐下歇歇的地方')")

    desk = browser_page("shen").go(f"/wishes/{asked.pk}/")
    wish = desk.locator("li:has(strong:has-text('员工餐再便宜一点'))")
    wish.locator("button[value=pool]").click()
    desk.wait_for_selector("li:has(strong:has-text('员工餐再便宜一点')) a[href^='/demands/']")
    demand = Demand.objects.get()
    demand_actions.accept(demand_id=demand.pk, by=world.desk, at=at)
    demand_actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=at)
    demand_actions.reply(demand_id=demand.pk, result="solved", answer=ANSWER, by=world.handler, at=at)
    page = worker.go(f"/l/{links.token(code)}")
    page.wait_for_selector(f"blockquote:has-text('{ANSWER}')")
    page.click("button[value=settled]")

    own = links.issue(tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="system", at=at)
    owner = browser_page(size="phone")
    page = owner.go(f"/c/{links.token(own)}/")
    page.click("a[href$='/facilities/']")
    page.click(f"a[href$='/facilities/{hall.pk}/']")
    page.click("a:has-text('Week after')")
    page.locator("a.ag-time").first.click()
    page.fill("[name=purpose]", "年会")
    page.click("#book button.btn-primary")
    page.wait_for_selector(".alert-success")
    assert Booking.objects.get().company_id == world.company.pk
