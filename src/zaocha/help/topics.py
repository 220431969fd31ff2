"""What a line may be about, for policies and offers: kinds by category, words that mean the same. Data; no database."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from zaocha.lang import tokens

MOST_WORDS = 24


def policy_kinds(category: str) -> tuple[str, ...]:
    """Kinds of policies that usually help with a category of demands."""
    return tuple(_data()["policy_kinds"].get(category, ()))


def offer_kinds(category: str) -> tuple[str, ...]:
    """Kinds of offers that usually help with a category of demands."""
    return tuple(_data()["offer_kinds"].get(category, ()))


def words(text: str) -> list[str]:
    """Words by which the title of a policy is found: those of the line, and those that mean the same."""
    said = [one for one in tokens.query_tokens(text) if len(one) > 1]
    alike = [word for key, found in _data()["alike"].items() if key in text for word in found]
    plain = frozenset(_data()["plain"])
    return [one for one in dict.fromkeys((*alike, *said)) if one not in plain][:MOST_WORDS]


@cache
def _data() -> dict[str, Any]:
    text = resources.files("zaocha.help").joinpath("data/fitting.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
