"""Both languages, everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from zaocha.config import messages

SOURCE = Path(messages.__file__).parents[1]
TEMPLATE = re.compile(r"""{%-?\s*(?:translate|trans)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?(?P<head>[^%]*)%}(?P<body>.*?){%\s*endblocktrans", re.S)
CODE = re.compile(r"""\b_\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)""")


def known() -> set[str]:
    return {
        entry.msgid
        for po in messages.catalogues()
        for entry in polib.pofile(str(po))
        if entry.translated() or entry.msgstr_plural
    }


def used() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in SOURCE.rglob("*.html"):
        text = path.read_text(encoding="utf8")
        for match in TEMPLATE.finditer(text):
            found[match[1] or match[2]] = path.name
    for path in SOURCE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for match in CODE.finditer(path.read_text(encoding="utf8")):
            parts = re.findall(r'"((?:[^"\\]|\\.)*)"', match[1])
            found["".join(parts).replace('\\"', '"').replace("\\n", "\n")] = path.name
    return found


def test_every_text_has_its_chinese() -> None:
    missing = {text: where for text, where in used().items() if text not in known()}
    assert not missing, f"{len(missing)} texts without Chinese: {missing}"


def test_compiled_catalogues_are_fresh() -> None:
    assert not messages.stale(), "run python -m zaocha.config.messages"


@pytest.mark.parametrize("po", messages.catalogues(), ids=lambda p: p.parts[-5])
def test_no_fuzzy_or_empty(po: Path) -> None:
    catalogue = polib.pofile(str(po))
    assert not [e.msgid for e in catalogue if e.fuzzy or (not e.translated() and not e.obsolete)]
