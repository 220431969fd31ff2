"""Rules, offers and matches in a real browser: a policy to its benefit, an auction to its outcome, two who suit."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from tests.world import World

from zaocha.accounts import links
from zaocha.allocations import actions as allocation_actions
from zaocha.companies.facts import actions as fact_actions
from zaocha.companies.facts.actions import Entry
from zaocha.companies.models import Company
from zaocha.dealings import actions as dealing_actions
from zaocha.dealings.models import Good
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel import clock, tasks
from zaocha.matching.models import Confirmation, Proposal
from zaocha.offers.models import Outcome
from zaocha.watches.models import Firing

pytestmark = pytest.mark.journey

NOTICE = """国有建设用地使用权挂牌出让公告 青工出告字〔2026〕14号
地块编号：青工出2026-14号；土地位置：青禾街道纬二路北侧；土地用途：工业用地；出让面积：6667平方米；
容积率：不低于2.2；起始价：645万元；竞买保证金：129万元。
报名截止时间：2099年12月22日16时。
"""


def own_page(world: World, company: Company) -> str:
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by=world.desk.mark, at=clock.now()
    )
    return f"/c/{links.token(link)}/"


def invested(world: World, company: Company, yuan: str) -> None:
    entries = [Entry("digital_investment", yuan, str(clock.today().year))]
    fact_actions.record(company_id=company.pk, entries=entries, by=world.desk, at=clock.now())


def written(page) -> None:
    """A threshold and a share with a cap, as an officer fills them in."""
    first = "#p-versions-0-"
    for field, text in (
        ("#p-title-zh", "数字化改造补助"), ("#p-title-en", "Support for digitalisation"), ("#p-id", "digital"),
        ("#p-authority-zh", "经济发展办"), ("#p-place-zh", "青禾街道"), (f"{first}valid_from", "2020-01-01"),
    ):  # fmt: skip
        page.fill(field, text)
    page.select_option("#p-kind", "subsidy")
    page.click("details summary:has-text('来源')")
    page.fill("#p-source-title", "关于推进数字化改造的意见")
    page.fill("#p-source-date", "2020-01-01")
    page.check(f"{first}automatic")
    page.click("button[value='add:versions.0.when.items:clause']")
    page.fill(f"{first}when-items-0-fact", "digital_investment")
    page.press(f"{first}when-items-0-fact", "Tab")
    page.wait_for_selector(f"{first}when-items-0-unit")
    page.select_option(f"{first}when-items-0-op", ">=")
    page.fill(f"{first}when-items-0-value", "10")
    page.select_option(f"{first}when-items-0-unit", "万元")
    page.select_option(f"{first}benefit-form", "rate")
    page.wait_for_selector(f"{first}benefit-rate")
    page.fill(f"{first}benefit-rate", "30%")
    page.fill(f"{first}benefit-base", "digital_investment")
    page.fill(f"{first}benefit-cap", "100万")
    page.press(f"{first}benefit-cap", "Tab")


def test_a_policy_is_written_published_and_its_benefit_confirmed(live_world, browser_page) -> None:
    world = live_world
    invested(world, world.company, "420000")
    invested(world, world.other_company, "86000")
    page = browser_page("shen", language="zh-hans").go("/policies/new/")
    written(page)
    page.wait_for_selector("#preview:has-text('12.6 万元'):has-text('差一点')")
    page.click(".zc-form-foot button[value=save]")
    page.click("a:has-text('查看并发布')")
    page.click("form[action$='/publish/'] button")
    page.wait_for_selector("form[action$='/repeal/']", state="attached")  # it is in force
    policy = page.url
    tasks.run_all(at=clock.now())

    near = browser_page(language="zh-hans", size="phone").go(own_page(world, world.other_company))
    assert "1.4 万元" in near.inner_text("main"), "how little is missing"
    page.goto(f"{policy}automatic/")
    page.click("form[action$='/list/'] button.btn-primary")
    phone = browser_page(language="zh-hans", size="phone").go(own_page(world, world.company))
    phone.click("button[value=take_benefit]")
    phone.wait_for_load_state()
    assert Confirmation.objects.get().state == "confirmed"

    page.goto(f"{policy}sandbox/")
    page.locator("#levers input").first.fill("80000")
    page.locator("#levers input").first.press("Tab")
    page.wait_for_selector("#result:has-text('禾木袜业')")
    page.fill("#name", "门槛降到八万")
    page.click("form[action$='/keep/'] button")
    page.wait_for_selector("a:has-text('门槛降到八万')")
    assert Proposal.objects.get().name == "门槛降到八万"


def test_an_auction_is_read_told_seen_and_comes_to_its_outcome(live_world, browser_page) -> None:
    world = live_world
    new = demand_actions.NewDemand(
        words="想要10亩工业用地建厂房，有土地拍卖请告诉我们",
        channel="phone",
        company_id=world.company.pk,
        category="01",
    )
    demand = demand_actions.raise_demand(new=new, by=world.desk, at=clock.now())
    page = browser_page("shen").go(f"/demands/{demand.pk}/")
    page.click("form[action$='/watches/propose/'] button:has-text('8–12')")
    page.wait_for_url("**/watches/*/")

    began = time.monotonic()
    page.goto(page.url.split("/watches/")[0] + "/offers/read/")
    page.fill("[name=text]", NOTICE)
    page.click("button:has-text('Read it')")
    page.click("button:has-text('enter the parcel')")
    page.wait_for_url("**/offers/*/")
    assert time.monotonic() - began < 60
    assert "10 mu" in page.inner_text("main")
    offer = page.url
    tasks.run_all(at=clock.now())
    assert Firing.objects.count() == 1

    phone = browser_page(language="zh-hans", size="phone").go(own_page(world, world.company))
    assert "青工出2026-14号" in phone.inner_text("main")
    page.goto(f"{offer}viewings/new/")
    page.fill("[name=who]", "晴川针织")
    page.fill("[name=starts_at]", f"{clock.now() + timedelta(days=2):%Y-%m-%dT10:00}")
    page.click("main form button.btn-primary")
    page.wait_for_selector(".zc-message")
    page.click("main form button.btn-primary")  # it may fit
    page.goto(f"{offer}outcome/")
    for field, text in (("amount", "10"), ("who", "晴川针织"), ("evidence", "成交公示")):
        page.fill(f"[name={field}]", text)
    page.select_option("[name=unit]", "mu")
    page.click("main form button.btn-primary")
    page.wait_for_url("**/offers/*/")
    assert Outcome.objects.get().company_id == world.company.pk


def introduced(world: World, browser_page) -> None:
    """The desk proposes, each says yes on the own phone, and only then sees the other."""
    dealing_actions.install_goods(by=world.desk, at=clock.now())
    yarn = Good.objects.get(code="cotton-yarn")
    for company, role in ((world.company, "buys"), (world.other_company, "makes")):
        new = dealing_actions.NewDealing(company.pk, yarn.pk, role)
        dealing_actions.tell_dealing(new=new, by=world.desk, at=clock.now())
    page = browser_page("shen").go(f"/goods/{yarn.pk}/")
    page.fill("[name=buyer]", "晴川针织")
    page.fill("[name=seller]", "禾木袜业")
    page.locator("form:has([name=seller]) button.btn-primary, form:has([name=seller]) button").last.click()
    page.wait_for_url("**/introductions/*/")
    phones = [
        browser_page(size="phone").go(f"{own_page(world, one)}dealings/")
        for one in (world.company, world.other_company)
    ]
    for phone in phones:
        assert "禾木" not in phone.inner_text(".zc-list >> nth=0") or phone is phones[1]
        phone.click("button[value=yes]")
        phone.wait_for_load_state()
    phones[0].reload()
    assert "禾木袜业" in phones[0].inner_text("main")
    phones[0].check("[name=dealt][value=yes]") if phones[0].locator("[name=dealt][type=radio]").count() else (
        phones[0].select_option("[name=dealt]", "yes")
    )
    phones[0].fill("[name=words]", "先试两吨")
    phones[0].click("button[value=outcome]")
    phones[0].wait_for_load_state()
    assert Demand.objects.get().closed_as == "solved"


def test_two_are_introduced_and_a_place_is_given_with_a_reason(live_world, browser_page) -> None:
    world = live_world
    introduced(world, browser_page)
    new = allocation_actions.NewRound(
        kind="course", title="外贸英语夜校", wishes_until=clock.today() + timedelta(days=9)
    )
    course = allocation_actions.open_round(new=new, by=world.desk, at=clock.now())
    seat = allocation_actions.add_place(
        round_id=course.pk, new=allocation_actions.NewPlace("周二班", 1), by=world.desk, at=clock.now()
    )
    for company, needs_it in ((world.company, False), (world.other_company, True)):
        wish = allocation_actions.NewWish(company_id=company.pk, place_ids=[seat.pk], has_need=needs_it)
        allocation_actions.wish(round_id=course.pk, new=wish, by=world.desk, at=clock.now())
    page = browser_page("shen").go(f"/rounds/{course.pk}/")
    page.click("button[value=propose]")
    page.wait_for_selector(".badge:has-text('禾木袜业')")
    rule = page.locator("form[action$='/rulings/']:has([name=reason])")
    rule.locator("[name=company]").fill("晴川针织")
    rule.locator("[name=place]").select_option(str(seat.pk))
    rule.locator("[name=kind]").select_option("must")
    rule.locator("[name=reason]").fill("去年答应过")
    rule.locator("button").click()
    page.wait_for_load_state()
    page.click("button[value=propose]")
    page.wait_for_selector(".badge:has-text('晴川针织')")
    assert "去年答应过" in page.inner_text("main")
