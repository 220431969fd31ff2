"""Sheets in and out at the desk, and the company's own page on a phone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.world import World

from zaocha.accounts import links
from zaocha.companies import actions as company_actions
from zaocha.companies.models import Company
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel import clock, tasks

pytestmark = pytest.mark.journey

SAMPLES = Path(__file__).parents[2] / "samples"


def raised(world: World, words: str) -> Demand:
    new = demand_actions.NewDemand(words=words, channel="phone", company_id=world.company.pk)
    return demand_actions.raise_demand(new=new, by=world.desk, at=clock.now())


def test_a_messy_table_comes_in_without_its_bad_rows(live_world, browser_page) -> None:
    page = browser_page("shen", language="zh-hans").go("/imports/companies/new/")
    page.set_input_files("input[type=file]", str(SAMPLES / "companies_messy.xlsx"))
    page.click("main form button.btn-primary")
    page.wait_for_selector("select[name=credit_code]")
    chosen = page.locator("select[name=credit_code] option:checked").inner_text()
    assert "信用代码" in chosen, "the column was found by its heading"
    before = Company.objects.count()
    page.click("main form:has(select) button.btn-primary")
    page.wait_for_selector("progress, .zc-bar")
    tasks.run_all(at=clock.now())
    page.wait_for_selector(".zc-tabs a[href*='tab=new']")  # the progress page leads on by itself
    assert "<script>" in page.inner_text("main"), "shown as text, and refused"
    page.click("form[action$='/answers/'] button:has-text('不导入')")
    page.wait_for_selector("form[action$='/take/'] input[name=without_bad]")
    assert Company.objects.count() == before, "nothing half imported"
    page.check("form[action$='/take/'] input[name=without_bad]")
    page.click("form[action$='/take/'] button")
    page.wait_for_load_state()
    tasks.run_all(at=clock.now())
    page.wait_for_selector("a:has-text('再导入')")
    assert Company.objects.count() == before + 7


def test_the_ledger_goes_out_is_changed_and_comes_back(live_world, browser_page, tmp_path) -> None:
    demand = raised(live_world, "下夜班没有公交车")
    page = browser_page("shen", language="zh-hans").go("/demands/ledger/")
    with page.expect_download() as download:
        page.locator("a[href*='/demands/ledger.xlsx']").first.click()
    download.value.save_as(tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = book.worksheets[0]
    heading = next(row for row in sheet.iter_rows() if "类别" in [cell.value for cell in row])
    column = [cell.value for cell in heading].index("类别") + 1
    line = next(row[0].row for row in sheet.iter_rows() if demand.number in [cell.value for cell in row])
    sheet.cell(line, column).value = "12 交通物流基础设施"
    book.save(tmp_path / "ledger.xlsx")

    page.goto(page.url.replace("/demands/ledger/", "/imports/ledger/new/"))
    page.set_input_files("input[type=file]", str(tmp_path / "ledger.xlsx"))
    page.click("main form button.btn-primary")
    page.wait_for_selector("main form:has(select) button.btn-primary")
    page.click("main form:has(select) button.btn-primary")
    tasks.run_all(at=clock.now())
    page.wait_for_selector("form[action$='/take/'] button")
    assert Demand.objects.get().category != "12", "shown before it is taken"
    page.click("form[action$='/take/'] button")
    page.wait_for_load_state()
    tasks.run_all(at=clock.now())
    page.wait_for_selector("a:has-text('再导入')")
    assert Demand.objects.get().category == "12"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_company_adds_and_objects_on_its_phone(live_world, browser_page, language) -> None:
    at = clock.now()
    demand = raised(live_world, "宿舍不够住")
    demand_actions.assign(demand_id=demand.pk, unit_id=live_world.labour.pk, by=live_world.desk, at=at)
    link = company_actions.issue_link(company_id=live_world.company.pk, by=live_world.desk, at=clock.now())
    owner = browser_page(language=language, size="phone")
    page = owner.go(f"/l/{links.token(link)}")
    assert "宿舍不够住" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing is wider than the phone"
    page.fill("#say textarea[name=words]", "厂门口的路灯坏了三天")
    page.click("#say form button.btn-primary")
    page.wait_for_selector("#h-said ~ article:has-text('厂门口的路灯坏了三天')")
    assert Demand.objects.filter(company=live_world.company, channel="link").count() == 1

    answer = "下月新增八十个床位"
    handler = live_world.other_handler
    demand_actions.reply(demand_id=demand.pk, result="solved", answer=answer, by=handler, at=clock.now())
    page.reload()
    assert answer in page.inner_text("main")
    page.check("input[name=word][value=not]")
    page.fill("form:has(input[name=word]) textarea", "床位还没有看到")
    page.click("form:has(input[name=word]) button.btn-primary")
    page.wait_for_load_state()
    page.locator("input[name=word]").wait_for(state="detached")
    demand.refresh_from_db()
    assert (demand.closed_at, demand.word) == (None, "not"), "it goes back to work"
