"""What the heading of a column says of its values: the unit, and the year. No database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zaocha.companies.facts import inputs
from zaocha.companies.facts.faults import Unreadable
from zaocha.rules.facts import FactDefinition

_BRACKETED = re.compile(r"[(\[【〔<]([^)\]】〕>]*)[)\]】〕>]")
_LAST = re.compile(r"[/／:：,，\s]([^/／:：,，\s]+)$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?:年度?|(?!\d))")
_MONTH = re.compile(r"(?<!\d)(20\d\d)\s*[年-]\s*(1[0-2]|0?[1-9])\s*月?(?!\d)")
# What looks like a unit and is none of the fact's must not be passed over.
_UNIT_LIKE = re.compile(
    r"(元|亩|平方米|平米|㎡|m2|吨|度|千瓦时|kwh|%|％|美元|usd|cny|人|项|个)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Heading:
    """`scale` "" and `period` "": the heading says nothing of it."""

    scale: str = ""
    period: str = ""


def read(fact: FactDefinition, heading: str) -> Heading:
    """Unit and period out of `2025年营业收入（万元）`; raises Unreadable for a unit that the fact cannot have."""
    text = unicodedata.normalize("NFKC", heading).strip()
    return Heading(_scale(fact, text), _period(fact, text))


def wants_unit(fact: FactDefinition) -> bool:
    """Whether a bare number would be a guess: the fact is written in more than one unit, or in percent."""
    return fact.is_numeric and (len(inputs.scales(fact)) > 1 or fact.unit == "1")


def _scale(fact: FactDefinition, text: str) -> str:
    if not fact.is_numeric:
        return ""
    parts = [*_BRACKETED.findall(text), *(found[1] for found in [_LAST.search(text)] if found)]
    for part in reversed(parts):
        said = part.strip().removeprefix("单位").lstrip(":： ").strip()
        code = inputs.scale_of(fact, said)
        if code:
            return code
        if _UNIT_LIKE.search(said):
            known = "、".join(one.zh for one in inputs.scales(fact))
            raise Unreadable("unit", found=said, known=known)
    return ""


def _period(fact: FactDefinition, text: str) -> str:
    if fact.period == "month" and (month := _MONTH.search(text)):
        return f"{month[1]}-{int(month[2]):02d}"
    if fact.period == "year" and (year := _YEAR.search(text)):
        return year[1]
    return ""
