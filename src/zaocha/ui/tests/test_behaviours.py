"""What the shared scripts do for a person in a real browser, under the real content policy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client
from django.urls import path

CHROMIUM = os.environ.get("ZAOCHA_CHROMIUM", "")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="needs ZAOCHA_CHROMIUM"),
]
HOST = "http://zaocha.test"
PAGE = """{% extends "ui/base_public.html" %}{% block content %}
<form method="post" action="/send/" data-once>{% csrf_token %}
<textarea id="words" name="words" data-keep="test" aria-label="Words"></textarea><button id="send">Send</button></form>
<button type="button" id="ask" data-confirm="Remove it?">Remove</button>
<form id="swap" hx-post="/wrong/" hx-target="#answer"><input name="q" aria-label="q" data-keep="swap"><button>Go</button></form>
<div id="answer"></div>
<input type="file" id="papers" aria-label="Papers">
{% chart "c" "bar" data "Figures" %}
{% endblock %}{% block scripts %}{% include "ui/chart_scripts.html" %}{% endblock %}"""
sent: list[str] = []


def form(request: HttpRequest) -> HttpResponse:
    data = {"labels": ["A"], "series": [{"name": "Raised", "values": [3]}]}
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"data": data})))


def send(request: HttpRequest) -> HttpResponse:
    sent.append(request.POST["words"])
    if request.POST["words"] == "refuse":
        return HttpResponse(Template('{% include "500.html" %}').render(RequestContext(request)), status=500)
    return HttpResponse(status=302, headers={"Location": "/form/"})


def wrong(_request: HttpRequest) -> HttpResponse:
    return HttpResponse('<p class="is-invalid">Not so.</p>', status=422)


urlpatterns = [path("form/", form), path("send/", send), path("wrong/", wrong)]


class Browser:
    """A page whose requests are answered by Django's test client; `cut` is a lost network."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.client = Client()
        self.cut = False
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        context.route("**/*", self.answer)

    def answer(self, route: Any) -> None:
        if self.cut:
            route.abort()
            return
        asked = route.request
        place = asked.url.removeprefix(HOST)
        kind = asked.headers.get("content-type", "application/octet-stream")
        got = self.client.generic(asked.method, place, asked.post_data or "", content_type=kind)
        body = b"".join(got.streaming_content) if got.streaming else got.content
        got.close()
        if 300 <= got.status_code < 400:  # a fulfilled redirect is not followed: say it in HTML
            follow = f'<meta http-equiv="refresh" content="0;url={got["Location"]}">'
            route.fulfill(status=200, body=follow, content_type="text/html")
            return
        route.fulfill(status=got.status_code, body=body, headers=dict(got.headers.items()))

    def open(self) -> Any:
        self.page.goto(f"{HOST}/form/", wait_until="networkidle")
        return self.page

    def type(self, text: str) -> None:
        self.page.fill("#words", text)
        self.page.wait_for_timeout(350)


@pytest.fixture
def browser(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MIDDLEWARE = [
        "zaocha.config.headers.SecurityHeaders",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    sent.clear()
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Browser(chromium.new_context(locale="en-US", viewport={"width": 390, "height": 844}))
        chromium.close()


def test_typed_text_outlives_a_reload_and_a_lost_network(browser: Browser) -> None:
    page = browser.open()
    browser.type("The road")
    page.reload(wait_until="networkidle")
    assert page.input_value("#words") == "The road"
    browser.cut = True
    page.click("#send")
    page.wait_for_timeout(300)
    browser.cut = False
    page.go_back(wait_until="networkidle")
    assert page.input_value("#words") == "The road"
    assert sent == []


def test_typed_text_outlives_an_error_page_and_goes_when_it_has_arrived(browser: Browser) -> None:
    page = browser.open()
    browser.type("refuse")
    page.click("#send")
    page.wait_for_selector("[data-page=error]")
    browser.open()
    assert page.input_value("#words") == "refuse"
    browser.type("Cheaper meals")
    page.click("#send")
    page.wait_for_url("**/form/")
    page.wait_for_load_state("networkidle")
    assert page.input_value("#words") == ""
    assert sent == ["refuse", "Cheaper meals"]


def test_a_second_tap_sends_nothing(browser: Browser) -> None:
    page = browser.open()
    browser.type("Once")
    page.eval_on_selector("#send", "b => { b.click(); b.click(); b.form.requestSubmit(); }")
    page.wait_for_function("!document.querySelector('#words').value")
    page.wait_for_load_state("networkidle")
    assert sent == ["Once"]


def test_wrong_input_is_swapped_in_and_stays_typed(browser: Browser) -> None:
    page = browser.open()
    page.fill("#swap input", "ten mu")
    page.click("#swap button")
    page.wait_for_selector("#answer .is-invalid")
    assert page.input_value("#swap input") == "ten mu"
    assert page.locator(".zc-toast").count() == 0


def test_a_file_is_chosen_in_the_language_of_the_page(browser: Browser) -> None:
    page = browser.open()
    # The page is in Chinese, the browser in English.
    assert page.inner_text(".zc-file .btn") == "选择文件"
    assert page.inner_text(".zc-file-name") == "未选择文件"
    page.set_input_files("#papers", {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"x"})
    assert page.inner_text(".zc-file-name") == "minutes.txt"


def test_charts_and_dialogs_keep_to_the_content_policy(browser: Browser) -> None:
    page = browser.open()
    page.wait_for_selector("#c svg")
    page.hover("#c")
    page.click("#ask")
    assert page.inner_text("dialog[open] p") == "Remove it?"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert browser.complaints == []
