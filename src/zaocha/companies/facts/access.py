"""Who may see and write facts: three circles of readers, chosen by the dictionary, or value by value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel.errors import NotAllowed

# From the widest to the narrowest; the right beyond `facts.read` that each asks for.
CIRCLES: Mapping[str, str] = {"public": "", "desk": "facts.read_desk", "company": "facts.read_company"}
LABELS: Mapping[str, Any] = {
    "public": _("whoever works in the town"),
    "desk": _("the desk and whoever works on the matter"),
    "company": _("the company and the desk only"),
}


def may_see(by: Actor, company: Company, circle: str) -> bool:
    """Whether the actor may see values of a circle; the company and its contact officer see all of its own."""
    if by.company_id is not None:
        return by.company_id == company.pk
    if company.officer_id is not None and company.officer_id == by.person_id and by.may("facts.write"):
        return True
    right = CIRCLES.get(circle, "facts.read_company")
    return by.may("facts.read") and (not right or by.may(right))


def circles(by: Actor, company: Company) -> frozenset[str]:
    """The circles that the actor belongs to."""
    return frozenset(circle for circle in CIRCLES if may_see(by, company, circle))


def need_write(by: Actor, company_id: int) -> None:
    """Refuse (403) unless the actor may write facts of the company: its own link may."""
    if by.company_id is not None:
        if by.company_id != company_id:
            raise NotAllowed()
        by.need("company.page")
        return
    by.need("facts.write")


def need_circle(by: Actor, company: Company, circle: str) -> None:
    """Refuse (403) a circle that nobody has heard of, or that would hide a value from whoever records it."""
    if circle and circle not in CIRCLES:
        raise NotAllowed(_("There is no such circle of readers."))
    if circle and not may_see(by, company, circle):
        raise NotAllowed(_("You cannot hide a value from yourself."))
