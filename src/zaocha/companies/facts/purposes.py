"""What facts may be used for: purposes as data, each of them the company's own decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zaocha.companies.models import Company, Consent


@dataclass(frozen=True)
class Purpose:
    """One use. Without a word of the company, `default` holds.

    Whatever is decided, the register itself (name, code, industry, form) may be used: it is public.
    """

    code: str
    label: Any
    meaning: Any
    default: bool


PURPOSES = (
    Purpose(
        "policies", _("Compare with policies"),
        _("The desk sees which policies fit you, and tells you what is missing or how close you are."), True,
    ),
    Purpose(
        "offers", _("Find land, plant, loans and people that fit"),
        _("What is offered in the town is compared with what you need."), True,
    ),
    Purpose(
        "figures", _("Count in sums"),
        _("Your figures are added up with those of at least four others; nobody sees them singly."), True,
    ),
    Purpose(
        "units", _("Show to the unit that works on your demand"),
        _("Whoever is to solve your matter sees the facts about you that are meant for units."), False,
    ),
    Purpose(
        "partners", _("Look for suppliers and customers"),
        _("Companies that might deliver to you or buy from you are looked for; names are told after two yeses."),
        False,
    ),
)  # fmt: skip
BY_CODE = {one.code: one for one in PURPOSES}


@dataclass(frozen=True)
class Decision:
    """Where a company stands on a purpose; `decided_at` None: it has said nothing, the default holds."""

    purpose: Purpose
    is_agreed: bool
    decided_at: datetime | None
    is_own: bool  # decided by the company itself, by its link


def decisions(company_id: int) -> list[Decision]:
    """Every purpose with what holds for a company: one statement."""
    said = {one.purpose: one for one in Consent.objects.filter(company_id=company_id, ended_at=None)}
    return [
        Decision(
            purpose,
            is_agreed=said[purpose.code].is_agreed if purpose.code in said else purpose.default,
            decided_at=said[purpose.code].decided_at if purpose.code in said else None,
            is_own=purpose.code in said and said[purpose.code].decided_by.startswith("link:"),
        )
        for purpose in PURPOSES
    ]


def agreed(code: str, *, company: str = "pk") -> Q:
    """The condition that a company has agreed to a purpose ("" is none: always); `company` is the path to its id."""
    if not code:
        return Q(pk__isnull=False)
    purpose = BY_CODE[code]
    said = Consent.objects.filter(
        company_id=OuterRef(company), purpose=code, ended_at=None, is_agreed=not purpose.default
    )
    return ~Q(Exists(said)) if purpose.default else Q(Exists(said))


def is_agreed(code: str, *, company_id: int) -> bool:
    """Whether a company has agreed to a purpose."""
    return Company.objects.filter(agreed(code), pk=company_id).exists()
