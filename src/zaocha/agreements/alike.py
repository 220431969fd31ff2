"""Whether two wishes say the same in other words. Knows no database; the words are data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from zaocha.lang import normalise

LEAST = 0.55
_RUN = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+")


def likeness(one: str, other: str) -> float:
    """From 0 to 1: the share of signs that two wishes have in common, after words that mean the same."""
    a, b = signs(one), signs(other)
    if not a or not b:
        return 0.0
    return 2 * len(a & b) / (len(a) + len(b))


def signs(text: str) -> frozenset[str]:
    """What a wish is about: one sign for a group of words, else its characters; filler is left out."""
    plain = normalise.plain(text).lower()
    groups, filler = _table()
    found = []
    for word, sign in groups:
        if word in plain:
            plain = plain.replace(word, " ")
            found.append(f"={sign}")
    for word in filler:
        plain = plain.replace(word, " ")
    return frozenset([*found, *_RUN.findall(plain)])


def nearest(text: str, known: Iterable[tuple[int, str]]) -> int | None:
    """The wish that says the same, by its id; None when none comes near enough."""
    scored = [(likeness(text, label), pk) for pk, label in known]
    best = max(scored, default=(0.0, 0))
    return best[1] if best[0] >= LEAST else None


@cache
def _table() -> tuple[list[tuple[str, str]], list[str]]:
    raw = json.loads(resources.files("zaocha.agreements").joinpath("data/same_words.json").read_text("utf-8"))
    groups = [(word, row[0]) for row in raw["rows"] for word in row]
    return sorted(groups, key=lambda pair: (-len(pair[0]), pair)), sorted(
        raw["filler"], key=len, reverse=True
    )
