"""Journeys: a real browser against the live server, in both languages, on a desktop and on a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@dataclass
class Visitor:
    """One browser window with its own cookies: `go` takes a path, `page` is Playwright's."""

    context: object
    page: object
    base: str

    def go(self, path: str) -> object:
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A Chromium of its own for each journey; skipped loudly when there is none.

    Not shared: two Playwrights in one process exclude each other, and other tests start theirs.
    """
    path = os.environ.get("ZAOCHA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium: set ZAOCHA_CHROMIUM, or install it (apt install chromium)")
    from django.db import connections

    sync_api = pytest.importorskip("playwright.sync_api")
    # Playwright's own loop runs in this thread, and Django takes that for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        # With Playwright's loop running, Django keeps a connection of its own for this thread.
        connections.close_all()
        browser.close()


@pytest.fixture
def live_world(transactional_db: None) -> object:
    """The small world, committed, so that the live server sees it."""
    from tests.world import build

    return build()


@pytest.fixture
def browser_page(
    chromium: object, live_server: object, live_world: object
) -> Iterator[Callable[..., Visitor]]:
    """`browser_page("shen", language="zh-hans", size="phone")`: a window in which that person is signed in.

    Fails at the end when a script threw or the content security policy stopped something.
    """
    opened: list[Visitor] = []
    errors: list[str] = []

    def open_(who: str = "", *, language: str = "en", size: str = "desktop") -> Visitor:
        context = chromium.new_context(
            viewport=SIZES[size], locale="en-GB" if language == "en" else "zh-CN", has_touch=size == "phone"
        )
        cookies = [{"name": "zaocha_language", "value": language, "url": live_server.url}]
        if who:
            session = live_world.client(who).cookies["zaocha_session"].value
            cookies.append({"name": "zaocha_session", "value": session, "url": live_server.url})
        context.add_cookies(cookies)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.set_default_navigation_timeout(40_000)  # the first page of a cold server
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None,
        )
        visitor = Visitor(context, page, live_server.url)
        opened.append(visitor)
        return visitor

    yield open_
    for visitor in opened:
        visitor.context.close()
    assert not errors, errors
