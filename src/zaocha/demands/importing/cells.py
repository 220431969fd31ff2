"""Reads single cells of a ledger that comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils import translation

from zaocha.demands import labels
from zaocha.lang import categories

Given = Mapping[str, str | None]
_CODE = re.compile(r"\s*(\d{4}|\d{2})\b")


def text(given: Given, name: str) -> str:
    """A cell without outer spaces; line ends as in the pool."""
    return (given.get(name) or "").replace("\r\n", "\n").strip()


def squeezed(words: str) -> str:
    """Words without any white space, to compare what an office program may have wrapped."""
    return re.sub(r"\s+", "", words)


def demand_id(given: Given) -> int | None:
    """The id in the hidden key, else in the number; None for a new row; 0 for what is no id."""
    found = text(given, "key") or text(given, "number").rpartition("-")[2]
    if not found:
        return None
    return int(found) if found.isascii() and found.isdigit() and len(found) < 16 else 0


def category(words: str) -> str | None:
    """The code of “12 …”, of a bare code or of a name in either language."""
    if match := _CODE.match(words):
        try:
            categories.category(match[1])
        except categories.UnknownCategory:
            return None
        return match[1]
    return _category_names().get(words.strip().lower())


def state(given: Given) -> str:
    """The state that a label in either language means; empty when it means none."""
    return _state_names().get(text(given, "state"), "")


def day(words: str) -> date | None:
    """A day as the table reader gives it (ISO, perhaps with a time)."""
    try:
        return date.fromisoformat(words[:10].replace("/", "-"))
    except ValueError:
        return None


@cache
def _category_names() -> dict[str, str]:
    named = [(one.name, one.code) for one in categories.CATEGORIES]
    named += [(part.name, part.code) for one in categories.CATEGORIES for part in one.second]
    return {name.lower(): code for label, code in named for name in (label.zh, label.en)}


@cache
def _state_names() -> dict[str, str]:
    found = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found.update({str(label): state for state, label in labels.STATES.items()})
    return found
