"""Rows that every action writes (events, jobs, keys), without building a query anew each time.

A create spent a third of its time in the construction of these few statements; see docs/benchmarks.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, JSONField, Model

MOST_VALUES = 30_000  # in one statement; SQLite as it comes takes 32,766


def insert(rows: Sequence[Model]) -> None:
    """Insert new rows of one model, in as few statements as the database takes; each gets its key."""
    if not rows:
        return
    model = type(rows[0])
    names, makers = _columns(model, connection.vendor)
    at_once = MOST_VALUES // len(names)
    for start in range(0, len(rows), at_once):
        _insert(model, rows[start : start + at_once], names, makers)


def _insert(
    model: type[Model], rows: Sequence[Model], names: Sequence[str], makers: Sequence[Callable[[Any], Any]]
) -> None:
    values = [make(getattr(row, name)) for row in rows for name, make in zip(names, makers, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, len(rows)), values)
        keys = cursor.fetchall()
    # Both databases give the keys in the order of the rows.
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


@lru_cache(maxsize=64)
def _columns(model: type[Model], vendor: str) -> tuple[list[str], list[Callable[[Any], Any]]]:
    fields = [field for field in model._meta.local_concrete_fields if not field.auto_created]
    return [field.attname for field in fields], [_maker(field, vendor) for field in fields]


def _maker(field: object, vendor: str) -> Callable[[Any], Any]:
    if isinstance(field, JSONField):
        return lambda value: None if value is None else json.dumps(value)
    if isinstance(field, DateTimeField) and vendor == "sqlite":
        return _moments()
    return lambda value: value


def _moments() -> Callable[[Any], Any]:
    """Moments as SQLite keeps them; thousands of rows share one."""
    last: tuple[Any, Any] = (None, None)

    def kept(value: Any) -> Any:
        nonlocal last
        known, text = last
        if value is not known:
            known, text = last = (value, connection.ops.adapt_datetimefield_value(value))
        return text

    return kept


@lru_cache(maxsize=256)
def _statement(model: type[Model], count: int) -> str:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.local_concrete_fields if not field.auto_created]
    names = ", ".join(quote(str(field.column)) for field in fields)
    key = str(model._meta.pk.column)
    places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * count)
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {places} RETURNING {quote(key)}"  # noqa: S608
