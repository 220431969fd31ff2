"""One row of the columns as facts again, for what is asked company by company."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zaocha.rules.facts import Dictionary, FactSet, FactType, FactValue, Known
from zaocha.rules.planes.columns import Column, Numbers, Sets, Texts


def facts(columns: Mapping[str, Column], row: int, *, dictionary: Dictionary, on: date) -> FactSet:
    """What was said of one company."""
    found: dict[str, FactValue] = {}
    for name, column in columns.items():
        value = known(column, row, dictionary[name].type)
        if value is not None:
            found[name] = FactValue(value)
    return FactSet(on, found)


def known(column: Column, row: int, kind: FactType) -> Known | None:
    """The value of a column in a row, None when it is missing or worked out."""
    if not isinstance(column, Numbers | Texts | Sets) or not column.known[row]:
        return None
    stored = int(column.values[row])
    if isinstance(column, Texts):
        return column.words[stored]
    if isinstance(column, Sets):
        return column.sets[stored]
    if kind == "date":
        return date.fromordinal(stored)
    return bool(stored) if kind == "boolean" else Decimal(stored).scaleb(-column.scale)
