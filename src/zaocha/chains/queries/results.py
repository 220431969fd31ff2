"""What changed on a chain and in an alliance: sums per kind of the confirmed results."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from zaocha.accounts.actors import Actor
from zaocha.results import access as result_access
from zaocha.results import kinds
from zaocha.results.models import Result


@dataclass(frozen=True)
class Total:
    """The confirmed sum of one kind, with unit."""

    kind: str
    amount: Decimal
    unit: str
    companies: int

    @property
    def label(self) -> str:
        return kinds.label(self.kind)

    @property
    def said(self) -> str:
        """Such as “12 persons”."""
        return f"{kinds.shown(self.amount)} {kinds.UNITS.get(self.unit, self.unit)}"


def of_chain(*, by: Actor, chain: str) -> list[Total]:
    """Of the results that the reader may see: one statement, in the order of the kinds."""
    if not by.may("results.read"):
        return []
    rows = _standing(result_access.visible(by)).filter(company__chain=chain)
    sums = rows.values("kind", "unit").annotate(
        amount=Sum("amount"), companies=Count("company", distinct=True)
    )
    found = [Total(one["kind"], one["amount"], one["unit"], one["companies"]) for one in sums.order_by()]
    order = {code: place for place, code in enumerate(kinds.every())}
    return sorted(found, key=lambda one: (order.get(one.kind, 99), one.unit))


def helped(*, tenant_id: int, members: QuerySet[Any, Any]) -> int:
    """Companies among these that were helped, each once: a confirmed result of a kind that counts as help."""
    rows = _standing(Result.objects.filter(tenant_id=tenant_id, kind__in=kinds.helping()))
    return rows.filter(company__in=members).values("company").distinct().count()


def _standing(rows: QuerySet[Result]) -> QuerySet[Result]:
    """Entries that were confirmed and not taken back."""
    return rows.filter(entry=Result.Entry.ENTRY, countered_at=None).exclude(confirmed_at=None)
