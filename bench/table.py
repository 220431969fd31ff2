"""Thirty lines at the table at the pace of a meeting: `python bench/table.py --minutes 10`.

Two officers in real browsers at one table: ten speakers, three demands a minute, typed at the speed of a person with
pauses and slips, suggestions on, the network cut for 20 seconds in the middle, every fifth line by the second officer.
With --base at a running demo (`zaocha demo`), so that suggestions have something to find; without it at a small town of
its own. Ends with 1 when fewer than 27 of the 30 lines are there once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import places

PASSWORD = "morning-tea-2026"
LINES, SPEAKERS, ENOUGH, CUT_SECONDS = 30, 10, 27, 20
SCRIPT = [
    "租的厂房只有5000平方米，想要10亩地", "山前路拓宽到底什么时候能完工", "职工的工作餐能不能便宜一点",
    "外贸订单少了，换机器的压力很大", "招不到会看机器的年轻人", "电力增容报上去两个月没有回音",
    "员工宿舍不够住，一间挤八个人", "外来员工的孩子上学名额太少", "下夜班没有公交车，员工走回去",
    "周末没有地方打球",
]  # fmt: skip

TOWN = """
import sys
from zaocha.config.cli import start_django
start_django()
from django.core.management import call_command
from zaocha.accounts import actions, actors
from zaocha.kernel import clock
call_command("migrate", verbosity=0)
at = clock.now()
tenant = actions.create_tenant(slug="trial", name="青禾街道", at=at)
tenant.set_up_at = at
tenant.save(update_fields=["set_up_at"])
by = actors.system(tenant)
for login in ("shen", "lu"):
    new = actions.NewPerson(login=login, name=login, password=sys.argv[1])
    actions.give_role(person=actions.create_person(new=new, by=by, at=at), role="desk", by=by, at=at)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the meeting, count what was captured, and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", help="Address of a running demo, such as http://127.0.0.1:8000.")
    parser.add_argument("--minutes", type=float, default=10, help="How long the thirty lines take.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8151, help="Where it is served without --base.")
    given = parser.parse_args(arguments)
    with _served(given.base, port=given.port) as base:
        found = hold(base, seconds=given.minutes * 60, rng=Random(given.seed))
    places.report({"bench": "table", "minutes": given.minutes, **found})
    return 0 if found["captured_once"] >= ENOUGH else 1


def hold(base: str, *, seconds: float, rng: Random) -> dict[str, Any]:
    """Type the lines and see what of them is there in the end."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("ZAOCHA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        first, second = _signed_in(browser, base, "shen"), _signed_in(browser, base, "lu")
        table = _table(first, base)
        second.goto(table)
        for page in (first, second):
            page.wait_for_selector("[data-seat]")
        said = _speak(first, second, seconds=seconds, rng=rng)
        for page in (first, second):
            page.wait_for_selector('#table-state[data-state="saved"]', timeout=60_000)
        lines = first.request.get(f"{table}newer/?since=-1").json()["lines"]
        browser.close()
    times = Counter(line["words"] for line in lines if not line["removed"])
    return {
        "lines": len(said),
        "captured_once": sum(times[words] == 1 for words in said),
        "more_than_once": sum(times[words] > 1 for words in said),
        "missing": [words for words in said if not times[words]],
        "beside_their_speaker": sum(bool(line["invitation"]) for line in lines),
        "cut_seconds": CUT_SECONDS if seconds >= LINES * 4 else 3 * seconds / LINES,
    }


def _speak(first: Any, second: Any, *, seconds: float, rng: Random) -> list[str]:
    """Each line in its time; the network of the first officer goes away in the middle."""
    slot, began, said = seconds / LINES, time.monotonic(), []
    hurried = slot < 4
    cut_from, cut_until = LINES // 2, LINES // 2 + (3 if hurried else max(1, round(CUT_SECONDS / slot)))
    for number in range(LINES):
        if number == cut_from:
            first.context.set_offline(True)
        if number == cut_until:
            first.context.set_offline(False)
        page = second if number % 5 == 4 else first
        words = f"{SCRIPT[number % SPEAKERS]}，第{number // SPEAKERS + 1}次说"
        page.keyboard.press(f"Alt+Digit{(number + 1) % 10}")
        _type(page, words, rng=rng, seconds=0 if hurried else slot * 0.75)
        page.keyboard.press("Enter")
        said.append(words)
        page.wait_for_timeout(max(0.05, began + slot * (number + 1) - time.monotonic()) * 1000)
    return said


def _type(page: Any, words: str, *, rng: Random, seconds: float) -> None:
    """As a person does: sign by sign, uneven, with a pause in the middle and a slip that is taken back."""
    usual = seconds / (len(words) + 6)
    for place, sign in enumerate(words):
        if rng.random() < 0.04:
            page.keyboard.type("错")
            page.wait_for_timeout(usual * 1000)
            page.keyboard.press("Backspace")
        page.keyboard.type(sign)
        pause = 4 if place == len(words) // 2 else 1
        page.wait_for_timeout(rng.uniform(0.4, 1.5) * usual * pause * 1000)


def _signed_in(browser: Any, base: str, login: str) -> Any:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    page.goto(f"{base}/sign-in/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("form[method=post] button.btn-primary")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


def _table(page: Any, base: str) -> str:
    """Plan a morning tea, seat ten guests, and give the address of its table."""
    page.goto(f"{base}/meetings/new/")
    day = datetime.now(tz=UTC) + timedelta(hours=8)
    page.fill("[name=theme]", "读稿演练")
    page.fill("[name=day]", f"{day:%Y-%m-%d}")
    page.click("main form button.btn-primary")
    page.wait_for_url("**/invite/")
    table = str(page.url).replace("/invite/", "/table/")
    page.goto(table)
    token = page.locator("#table [name=csrfmiddlewaretoken]").get_attribute("value")
    for number in range(SPEAKERS):
        seated = page.request.post(
            f"{table}seats/", data={"name": f"第{number + 1}位发言人"},
            headers={"X-CSRFToken": token, "Referer": table},
        )  # fmt: skip
        assert seated.ok, seated.text()
    page.reload()
    return table


@contextmanager
def _served(base: str | None, *, port: int) -> Iterator[str]:
    """The given address; or a small town of its own, which ends with the trial."""
    if base:
        yield base.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="zaocha-table-") as folder:
        environment = {**os.environ, "ZAOCHA_DATA": folder, "PYTHONPATH": str(places.ROOT / "src")}
        subprocess.run([sys.executable, "-c", TOWN, PASSWORD], env=environment, check=True)
        command = [sys.executable, "-m", "zaocha", "serve", "--port", str(port)]
        log = (Path(folder) / "serve.log").open("ab")
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/sign-in/", seconds=180)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)
            log.close()


def _wait(address: str, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    raise SystemExit(main())
