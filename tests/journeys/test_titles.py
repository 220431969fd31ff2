"""A worker who mixes five hundred colours of yarn, with little schooling, gets a title."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zaocha.kernel import clock
from zaocha.titles.actions import dossiers, experts, panels, sheets
from zaocha.titles.models import Dossier, Panel, Worker
from zaocha.titles.tests import cases

pytestmark = pytest.mark.journey


def test_five_hundred_colours_of_yarn(live_world, browser_page) -> None:
    world, visitor = live_world, browser_page("", language="zh-hans", size="phone")
    page = visitor.go(f"/c/{cases.token(world, 'company', world.company.pk)}/titles/")
    page.fill("[name=name]", "苏彩云")
    page.fill("[name=post]", "调色工")
    for name, value in cases.FACTS.items():
        field = page.locator(f"[name=f_{name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option({True: "yes", False: "no"}.get(value, value))
        else:
            field.fill(value)
    page.click("button[value=tell]")
    page.wait_for_selector("[data-state=may]")
    worker = Worker.objects.get()
    page = visitor.go(f"/title-workers/{cases.token(world, 'title_worker', worker.pk)}/")
    page.click("button[value=agree]")
    page.click("form:has([name=rule][value=assistant-green-schooling]) button[value=open]")
    page.fill("[name=statement]", cases.WORDS)
    page.click("button[value=describe]")
    for number in range(6):
        paper = {"name": f"{number}.png", "mimeType": "image/png", "buffer": cases.png(number)}
        page.set_input_files("[name=file]", paper)
        page.click("button[value=paper]")  # what is missing stands first in the list of kinds
        page.wait_for_selector(f".zc-list li:nth-child({number + 1}) a[href*='/papers/']")
    page.wait_for_selector(".alert-success")
    _a_panel_meets(world, Dossier.objects.get())
    desk = browser_page("shen", language="zh-hans")
    page = desk.go(f"/titles/panels/{Panel.objects.get().pk}/")
    assert "同单位" in page.inner_text("main"), "one expert was kept out, with the reason"
    page.click("button[value=end]")
    page = desk.go(f"/titles/{Dossier.objects.get().pk}/")
    page.fill("[name=number]", "云职绿〔2026〕001号")
    page.fill("[name=on]", clock.now().date().isoformat())
    page.click("button[value=grant]")
    page = visitor.go(f"/title-workers/{cases.token(world, 'title_worker', worker.pk)}/")
    page.click("button[value=confirm]")
    page.wait_for_selector("button[value=confirm]", state="detached")
    page = desk.go("/results/?kind=title_granted")
    assert "晴川针织" in page.inner_text("main"), "the figure has moved, and opens to its row"


def _a_panel_meets(world: object, case: Dossier) -> None:
    """Drawn, marked and counted three weeks ago, so that the days of objections are over."""
    at = clock.now() - timedelta(days=21)
    cases.pool(world, 5)
    own = experts.NewExpert("同厂专家", "senior", ("textile",), company_id=case.company_id)
    experts.enter(new=own, by=world.desk, at=at)
    new = panels.NewPanel("纺织评审会", "textile", case.level, 5, 0)
    found = panels.plan(new=new, by=world.desk, at=at)
    panels.put(panel_id=found.pk, dossier_ids=[case.pk], by=world.desk, at=at)
    panels.draw(panel_id=found.pk, by=world.desk, at=at)
    for seat in found.seats.filter(state="seated"):
        cases.hand_in(world, seat, cases.marks(case), at=at)
    sheets.decide(panel_id=found.pk, by=world.desk, at=at)
    assert Dossier.objects.get().state == dossiers.State.NOTICE
