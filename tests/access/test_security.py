"""What a browser enforces for us, and bodies that are too large."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.access import routes, town

pytestmark = pytest.mark.django_db
TWENTY_MB = 20 * 1024 * 1024


def _readable(place: town.Town) -> list[str]:
    live = {name for name, _route in routes.routes()}
    return [page.path(place.rows) for page in routes.pages() if "GET" in page.methods and page.name in live]


def test_every_answer_carries_the_headers_that_a_browser_enforces(place: town.Town) -> None:
    """Pages, files, refusals, redirects, static files: whatever comes back."""
    wrong = []
    paths = [
        *_readable(place),
        "/nowhere/",
        "/static/ui/zaocha.css",
        "/static/nowhere.css",
        "/api/v1/nowhere",
    ]
    for client in (place.client("admin"), place.client("handler"), place.client("nobody")):
        for path in paths:
            response = client.get(path)
            policy = response.get("Content-Security-Policy", "")
            held = {
                "default-src 'none'" in policy and "frame-ancestors 'none'" in policy,
                not re.search(r"unsafe-|\*|https?:", policy),
                response.get("X-Content-Type-Options") == "nosniff",
                response.get("X-Frame-Options") == "DENY",
                response.get("Referrer-Policy") == "same-origin",
                "geolocation=()" in response.get("Permissions-Policy", ""),
                path.startswith("/static/") or "Cache-Control" in response,
            }
            for close in response._resource_closers:  # a file that is served
                close()
            if held != {True}:
                wrong.append(f"{path} ({response.status_code})")
    assert not wrong, "\n".join(wrong)


def test_pages_hold_nothing_that_the_policy_would_block(place: town.Town) -> None:
    client, wrong = place.client("admin"), []
    for path in _readable(place):
        response = client.get(path)
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        page = response.content.decode()
        found = re.findall(r"<[^>]+\s(?:style|on[a-z]+)=[\"'][^\"']*", page)
        found += [tag for tag in re.findall(r"<script\b[^>]*>", page) if not _is_own(tag)]
        found += re.findall(r"<style\b|<iframe\b|javascript:", page)
        found += re.findall(r"<(?:link|img)\b[^>]*(?:href|src)=[\"']https?://(?!testserver)[^\"']+", page)
        if found:
            wrong.append(f"{path}: {found[:3]}")
    assert not wrong, "\n".join(wrong)


def _is_own(tag: str) -> bool:
    data = 'type="application/json"' in tag
    return data or bool(re.search(r'src="/static/', tag))


def test_behind_https_cookies_are_secure_and_the_browser_is_told_to_stay() -> None:
    said = _settings_with(ZAOCHA_PUBLIC_URL="https://tea.example.cn", ZAOCHA_DEBUG="")
    assert said == {
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000, "DEBUG": False,
    }  # fmt: skip


def _settings_with(**environment: str) -> dict[str, Any]:
    names = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "DEBUG",
    ]
    shown = ", ".join(f"{name!r}: s.{name}" for name in names)
    code = f"import json, zaocha.config.settings as s; print(json.dumps({{{shown}}}))"
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment, "PYTHONPATH": source},
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


LARGE = [
    "sign-in", "meeting-new", "table-capture", "minutes", "demand-new", "company-new", "link-company",
    "promise", "api:promise-new", "api:demand-new", "api:minutes-new", "api:company-new",
]  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_twenty_megabytes_are_refused_in_words(name: str, place: town.Town) -> None:
    page = next(page for page in routes.pages() if page.name == name)
    client = place.client("nobody" if page.is_open or page.by_link else "admin")
    kind = "application/json" if page.is_json else "application/x-www-form-urlencoded"
    body = b'{"words": "' + b"x" * TWENTY_MB + b'"}' if page.is_json else b"words=" + b"x" * TWENTY_MB
    with town.undone():
        response = client.post(page.path(place.rows), body, content_type=kind)
    assert response.status_code in {400, 413, 422}
    assert len(response.content) > 20


@pytest.mark.parametrize(("name", "field"), [("import-new", "file"), ("minutes", "file")])
def test_a_large_file_is_refused_in_words(name: str, field: str, place: town.Town) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = next(page for page in routes.pages() if page.name == name)
    file = SimpleUploadedFile("large.txt", b"\xe8\xb7\xaf" * (8 * 1024 * 1024))
    with town.undone():
        response = place.client("admin").post(page.path(place.rows), {field: file})
    assert response.status_code in {400, 413, 422}


def test_errors_tell_nothing_of_the_inside(place: town.Town) -> None:
    page = place.client("admin").get("/meetings/999999/").content.decode()
    assert "Traceback" not in page
    assert "zaocha/" not in page.replace("/static/ui/zaocha", "")
