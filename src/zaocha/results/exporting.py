"""Results as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaocha.accounts.models import Tenant
from zaocha.companies import chains
from zaocha.kernel.clock import SHANGHAI
from zaocha.results import kinds
from zaocha.results.models import Result
from zaocha.results.queries import STATES
from zaocha.sheets import tables

LIMIT = 50_000


def xlsx(found: QuerySet[Result], *, tenant: Tenant) -> bytes:
    """One line an entry; counter-entries with their negative amounts, so that sums are right."""
    return tables.write_table(headers=_headers(), rows=_rows(found, tenant), sheet_name=_("Results"))


def csv(found: QuerySet[Result], *, tenant: Tenant) -> bytes:
    """The same as .csv."""
    return tables.write_csv(headers=_headers(), rows=_rows(found, tenant))


def _headers() -> list[str]:
    return [
        _("Number"), _("Day"), _("What changed"), _("How much of it"), _("Unit of measure"), _("Company"), _("Chain"), _("State"),
        _("Evidence"), _("Confirmed on"), _("Confirmed by"), _("Counters number"), _("Reason"), _("Demand"),
    ]  # fmt: skip


def _rows(found: QuerySet[Result], tenant: Tenant) -> Iterator[list[tables.Cell]]:
    names = {one.code: one.label for one in chains.of(tenant)}
    for one in found[:LIMIT].iterator(chunk_size=500):
        yield [
            one.pk, one.happened_on, kinds.label(one.kind), one.amount, str(kinds.UNITS.get(one.unit, one.unit)),
            one.company.name if one.company else "", names.get(one.chain, one.chain), str(STATES[one.state][0]),
            one.evidence, one.confirmed_at.astimezone(SHANGHAI).date() if one.confirmed_at else None,
            one.confirmed_name, one.counters_id, one.reason, one.demand_id,
        ]  # fmt: skip
