"""Who is asked first, and why: a short list of criteria in a fixed order, each told in words. No points.

Kept out at once: a conflict of interest, a term that has not begun or has ended, a language that is not spoken,
no hours left this month. Of the others comes first whoever knows the field, then the chain, then whoever has had
least of his hours used, then whoever was asked longest ago.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

VISIT_HOURS = Decimal(2)
"""What a visit is reckoned at until its hours are told."""


@dataclass(frozen=True)
class Wanted:
    """What is asked; `on` is the day of the asking."""

    kind: str
    field: str
    language: str
    company_id: int
    chain: str
    on: date


@dataclass(frozen=True)
class Party:
    """An adviser as the criteria see him; `used`: hours of this month, visits and what is still before him."""

    adviser_id: int
    kind: str
    starts_on: date
    ends_on: date
    fields: frozenset[str]
    chains: frozenset[str]
    languages: frozenset[str]
    hours: int
    used: Decimal
    last_put_at: datetime | None = None
    conflict_companies: frozenset[int] = frozenset()
    conflict_chains: frozenset[str] = frozenset()
    had: bool = False


@dataclass(frozen=True)
class Ranked:
    """One adviser with the reasons; `out` is the reason why he cannot be asked, or nothing."""

    adviser_id: int
    out: str = ""
    reasons: tuple[str, ...] = ()
    left: Decimal = Decimal(0)
    order: tuple[object, ...] = field(default=(), compare=False)


def ranked(wanted: Wanted, parties: Iterable[Party]) -> list[Ranked]:
    """Those who can be asked in their order, then those who cannot with the reason."""
    found = [_one(wanted, one) for one in parties if one.kind == wanted.kind]
    fit = sorted((one for one in found if not one.out), key=lambda one: one.order)
    return fit + [one for one in found if one.out]


def _one(wanted: Wanted, one: Party) -> Ranked:
    left = one.hours - one.used
    if out := _out(wanted, one, left):
        return Ranked(one.adviser_id, out=out, left=left)
    knows = not wanted.field or wanted.field in one.fields
    # Somebody with chains named, none of which it is, still may be asked, after those who know it.
    chain = 0 if wanted.chain and wanted.chain in one.chains else 1 if not one.chains else 2
    reasons = [
        "field" if wanted.field and knows else "kind" if knows else "other_field",
        ("chain", "any_chain", "other_chain")[chain],
        *(["language"] if wanted.language else []),
        "load",
        "never" if one.last_put_at is None else "longest",
    ]
    waited = one.last_put_at.timestamp() if one.last_put_at else 0.0
    share = one.used / one.hours
    return Ranked(
        one.adviser_id, reasons=tuple(reasons), left=left,
        order=(not knows, chain, share, waited, one.adviser_id),
    )  # fmt: skip


def _out(wanted: Wanted, one: Party, left: Decimal) -> str:
    checks = {
        "conflict": wanted.company_id in one.conflict_companies or wanted.chain in one.conflict_chains - {""},
        "not_begun": wanted.on < one.starts_on,
        "ended": wanted.on >= one.ends_on,
        "language": bool(wanted.language) and wanted.language not in one.languages,
        "no_hours": left < VISIT_HOURS,
        "had": one.had,
    }
    return next((code for code, holds in checks.items() if holds), "")
