"""Conditions that the text of a vacancy may not hold, with the law. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Finding:
    """A condition that is not allowed: the words, what kind it is, and the legal reason in both languages."""

    code: str
    words: str
    zh: str
    en: str
    law_zh: str
    law_en: str


def check(text: str) -> list[Finding]:
    """Everything found, one per kind, in the order of the kinds."""
    found = []
    for kind, patterns in _kinds():
        hit = next((match for one in patterns if (match := one.search(text))), None)
        if hit is not None:
            found.append(
                Finding(kind["code"], hit[0].strip(), kind["zh"], kind["en"], kind["law_zh"], kind["law_en"])
            )
    return found


@cache
def _kinds() -> list[tuple[dict[str, str], list[re.Pattern[str]]]]:
    text = resources.files("zaocha.talent").joinpath("data/banned_words.json").read_text("utf-8")
    return [(one, [re.compile(each, re.I) for each in one["patterns"]]) for one in json.loads(text)["kinds"]]
