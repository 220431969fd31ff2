"""Where a finding of the lint belongs in the form: place in the document → place in the sheet. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

_PART = re.compile(r"([a-z_]+)|\[(\d+)\]")
GROUPS = {"all", "any"}
# Name in the document → name of its field in the sheet.
FIELDS = {"test": "value", "ratio": "fact", "unit": "value"}


class Found(Protocol):
    """A finding: place in the document, words for it."""

    @property
    def path(self) -> str: ...
    @property
    def words(self) -> str: ...


def place(path: str) -> str:
    """`versions[0].when.all[1].test` → `versions.0.when.items.1.value`."""
    parts: list[str] = []
    for name, number in _PART.findall(path):
        if number:
            parts.append(number)
        elif "when" in parts and name in GROUPS:
            parts.append("items")
        elif "when" in parts and name == "not":
            parts += ["items", "0"]
        elif parts and parts[-1] == "apply":
            parts[-1] = name
        else:
            parts.append(FIELDS.get(name, name) if "when" in parts else name)
    return ".".join(parts)


def by_field(findings: Iterable[Found]) -> dict[str, list[str]]:
    """Place in the sheet → what is to be said there."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in findings:
        found[place(one.path)].append(one.words)
    return dict(found)


def at(found: dict[str, list[str]], path: str, *, below: bool = False) -> list[str]:
    """What is to be said at a place; with `below` at any place under it too."""
    said = list(found.get(path, ()))
    if below:
        said += [text for where, texts in found.items() if where.startswith(f"{path}.") for text in texts]
    return said
