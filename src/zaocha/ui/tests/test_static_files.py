"""Addresses of static files, and what lies beside them."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from zaocha.ui import compress, static_files


def test_the_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "look.css").write_text("a{}")
    with override_settings(STATICFILES_DIRS=[str(tmp_path)], DEBUG=True):
        storage = static_files.ContentHashStorage()
        first = static_files.file_hash(tmp_path / "look.css")
        (tmp_path / "look.css").write_text("a{color:red}")
        assert static_files.file_hash(tmp_path / "look.css") != first
        assert storage.url("nowhere.css") == f"{settings.STATIC_URL}nowhere.css"


def test_a_known_file_carries_its_hash() -> None:
    address = staticfiles_storage.url("ui/zaocha.css")
    path = compress.FOLDER / "zaocha.css"
    assert address == f"{settings.STATIC_URL}ui/zaocha.css?v={static_files.content_hash(path.read_bytes())}"


@pytest.mark.parametrize("path", compress.originals(), ids=lambda p: p.name)
def test_compressed_forms_are_fresh(path: Path) -> None:
    content = path.read_bytes()
    hint = "run python -m zaocha.ui.compress"
    assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == content, hint
    assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == content, hint


@pytest.mark.django_db  # the end of a request looks at the connection that an earlier test may have left open
def test_a_browser_gets_the_small_form_and_keeps_it_for_a_year() -> None:
    answer = Client(headers={"Accept-Encoding": "gzip, br"}).get("/static/ui/vendor/tabler.min.css")
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    answer.close()


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "500"])
def test_error_pages_need_nothing_but_themselves(code: str) -> None:
    html = render_to_string(f"{code}.html")
    assert f"{code}" in html
    assert 'data-page="error"' in html


@pytest.mark.parametrize("code", ["403", "404", "409"])
def test_error_pages_say_why_and_what_to_do(code: str) -> None:
    refusal = {"message": "It was merged <b>", "remedy": "Open the other one."}
    html = render_to_string(f"{code}.html", {"refusal": refusal}, request=RequestFactory().get("/x/?a=1"))
    assert "It was merged &lt;b&gt;" in html
    assert "Open the other one." in html
