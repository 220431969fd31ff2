"""Which maker suits which buyer, and why. Pure; knows nothing of who supplies whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

REASONS = ("spare", "enough", "makes", "chain", "community", "town")
"""Reasons from the strongest to the weakest, as candidates are ordered by them."""


@dataclass(frozen=True, slots=True)
class Party:
    """A company with what it does with one good; `quantity` and `unit` as it said."""

    company_id: int
    chain: str
    community: str
    is_local: bool
    role: str
    quantity: Decimal | None = None
    unit: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A maker for a buyer, with the reasons that hold."""

    company_id: int
    reasons: tuple[str, ...]


def for_buyer(buyer: Party, makers: Iterable[Party], *, on: date) -> list[Candidate]:
    """Makers with their reasons, those with more and stronger ones first; never the buyer itself."""
    by_company: dict[int, list[Party]] = {}
    for one in makers:
        if one.company_id != buyer.company_id and one.role in ("makes", "spare"):
            by_company.setdefault(one.company_id, []).append(one)
    found = [Candidate(company, _reasons(buyer, sides, on)) for company, sides in by_company.items()]
    return sorted(found, key=lambda one: ([reason not in one.reasons for reason in REASONS], one.company_id))


def _reasons(buyer: Party, sides: list[Party], on: date) -> tuple[str, ...]:
    spare = [one for one in sides if one.role == "spare" and (one.until is None or one.until >= on)]
    holds = {
        "spare": bool(spare),
        "enough": any(_covers(one, buyer) for one in spare),
        "makes": any(one.role == "makes" for one in sides),
        "chain": bool(buyer.chain) and sides[0].chain == buyer.chain,
        "community": bool(buyer.community) and sides[0].community == buyer.community,
        "town": sides[0].is_local and buyer.is_local,
    }
    return tuple(reason for reason in REASONS if holds[reason])


def _covers(spare: Party, buyer: Party) -> bool:
    """Only like is compared with like: 吨/月 with 吨/月."""
    known = spare.quantity is not None and buyer.quantity is not None and spare.unit == buyer.unit
    return known and bool(spare.quantity and buyer.quantity and spare.quantity >= buyer.quantity)
