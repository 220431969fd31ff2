"""What was known of one fact before: every value with who recorded and who replaced it."""

from __future__ import annotations

from dataclasses import dataclass

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.companies.facts import access, codes, groups, inputs, sheet
from zaocha.companies.models import Company, FactValue
from zaocha.rules.facts import FactDefinition

MOST = 200


@dataclass(frozen=True)
class Past:
    """One row as the reader may see it; `by` and `ended_by` are names."""

    row: FactValue
    text: str
    by: str
    ended_by: str
    can_withdraw: bool

    @property
    def is_live(self) -> bool:
        """Whether it still holds."""
        return self.row.ended_at is None


def of_fact(*, by: Actor, company: Company, fact: FactDefinition) -> list[Past]:
    """The newest first, with what merged entries knew; values of a narrower circle are left out."""
    ids = company_queries.family(tenant_id=by.tenant_id, company_id=company.pk)
    rows = list(FactValue.objects.filter(company_id__in=ids, name=fact.name).order_by("-pk")[:MOST])
    names = sheet.names_of({mark for row in rows for mark in (row.recorded_by, row.ended_by) if mark})
    known = codes.choices(fact, by.tenant)
    circles = access.circles(by, company)
    return [
        Past(
            row,
            text=inputs.shown(fact, row.value, language=groups.language(), choices=known)
            if row.is_known
            else "",
            by=names.get(row.recorded_by, ""),
            ended_by=names.get(row.ended_by, ""),
            can_withdraw=row.ended_at is None and _may_withdraw(by, row),
        )
        for row in rows
        if (row.visible_to or fact.visible_to) in circles
    ]


def _may_withdraw(by: Actor, row: FactValue) -> bool:
    if by.company_id is not None:
        return row.source == FactValue.Source.COMPANY
    return by.may("facts.write")
