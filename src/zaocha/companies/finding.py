"""Finds companies while a name, its pinyin, its initials or a credit code is typed.

A hundred thousand companies are searched in some twenty milliseconds: the beginnings of short names come from an
index in order; anything else is one pass over an index that holds all that is needed (docs/benchmarks.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, GreaterThan

from zaocha.companies import names
from zaocha.companies.models import Company

MANY = 500
LAST = "\U0010ffff"


def lookup(*, tenant_id: int, text: str, limit: int = 8) -> list[Company]:
    """Companies by part of the name, pinyin, initials or beginning of the credit code; the closest first."""
    wanted = words(text)
    if not wanted:
        return []
    found = Company.objects.filter(*map(_holds, wanted), tenant_id=tenant_id, merged_into=None)
    begun = list(_in_order(found.filter(_range("lookup", wanted[0])))[:limit])
    if len(begun) == limit:
        return begun
    if (
        _shared_by_many(tenant_id, wanted[0])
        and len(codes := _of_codes(found, begun, wanted[0], limit)) == limit
    ):
        return codes
    closest = list(_closest_first(found, wanted[0]).values_list("pk", flat=True)[:limit])
    rows = Company.objects.in_bulk(closest)
    return [rows[pk] for pk in closest]


def words(text: str) -> list[str]:
    """The words of something typed, as `Company.lookup` holds them."""
    return names.query(text[:200]).split()[:6]


def _closest_first(found: QuerySet[Company], first: str) -> QuerySet[Company]:
    """The short name begins so; a whole word; the pinyin begins so; the beginning of a word; anywhere."""
    closeness = Case(
        When(_at("lookup", first), then=Value(0)),
        When(_holds(f" {first} "), then=Value(1)),
        When(_at("sorting", first), then=Value(2)),
        When(_holds(f" {first}"), then=Value(3)),
        default=Value(4),
    )
    return found.order_by(closeness, "sorting", "pk")


def _of_codes(found: QuerySet[Company], begun: Sequence[Company], first: str, limit: int) -> list[Company]:
    """The same order for the beginning of a code, which nearly all companies may share: each closeness by itself."""
    ranks = (_holds(f" {first} "), _range("sorting", first), _holds(f" {first}"))
    ordered = {one.pk: one for one in begun}
    for rank in ranks:
        for one in _in_order(found.filter(rank))[:limit]:
            ordered.setdefault(one.pk, one)
    return list(ordered.values())[:limit]


def _shared_by_many(tenant_id: int, first: str) -> bool:
    """Whether this is the beginning of very many credit codes."""
    if not first[0].isdigit():
        return False
    codes = Company.objects.filter(
        _range("credit_code", first.upper()), tenant_id=tenant_id, merged_into=None
    )
    return len(codes.exclude(credit_code="").values_list("credit_code")[:MANY]) == MANY


def _in_order(found: QuerySet[Company]) -> QuerySet[Company]:
    return found.order_by("sorting", "pk")


def _holds(part: str) -> Any:
    return GreaterThan(StrIndex("lookup", Value(part)), 0)


def _at(column: str, word: str) -> Any:
    """The column begins so."""
    return Exact(StrIndex(column, Value(word)), 1)


def _range(column: str, word: str) -> Q:
    """The same for an index: a range, where letters are compared by their number."""
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": word, f"{column}__lt": f"{word}{LAST}"})
    return Q(**{f"{column}__startswith": word})
