"""What holds for every template of the project: no inline code or style, no Chinese, known icons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2]
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
SPRITE = (SOURCE / "ui/static/ui/vendor/icons.svg").read_text(encoding="utf8")
ICONS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
SCRIPT = re.compile(r"<script\b([^>]*)>", re.I)
HANDLER = re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:a-z-]*)\s*=", re.I)
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")


def each_template(check: re.Pattern[str]) -> dict[str, list[str]]:
    found = {
        str(path.relative_to(SOURCE)): check.findall(path.read_text(encoding="utf8")) for path in TEMPLATES
    }
    return {path: hits for path, hits in found.items() if hits}


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 20


def test_no_inline_style() -> None:
    assert not each_template(re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.I))


def test_no_inline_script() -> None:
    inline = {
        path: [tag for tag in tags if " src=" not in tag and "application/json" not in tag]
        for path, tags in each_template(SCRIPT).items()
    }
    assert not {path: tags for path, tags in inline.items() if tags}


def test_no_handlers_and_no_script_addresses() -> None:
    assert not each_template(HANDLER)
    assert not each_template(re.compile(r"javascript:|hx-vals\s*=\s*['\"]js:|hx-vars", re.I))


def test_no_foreign_addresses() -> None:
    assert not each_template(re.compile(r"""(?:src|href)=["'](?:https?:)?//""", re.I))


def test_text_is_english_in_the_template() -> None:
    assert not each_template(CHINESE)


def test_every_icon_is_in_the_sprite() -> None:
    used = each_template(re.compile(r"""{%\s*icon\s+["']([^"']+)["']"""))
    unknown = {path: set(names) - ICONS for path, names in used.items()}
    assert not {path: names for path, names in unknown.items() if names}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("static/**/*.js")), ids=lambda p: p.name)
def test_scripts_keep_to_the_content_policy(path: Path) -> None:
    if path.parent.name == "vendor":
        return
    text = path.read_text(encoding="utf8")
    assert not re.search(
        r"\beval\(|new Function\(|\.innerHTML\s*=|insertAdjacentHTML|setAttribute\(.style.", text
    )
    assert not CHINESE.search(text)
