"""The first five minutes: from pasted minutes to slips, a message and the company's own page."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from zaocha.accounts.models import Tenant
from zaocha.demands.models import Demand
from zaocha.kernel import clock

pytestmark = [pytest.mark.journey, pytest.mark.both]

SAMPLE = (Path(__file__).parents[2] / "samples" / "minutes_formal.txt").read_text(encoding="utf8")
SAMPLE = SAMPLE.replace(
    "2026年", f"{clock.today().year - 1}年"
)  # a meeting of last year: some days have passed
TWENTY_SECONDS = 20  # what the first page promises; usually it takes two


@pytest.fixture
def visit(chromium, live_server, transactional_db, settings, tmp_path):
    """`visit("zh-hans", "phone")`: a stranger's window at an installation that nobody has begun."""
    settings.DATA_FOLDER = tmp_path
    errors: list[str] = []
    contexts = []

    def open_(language: str, size: str):
        width, height = {"desktop": (1440, 900), "phone": (390, 844)}[size]
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.add_cookies([{"name": "zaocha_language", "value": language, "url": live_server.url}])
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        contexts.append(context)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.mark.parametrize(("language", "size"), [("zh-hans", "desktop"), ("en", "phone")])
def test_pasted_minutes_become_slips_a_message_and_a_company_page(visit, live_server, language, size) -> None:
    page = visit(language, size)
    page.goto(live_server.url + "/")
    page.fill("textarea[name=text]", SAMPLE)
    began = time.monotonic()
    page.click("form button.btn-primary")
    page.wait_for_selector("[data-draft]")
    assert time.monotonic() - began < TWENTY_SECONDS
    assert Demand.objects.count() == 0, "nothing enters by itself"

    cards = page.locator("[data-draft]")
    assert cards.count() >= 4
    first = cards.first.get_attribute("data-draft")
    marked = "".join(page.locator(f'mark[data-drafts~="{first}"]').all_inner_texts())
    assert "工业用地" in marked and marked in SAMPLE
    assert page.locator('[data-standing="late"]').count(), "a day that has passed is in red, with words"

    page.fill("#officer-name", "温良")
    page.fill("#officer-phone", "0575-8000123")
    page.locator("form.zc-officer button.btn-primary").click()
    page.wait_for_selector(".alert-success")
    assert Tenant.objects.get().officer == "温良"

    page.locator(f"#draft-{first} [value=confirm]").click()
    page.wait_for_selector(f'#draft-{first}[data-state="confirmed"]')
    page.click(".zc-confirm-rest button")
    page.wait_for_selector("#going-out [data-copy]")
    assert Demand.objects.count() == cards.count()

    with page.expect_download() as download:
        page.click("#going-out a[download]")
    paper = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    words = paper.read("word/document.xml").decode()
    assert "3600平方米" in words and "温良" in words
    assert [name for name in paper.namelist() if name.endswith(".png")], "each slip carries its QR code"

    page.locator("#going-out [data-copy]").first.click()
    page.wait_for_selector(".zc-toast")
    message = page.evaluate("navigator.clipboard.readText()")
    assert "恒丰针织" in message and "0575-8000123" in message and "/l/" in message

    owner = visit(language, "phone")
    owner.goto(message[message.index("http") :].split()[0])
    text = owner.inner_text("body")
    for said in ("公司现租用厂房3600平方米", "温良", "0575-8000123", "一有土地挂牌信息"):
        assert said in text
    assert "鼎力机械" not in text, "nothing of another company"


def test_words_and_cards_point_at_each_other_and_a_missed_passage_is_added(visit, live_server) -> None:
    page = visit("zh-hans", "desktop")
    page.goto(live_server.url + "/")
    page.fill("textarea[name=text]", SAMPLE)
    page.click("form button.btn-primary")
    page.wait_for_selector("[data-draft]")
    second = page.locator("[data-draft]").nth(1)
    number = second.get_attribute("data-draft")
    second.hover()
    page.wait_for_selector(f'mark[data-drafts~="{number}"].is-here')
    page.locator(f'mark[data-drafts~="{number}"]').first.click()
    assert page.evaluate("document.activeElement.id") == f"draft-{number}"

    page.evaluate("""() => {
        const run = [...document.querySelectorAll('[data-source] span')].find((one) => one.textContent.includes('企业表示满意'));
        const at = run.firstChild.data.indexOf('企业表示满意');
        getSelection().setBaseAndExtent(run.firstChild, at, run.firstChild, at + 6);
    }""")
    page.wait_for_selector("form[data-add].is-picked")
    page.locator("form[data-add] button").click()
    page.wait_for_selector("form.zc-draft-form")
    assert page.locator("form.zc-draft-form textarea[name$=text]").input_value() == "企业表示满意"


def test_a_company_is_found_by_initials_while_the_cursor_stays(live_world, browser_page) -> None:
    page = browser_page("shen").go("/minutes/")
    page.fill("textarea[name=text]", SAMPLE)
    page.click("form[data-minutes-box] button.btn-primary")
    page.locator("[data-draft] a[hx-get]").first.click()
    field = page.locator("form.zc-draft-form input[name$=company]")
    field.wait_for()
    # An opened card is still settling for some milliseconds; no hand is as fast as this one.
    page.wait_for_function("!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    # On a busy machine the settling card may swallow the first keys: a person types again.
    for _attempt in range(3):
        field.fill("")
        field.type("qczz")
        page.wait_for_timeout(2_000)
        if page.locator("[data-pick]").count():
            break
    page.wait_for_selector("[data-pick]")
    assert page.evaluate("document.activeElement.name.endsWith('company')")
    page.click("[data-pick]")
    assert field.input_value() == "晴川针织"
    page.locator("form.zc-draft-form [value=save_confirm]").click()
    page.wait_for_selector('[data-draft][data-state="confirmed"]')
    assert Demand.objects.get().company == live_world.company
    assert page.evaluate("document.activeElement.dataset.first") == "", "the hand goes on to the next card"
