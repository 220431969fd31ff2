"""What is worked out from other facts, with the way it was worked out in words. No database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from zaocha.companies import industries
from zaocha.companies.facts import groups, inputs
from zaocha.companies.facts.derived import Series
from zaocha.rules import deriving, sizes
from zaocha.rules.facts import FactSet, FactValue, Known, dictionary

ABOVE_SCALE = Decimal(20_000_000)
"""Revenue of a year from which industry is above scale: 20 million yuan (statistics rule since 2011)."""

INDUSTRY_SECTIONS = {"B", "C", "D"}
_NAMES = re.compile(r"[a-z][a-z0-9_]*")


def complete(known: FactSet, held: Series) -> FactSet:
    """The same with everything that follows: size, scale, and what the dictionary derives."""
    more: dict[str, FactValue] = {}
    if "company_size" not in known.values:
        size = sizes.sized(facts=known).size
        if size is not None:
            more["company_size"] = FactValue(size, period=_year(known, "revenue"), worked_out=True)
    above = above_scale(known.value("industry"), known.value("revenue"))
    if "above_scale" not in known.values and above is not None:
        more["above_scale"] = FactValue(above, period=_year(known, "revenue"), worked_out=True)
    year = (
        None if above is None else first_year(known.value("founded_on"), held.get("revenue", {}), on=known.on)
    )
    if "first_above_scale_year" not in known.values and year is not None:
        more["first_above_scale_year"] = FactValue(Decimal(year), worked_out=True)
    return deriving.completed(known.with_values(more), dictionary())


def sources(name: str) -> tuple[str, ...]:
    """The facts that a worked-out one comes from."""
    own = {
        "company_size": ("industry", "employees", "revenue", "assets"), "above_scale": ("industry", "revenue"),
        "first_above_scale_year": ("revenue",), "revenue_last_year": ("revenue",),
    }  # fmt: skip
    return own.get(name) or deriving.plan(dictionary()).sources.get(name, ())


def steps(name: str, known: FactSet) -> tuple[str, ...]:
    """How a worked-out fact was found, in the reader's language."""
    language = groups.language()
    if name == "company_size":
        return tuple(step.text(language) for step in sizes.sized(facts=known).steps)
    if name == "above_scale":
        shown = inputs.shown(dictionary()["revenue"], str(ABOVE_SCALE), language=language)
        return (_("Industry is above scale from a revenue of %(bound)s a year.") % {"bound": shown},)
    if name == "first_above_scale_year":
        return (_("The revenue of every year since the founding is known."),)
    if name == "revenue_last_year":
        return (_("The revenue of the year before, as it was stated then."),)
    return (_formula(name, known),)


def lacking(name: str, known: FactSet) -> tuple[str, ...]:
    """What is to be known before a fact can be worked out, in the reader's language; nothing for one that is asked."""
    if dictionary()[name].derived is None and name not in {"company_size", "above_scale"}:
        return ()
    if name == "company_size":
        wanted = sizes.sized(facts=known).missing
    else:
        wanted = tuple(one for one in sources(name) if known.value(one) is None)
    labels = [groups.label(dictionary()[one]) for one in wanted]
    return (
        (_("Needs: %(facts)s") % {"facts": ("、" if groups.language() == "zh" else ", ").join(labels)},)
        if labels
        else ()
    )


def _formula(name: str, known: FactSet) -> str:
    """The derivation with labels and values in place of names: `tax paid 450,000 CNY ÷ land used 12 mu`."""
    text = dictionary()[name].derived or ""
    if text.startswith("years between"):
        text = text.removeprefix("years between(").removesuffix(")").replace(",", " →")

    def said(match: re.Match[str]) -> str:
        fact = dictionary().get(match[0])
        if fact is None:
            return known.on.isoformat() if match[0] == deriving.ON else match[0]
        value = known.value(fact.name)
        words = (
            ""
            if value is None
            else inputs.shown(fact, inputs.stored(value), language=groups.language(), digits=2)
        )
        return f"{groups.label(fact)} {words}".strip()

    signs = {"/": "÷", "*": "×", "-": "−"}
    spaced = re.sub(r" ([-/*]) ", lambda found: f" {signs[found[1]]} ", text)
    return _NAMES.sub(said, spaced)


def above_scale(industry: Known | None, revenue: Known | None) -> bool | None:
    """Whether industry is above scale; None of other trades, and while one of the two is missing."""
    if not isinstance(industry, str) or not isinstance(revenue, Decimal) or not _is_industry(industry):
        return None
    return revenue >= ABOVE_SCALE


def first_year(founded: Known | None, revenues: Mapping[str, FactValue], *, on: date) -> int | None:
    """The first year above scale: certain only when no year since the founding is missing before it."""
    if founded is None:
        return None
    for year in range(getattr(founded, "year", on.year + 1), on.year + 1):
        value = revenues.get(str(year))
        if value is None:
            return None
        if isinstance(value.value, Decimal) and value.value >= ABOVE_SCALE:
            return year
    return None


@lru_cache(maxsize=4096)
def _is_industry(code: str) -> bool:
    try:
        return industries.industry(code).section in INDUSTRY_SECTIONS
    except industries.IndustryNotKnown:
        return False


def _year(known: FactSet, name: str) -> str:
    found = known.values.get(name)
    return found.period if found else ""
