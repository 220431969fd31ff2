"""Both languages, everywhere: every text has its Chinese, one Chinese, with the same blanks to fill."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import polib
import pytest

from zaocha.config import messages

SOURCE = Path(messages.__file__).parents[1]
TEMPLATE = re.compile(r"""{%-?\s*(?:translate|trans)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?(?P<head>[^%]*)%}(?P<body>.*?){%\s*endblocktrans", re.S)
PLURAL = re.compile(r"{%\s*plural\s*%}")
# `{% copy_button label=_("Copy") %}`, `{{ _("Saved") }}`, `{% if x == _("…") %}`
IN_TAG = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)""")
NAMES = {"_", "gettext", "gettext_lazy", "lazy", "lazy_", "ngettext", "ngettext_lazy", "noop", "gettext_noop"}
BLANKS = re.compile(r"%\((\w+)\)[sd]|{(\w+)}|%[sd]")


def known() -> set[str]:
    return {entry.msgid for po in messages.catalogues() for entry in entries(po) if _is_done(entry)}


@cache
def entries(po: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(po)) if not entry.obsolete]


def _is_done(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr or (entry.msgstr_plural and all(entry.msgstr_plural.values())))


def used() -> dict[str, str]:
    """Every text that the program says, and a file that says it."""
    found: dict[str, str] = {}
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("templates/**/*.txt")]:
        for text in of_template(path.read_text(encoding="utf8")):
            found[text] = path.name
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.parts:
            for text in of_code(path.read_text(encoding="utf8")):
                found[text] = path.name
    return found


def of_template(text: str) -> list[str]:
    """Texts of `translate`, of `_("…")` within tags, and of `blocktranslate` with its plural."""
    found = [match[1] or match[2] for match in TEMPLATE.finditer(text)]
    found += [match[1] or match[2] for match in IN_TAG.finditer(text)]
    for match in BLOCK.finditer(text):
        for body in PLURAL.split(match["body"])[:1]:
            said = re.sub(r"{{\s*([\w.]+)\s*}}", r"%(\1)s", body.replace("%", "%%"))
            if "trimmed" in match["head"]:
                said = " ".join(line.strip() for line in said.splitlines() if line.strip())
            found.append(said)
    return [one.replace('\\"', '"').replace("\\'", "'") for one in found]


def of_code(text: str) -> list[str]:
    """First arguments of the gettext functions, whatever their spelling: joined strings are one."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if name in NAMES and isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.append(first.value)
    return found


def test_the_search_for_texts_finds_them() -> None:
    page = """{% translate "A" %}{% copy_button label=_("B") %}{% blocktranslate trimmed with n=x %}
      {{ n }} of 5 %
      {% plural %} many {% endblocktranslate %}{{ _('C') }}"""
    assert of_template(page) == ["A", "B", "C", "%(n)s of 5 %%"]
    assert of_code('_("D" "E"); ngettext("%(n)d", "x", 2); lazy("F"); other("G")') == ["DE", "%(n)d", "F"]


def test_every_text_has_its_chinese() -> None:
    done = known()
    missing = {text: where for text, where in used().items() if text not in done}
    assert not missing, f"{len(missing)} texts without Chinese: {missing}"


def test_compiled_catalogues_are_fresh() -> None:
    assert not messages.stale(), "run python -m zaocha.config.messages"


@pytest.mark.parametrize("po", messages.catalogues(), ids=lambda p: p.parts[-5])
def test_no_fuzzy_or_empty(po: Path) -> None:
    assert not [entry.msgid for entry in entries(po) if entry.fuzzy or not _is_done(entry)]


def test_no_text_has_two_translations() -> None:
    """All catalogues are read as one: of two translations the one of the upper area would win everywhere."""
    found: dict[tuple[str | None, str], dict[str, str]] = defaultdict(dict)
    for po in messages.catalogues():
        for entry in entries(po):
            said = entry.msgstr or "|".join(entry.msgstr_plural.values())
            found[(entry.msgctxt, entry.msgid)].setdefault(said, po.parts[-5])
    twice = {text: said for (_context, text), said in found.items() if len(said) > 1}
    assert not twice, f"choose one, or change the English of one: {twice}"


@pytest.mark.parametrize("po", messages.catalogues(), ids=lambda p: p.parts[-5])
def test_both_languages_have_the_same_blanks(po: Path) -> None:
    wrong = []
    for entry in entries(po):
        wanted = _blanks(entry.msgid) | _blanks(entry.msgid_plural or "")
        for said in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            # A singular may leave its number out in words: "one day".
            if _blanks(said) != wanted and not (entry.msgid_plural and _blanks(said) >= _blanks(entry.msgid)):
                wrong.append((entry.msgid, said))
            # What is filled by % must not hold a lone %.
            if "python-format" in entry.flags and re.search(r"(?<!%)%(?![%(sd])", said.replace("%%", "")):
                wrong.append((entry.msgid, said))
    assert not wrong


@pytest.mark.parametrize("po", messages.catalogues(), ids=lambda p: p.parts[-5])
def test_chinese_is_chinese_with_its_own_signs(po: Path) -> None:
    """No text was left in English, and sentences do not mix in half-width stops."""
    wrong = []
    for entry in entries(po):
        said = entry.msgstr or next(iter(entry.msgstr_plural.values()), "")
        bare = re.sub(r"%\(\w+\)[sd]|{\w+}|https?://\S+", "", said)
        if re.search(r"[\u4e00-\u9fff][,;?!]", bare) or re.search(r"[\u4e00-\u9fff]\.(\s|$)", bare):
            wrong.append(said)
        if re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", bare) and not re.search(r"[\u4e00-\u9fff]", bare):
            wrong.append(said)
    assert not wrong


def test_no_leftovers() -> None:
    """A translation that nothing says any more only misleads."""
    said = set(used())
    left = {
        entry.msgid: po.parts[-5]
        for po in messages.catalogues()
        for entry in entries(po)
        if entry.msgid not in said and not _is_said_elsewhere(entry.msgid)
    }
    assert len(left) <= LEFTOVERS, left


LEFTOVERS = 10  # a few may wait for the page that says them


def _is_said_elsewhere(text: str) -> bool:
    return text in _literals()


@cache
def _literals() -> set[str]:
    """Every string in the source: some are handed to gettext later (`noop`-like tables)."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def _blanks(text: str) -> set[str]:
    return {match[0].replace("d", "s") if match[0][0] == "%" else match[0] for match in BLANKS.finditer(text)}
