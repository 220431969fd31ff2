"""The main job, end to end: from a morning tea to a kept promise and a figure that moves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from zaocha.accounts import calendars
from zaocha.demands.models import Demand
from zaocha.kernel import clock
from zaocha.promises.models import Promise

pytestmark = [pytest.mark.journey, pytest.mark.both]

WORDS = "山前路拓宽什么时候能完工"
ANSWER = "山前路下月二十日完工通车"


def plan_a_tea(page) -> None:
    """Theme and day; a company found by its initials and a unit; both end up on the list."""
    day = clock.now() + timedelta(days=1)
    page.fill("[name=theme]", "Roads and lorries")
    page.fill("[name=day]", f"{day:%Y-%m-%d}")
    page.select_option("[name=category]", "12")
    page.click("main form button.btn-primary")
    page.wait_for_url("**/invite/")
    page.fill("#add", "qczz")
    page.click(".meet-found li:has-text('晴川针织')")
    page.locator("input[name=company]:checked").first.wait_for()
    page.click(".meet-foot button")
    page.wait_for_selector("tr:has-text('晴川针织')")


def link_on(page) -> str:
    return re.search(r"https?://[\w.:]+/l/[\w-]+", page.content()).group(0)


def answer_the_invitation(guest, link: str) -> None:
    guest.goto(link)
    guest.check("input[name=answer][value=coming]")
    guest.fill("[name=guest]", "贺总")
    guest.fill("[name=beforehand]", "路太窄")
    guest.click("main form button.btn-primary")
    guest.wait_for_selector(".alert-success")


def promise_at_the_table(page, due: str) -> None:
    """The guest takes a seat; the words are saved by Enter; a promise is attached afterwards."""
    page.click("button:has-text('晴川针织')")
    page.wait_for_selector("[data-seat]:has-text('晴川针织')")
    page.locator("#words").click()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_selector('#table-state[data-state="saved"]')
    page.click(f"#said li:has-text('{WORDS}') [data-act=promise]")
    page.fill("#l-giver", "钱修远")
    page.select_option("#l-unit", label="城建办")
    page.select_option("#l-kind", "act")  # only its giver's word keeps it, not the reply
    page.fill("#l-what", "告诉企业完工时间")
    page.fill("#l-due", due)
    page.click("#line-dialog button[type=submit], #line-dialog button.btn-primary")
    page.wait_for_selector("#said li:has-text('告诉企业完工时间')")


def read_back(page) -> None:
    page.click("a[href$='/read-back/']")
    page.click("li:has-text('告诉企业完工时间') button[value=confirm]")
    page.wait_for_selector("li:has-text('告诉企业完工时间') [data-state=confirmed]")
    page.click("form[action$='/read-back/close/'] button")
    page.wait_for_selector(".alert-success")


def step(page, verb: str):
    """The form of a step, opened."""
    box = page.locator(f"#step-{verb}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return box


def assign_and_find_slip(page, at: str) -> str:
    """Hand the demand to its unit; the link that stands on the slip."""
    page.goto(at)
    box = step(page, "assign")
    box.locator("[name=unit_id]").select_option(label="城建办")
    box.locator("form button.btn-primary").click()
    page.wait_for_selector(".alert-success")
    page.click("a[href$='/slip/']")
    page.wait_for_url("**/slip/")
    return link_on(page)


def reply_by_slip(unit, link: str) -> None:
    """Nobody is signed in here."""
    unit.goto(link)
    form = unit.locator("form:has(input[name=verb][value=reply])")
    if not form.locator("[name=answer]").is_visible():
        unit.locator("details", has=form).locator("summary").click()
    form.locator("[name=result][value=solved]").check()
    form.locator("[name=answer]").fill(ANSWER)
    form.locator("[name=name]").fill("钱修远")
    form.locator("button.btn-primary").click()
    unit.wait_for_selector(".alert-success")


def give_the_word(owner, once: str) -> None:
    """By the call-back link, which works once."""
    owner.goto(once)
    assert ANSWER in owner.inner_text("main")
    owner.check("input[name=word][value=solved]")
    owner.click("main form button.btn-primary")
    owner.wait_for_selector(".alert-success")
    owner.goto(once)
    assert not owner.locator("input[name=word]").count(), "the link works once"


def keep(page, at: str) -> None:
    page.goto(at)
    page.fill("[name=evidence]", "11:00 by telephone to Mr He")
    page.click("button[name=verb][value=keep]")
    page.wait_for_selector(".alert-success")


def test_from_a_tea_to_a_kept_promise_and_a_figure_that_moves(live_world, browser_page) -> None:
    due = calendars.of(live_world.tenant).add_workdays(clock.today(), 3).isoformat()
    desk = browser_page("shen")
    page = desk.go("/meetings/new/")
    plan_a_tea(page)
    at_meeting = page.url
    page.click("tr:has-text('晴川针织') a[href*='/invitations/']")
    page.wait_for_selector("#message")
    owner = browser_page(language="zh-hans", size="phone").page
    answer_the_invitation(owner, link_on(page))
    page.goto(at_meeting)
    page.wait_for_selector("tr:has-text('路太窄')")

    page.click("a[href$='/table/']")
    promise_at_the_table(page, due)
    read_back(page)
    demand, promise = Demand.objects.get(), Promise.objects.get()
    assert (demand.words, demand.company_id) == (WORDS, live_world.company.pk)
    assert (promise.state, promise.giver, str(promise.due_on)) == ("open", "钱修远", due)

    slip = assign_and_find_slip(page, f"{desk.base}/demands/{demand.pk}/")
    reply_by_slip(browser_page(size="phone").page, slip)
    demand.refresh_from_db()
    assert (demand.state, demand.answer) == ("replied", ANSWER)

    other = browser_page("lu", language="zh-hans").go(f"/demands/{demand.pk}/")  # never who replied
    other.click(f"form[action='/demands/{demand.pk}/call-back/'] button")
    other.wait_for_selector("#call-back-link [data-copy]")
    give_the_word(owner, link_on(other))
    demand.refresh_from_db()
    assert (demand.state, demand.closed_as) == ("closed", "solved")

    keep(page, f"{desk.base}/promises/{promise.pk}/")
    promise.refresh_from_db()
    assert promise.state == "kept"
    wall = browser_page("he").go("/wall/?period=all")
    wall.click("a.zc-tile[href*='/wall/solved']")
    wall.wait_for_selector(f"main a:has-text('{WORDS}')")
