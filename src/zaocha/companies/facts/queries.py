"""What is known of companies, for the rules: one by one, or all of a tenant at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import FilteredRelation, Q

from zaocha.companies.facts import derived, deriving, inputs, purposes, register
from zaocha.companies.models import Company, FactValue
from zaocha.kernel.errors import NotFound
from zaocha.rules.facts import FactSet, dictionary
from zaocha.rules.facts import FactValue as Value

CHUNK = 2000
_OF_FACT = ("name", "period", "value", "as_of", "source")
_WIDTH = len(register.FIELDS)


def known(
    *, tenant_id: int, company_id: int, on: date, enjoyed: Iterable[str] = (), purpose: str = "policies"
) -> FactSet:
    """What is known of a company on a day: one statement; 404 when it is not there.

    Of several years the newest counts, unless it is older than `periods.YEARS_BACK`. What the company did not
    agree to be used for `purpose` (see `purposes`) is left out; the register itself is public. `enjoyed`: the ids
    of policies whose benefit it has. Values are those of the rules: Decimal yuan, fractions, dates, codes.
    """
    live = FilteredRelation("facts", condition=Q(facts__ended_at=None, facts__is_known=True))
    found = Company.objects.filter(pk=company_id, tenant_id=tenant_id, merged_into=None)
    rows = list(
        found.annotate(live=live, agreed=purposes.agreed(purpose))
        .order_by("live__period")
        .values_list(*register.FIELDS, "agreed", *(f"live__{name}" for name in _OF_FACT))
    )
    if not rows:
        raise NotFound()
    told = [row[_WIDTH + 1 :] for row in rows if row[_WIDTH] and row[_WIDTH + 1] is not None]
    return fact_set(_company(rows[0]), told, on=on, enjoyed=frozenset(enjoyed))


def known_of_all(
    *,
    tenant_id: int,
    on: date,
    company_ids: Sequence[int] | None = None,
    enjoyed: Mapping[int, frozenset[str]] | None = None,
    purpose: str = "policies",
) -> Iterator[tuple[int, FactSet]]:
    """The same of all companies of a tenant (or of some), in the order of their ids: two statements.

    Rows stream; nothing but one company is held at a time. `enjoyed`: company id → ids of policies.
    """
    companies = Company.objects.filter(tenant_id=tenant_id, merged_into=None)
    facts = FactValue.objects.filter(tenant_id=tenant_id, ended_at=None, is_known=True)
    if company_ids is not None:
        companies, facts = companies.filter(pk__in=company_ids), facts.filter(company_id__in=company_ids)
    had = enjoyed or {}
    told = _Groups(
        facts.order_by("company_id", "name", "period")
        .values_list("company_id", *_OF_FACT)
        .iterator(chunk_size=CHUNK)
    )
    rows = companies.annotate(agreed=purposes.agreed(purpose)).order_by("pk")
    for row in rows.values_list(*register.FIELDS, "agreed").iterator(chunk_size=CHUNK):
        own = told.of(row[0])
        values = own if row[_WIDTH] else []
        yield row[0], fact_set(_company(row), values, on=on, enjoyed=had.get(row[0], frozenset()))


class _Groups:
    """Rows in the order of their first cell, handed out group by group as the keys go up."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, key: int) -> list[tuple[Any, ...]]:
        """The rows of a key, without it; keys must rise."""
        while self._next is not None and self._next[0] < key:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != key:
            return []
        return [row[1:] for row in self._next[1]]


def _company(row: Sequence[Any]) -> Company:
    return Company(**dict(zip(register.FIELDS, row, strict=False)))


def fact_set(company: Company, told: derived.Told, *, on: date, enjoyed: frozenset[str]) -> FactSet:
    """Rows and the register's columns as the rules want them, with what follows; see `derived.Told`."""
    held = derived.series(told)
    values = derived.present(held, on=on)
    facts = dictionary()
    for name, text in register.values(company).items():
        values[name] = Value(inputs.known(facts[name], text), None, "", "register")
    return deriving.complete(FactSet(on, values, enjoyed), held)
