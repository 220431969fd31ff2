"""The score of a company's yield per 亩 (亩均论英雄) against the newest benchmarks, with every step. No database."""

from __future__ import annotations

from dataclasses import dataclass

from zaocha.accounts.models import Tenant
from zaocha.companies.facts import groups
from zaocha.rules import scores
from zaocha.rules.facts import FactSet, dictionary

FACTS = (
    "tax_paid",
    "land_mu",
    "value_added",
    "energy_tce",
    "emissions_t",
    "employees",
    "rd_spend",
    "main_revenue",
)


@dataclass(frozen=True)
class Scored:
    """`total` "" while something is missing; `grade` by the town's own bounds, "" where it has set none."""

    assessment: str
    total: str
    grade: str
    steps: tuple[str, ...]
    missing: tuple[str, ...]


def scored(known: FactSet, *, tenant: Tenant) -> Scored | None:
    """The score; None for a company of which nobody knows whether it is industry above or below scale.

    The bounds of the classes are the county's: `settings["yield_classes"]`, such as `{"A": ">= 90", "B": "[70..90)"}`.
    """
    above = known.value("above_scale")
    if not isinstance(above, bool):
        return None
    group = "above_scale" if above else "below_scale"
    by = next(one for one in scores.assessments() if one.group == group)
    found = scores.score(by=by, values=scores.indicators(by=by, facts=known))
    language = groups.language()
    bounds = tenant.settings.get("yield_classes") or {}
    facts = dictionary()
    return Scored(
        assessment=by.label.text(language),
        total="" if found.total is None else f"{found.total:f}",
        grade=scores.class_by_score(found.total, bounds=bounds) or "",
        steps=tuple(step.text(language) for step in found.steps) if found.total is not None else (),
        missing=tuple(groups.label(facts[name]) for name in found.missing if name in facts),
    )
