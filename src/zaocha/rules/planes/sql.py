"""A condition as SQL over one table with a column per fact, written from the tree and not from the planes.

A second opinion for tests, and a way to ask a warehouse one rule. SQL's own three values are Kleene's; the two
expressions of a rule are `(…) IS TRUE` and `(…) IS FALSE`. Read by SQLite, DuckDB and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaocha.rules import conditions
from zaocha.rules.conditions import Condition, Quotient
from zaocha.rules.feel import tree
from zaocha.rules.texts import plain

SWAPPED = {"=": "=", "!=": "<>"}


@dataclass(frozen=True)
class Columns:
    """How facts are stored: sets as `|a|b|`, numbers times `unit` (1, or a power of ten for whole numbers)."""

    sets: Collection[str] = ()
    unit: int = 1


def both(condition: Condition, columns: Columns) -> tuple[str, str]:
    """Expressions that say for each row whether a condition is true, and whether it is false."""
    text = expression(condition, columns)
    return f"({text}) IS TRUE", f"({text}) IS FALSE"


def expression(condition: Condition, columns: Columns) -> str:
    """True, false or NULL for each row."""
    if isinstance(condition, conditions.NotGroup):
        return f"NOT ({expression(condition.item, columns)})"
    if isinstance(condition, conditions.All | conditions.Any):
        is_all = isinstance(condition, conditions.All)
        parts = [f"({expression(item, columns)})" for item in condition.items]
        return (" AND " if is_all else " OR ").join(parts) or ("1 = 1" if is_all else "1 = 0")
    if isinstance(condition, conditions.NotPublic):
        return "CAST(NULL AS BOOLEAN)"
    if isinstance(condition.subject, Quotient):
        return _Quotient(condition.subject, columns).test(condition.test)
    if condition.subject in columns.sets:
        return _Set(condition.subject, columns).test(condition.test)
    return _Fact(condition.subject, columns).test(condition.test)


class _Fact:
    """Tests of one column."""

    def __init__(self, fact: str, columns: Columns) -> None:
        self.columns, self.column = columns, quoted(fact)

    @property
    def known(self) -> str:
        return f"{self.column} IS NOT NULL"

    def test(self, test: tree.Test) -> str:
        match test:
            case tree.Compare(op=operator, value=value):
                return self.compared(operator, value)
            case tree.Interval(low=low, high=high):
                first = self.compared(">=" if test.low_closed else ">", low)
                return f"{first} AND {self.compared('<=' if test.high_closed else '<', high)}"
            case tree.OneOf(items=items):
                return " OR ".join(f"({self.test(item)})" for item in items)
            case tree.Not(test=inner):
                return f"NOT ({self.test(inner)})"
            case tree.StartsWith(prefixes=prefixes):
                return " OR ".join(self.beginning(prefix) for prefix in prefixes)
            case tree.Anything():
                return "1 = 1"
            case tree.IsMissing():
                return f"NOT ({self.known})"
        raise TypeError(f"{type(test).__name__} is not a test of policies")

    def compared(self, operator: str, value: object) -> str:
        return f"{self.column} {SWAPPED.get(operator, operator)} {self.literal(value)}"

    def beginning(self, prefix: str) -> str:
        return f"substr({self.column}, 1, {len(prefix)}) = {literal(prefix)}"

    def literal(self, value: object) -> str:
        return literal(value * self.columns.unit if isinstance(value, Decimal) else value)


class _Quotient(_Fact):
    """Tests of a quotient, compared crosswise; NULL unless the lower fact is positive."""

    def __init__(self, quotient: Quotient, columns: Columns) -> None:
        super().__init__(quotient.numerator, columns)
        self.below = quoted(quotient.denominator)

    @property
    def known(self) -> str:
        return f"{self.column} IS NOT NULL AND {self.below} IS NOT NULL AND {self.below} > 0"

    def compared(self, operator: str, value: object) -> str:
        if not isinstance(value, Decimal):
            raise TypeError("a quotient is compared with numbers")
        upper, lower = value.as_integer_ratio()
        sides = f"{self.column} * {lower} {SWAPPED.get(operator, operator)} {self.below} * {upper}"
        return f"CASE WHEN {self.known} THEN {sides} END"


class _Set(_Fact):
    """Tests of a set: an equal text is a member."""

    def compared(self, operator: str, value: object) -> str:
        found = f"{self.column} LIKE {literal(f'%|{value}|%')}"
        return found if operator == "=" else f"NOT ({found})"

    def beginning(self, prefix: str) -> str:
        return f"{self.column} LIKE {literal(f'%|{prefix}%')}"


def quoted(name: str) -> str:
    """A column's name."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A value as SQL writes it."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    return "'" + str(value).replace("'", "''") + "'"
