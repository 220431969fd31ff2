"""Codes that facts have as values: listed ones, industries, areas, the chains of a tenant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zaocha.accounts.models import Tenant
from zaocha.companies import chains, industries
from zaocha.companies.facts.faults import Unreadable
from zaocha.rules.facts import NESTED, FactDefinition, dictionary
from zaocha.rules.texts import Text

Choices = Mapping[str, Text]


def choices(fact: FactDefinition, tenant: Tenant | None = None) -> Choices:
    """Code → label of a listed code; empty where the code is looked up or free."""
    if fact.codes == "chain" and tenant is not None:
        return {one.code: Text(one.zh, one.en) for one in chains.of(tenant)}
    return dictionary().code_list(fact)


def find(fact: FactDefinition, text: str, known: Choices | None) -> str:
    """The code that somebody means: by code or by label; raises Unreadable."""
    if fact.codes == "gbt4754":
        return _industry(text)
    if fact.codes == "gbt2260":
        return _area(text)
    known = choices(fact) if known is None else known
    if not known:
        return text
    wanted = _bare(text)
    for code, label in known.items():
        if wanted in {_bare(code), _bare(label.zh), _bare(label.en)}:
            return code
    raise Unreadable("code", found=text, known="、".join(label.zh for label in known.values()))


def label(fact: FactDefinition, code: str, language: str, known: Choices | None) -> str:
    """A code in words; one that is no longer known stays as it is."""
    if fact.codes == "gbt4754":
        try:
            entry = industries.industry(code)
        except industries.IndustryNotKnown:
            return code
        return f"{entry.section}{entry.code} {entry.name}" if entry.code != entry.section else entry.name
    found = (choices(fact) if known is None else known).get(code)
    return found.text("zh" if language == "zh" else "en") if found else code


def _industry(text: str) -> str:
    code = re.match(r"[A-Ta-t]?\s?\d{2,4}(?!\d)", text)
    try:
        return industries.normalise(code.group() if code else text)
    except industries.IndustryNotKnown:
        for hit in industries.search(text, limit=3):
            if hit.name == text:
                return hit.code
        raise Unreadable("industry", found=text) from None


def _area(text: str) -> str:
    digits = re.match(r"\d+", text)
    if digits is None or len(digits.group()) not in NESTED["gbt2260"]:
        raise Unreadable("area", found=text)
    return digits.group()


def _bare(text: str) -> str:
    return "".join(text.split()).strip("级类").lower()
