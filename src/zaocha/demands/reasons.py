"""Reason and ground codes as data with labels in both languages."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import get_language


def label(kind: str, code: str) -> str:
    """The words for a code in the reader's language; an unknown code is its own label."""
    for row in _data().get(kind, ()):
        if row["code"] == code:
            return str(row[language()])
    return code


def choices(kind: str) -> list[tuple[str, str]]:
    """(code, label) of one kind: reject, return, ground, reopen."""
    return [(row["code"], row[language()]) for row in _data()[kind]]


def legal_ground(kind: str) -> str:
    """On what ground a unit is assigned, or a body outside asked (`assign`, `ask`)."""
    return str(_data()["legal"][kind][language()])


def coded(kind: str, text: str) -> tuple[str, str]:
    """(code, note) of what was given: a known code, or free text under `other`."""
    text = text.strip()
    known = {row["code"] for row in _data()[kind]}
    head, _colon, rest = text.partition(":")
    if head.strip() in known:
        return head.strip(), rest.strip()
    return ("other", text) if text else ("", "")


def language() -> str:
    """`zh` or `en`, whichever the reader reads."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@cache
def _data() -> dict[str, Any]:
    text = resources.files("zaocha.demands").joinpath("data/reasons.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
