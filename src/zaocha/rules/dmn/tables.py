"""Decision tables: rows of tests and outputs, and the hit policies that say what comes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key

from zaocha.rules.feel import tree
from zaocha.rules.feel.values import NoValue, Value, equal, order

HIT_POLICIES = {
    "U": "UNIQUE", "A": "ANY", "P": "PRIORITY", "F": "FIRST", "R": "RULE ORDER", "O": "OUTPUT ORDER", "C": "COLLECT",
}  # fmt: skip
AGGREGATIONS = {"+": "SUM", "#": "COUNT", "<": "MIN", ">": "MAX"}


class BadTable(ValueError):
    """A table that cannot be used. `message` is a template (the msgid), `place` says where."""

    def __init__(self, message: str, *, place: str = "", **values: object) -> None:
        self.message, self.place, self.values = message, place, values
        super().__init__(message, place)

    def __str__(self) -> str:
        said = self.message.format(**self.values)
        return f"{self.place}: {said}" if self.place else said


@dataclass(frozen=True, slots=True)
class Column:
    """An input: the words over it, its expression, its type and the values that it may have."""

    label: str
    text: str
    expression: tree.Expression
    type_ref: str = ""
    allowed_text: str = ""
    allowed: tree.Test | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """An output: its name, its type, its values from the most to the least wanted, what holds when no row does."""

    name: str
    type_ref: str = ""
    allowed_text: str = ""
    allowed: tree.Test | None = None
    default_text: str = ""
    default: tree.Expression | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A test as it was written and as it is understood."""

    text: str
    test: tree.Test


@dataclass(frozen=True, slots=True)
class Entry:
    """An output as it was written and as it is understood."""

    text: str
    expression: tree.Expression


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: all its tests must hold."""

    tests: tuple[Cell, ...]
    outputs: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. `policy` is a word of `HIT_POLICIES`, `aggregation` one of `AGGREGATIONS` or nothing."""

    name: str
    inputs: tuple[Column, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    policy: str = "UNIQUE"
    aggregation: str = ""


Worth = Callable[[int], Value]


def outcome(table: Table, hits: Sequence[int], worth: Worth, rank: Callable[[Value], Value]) -> Value:
    """What a table gives for the rows that hold (`hits`, numbers from 0, in their order).

    `worth(row)` is a row's output; `rank(output)` is something sortable, smaller for what is more wanted.
    Raises `NoValue` when the hit policy is broken, for the rows say two things at once.
    """
    return _POLICIES[table.policy](table, hits, worth, rank)


def _unique(_table: Table, hits: Sequence[int], worth: Worth, _rank: Callable[[Value], Value]) -> Value:
    if len(hits) > 1:
        raise NoValue(f"rows {_numbers(hits)} hold together, but the table says that one at most does")
    return worth(hits[0])


def _any(_table: Table, hits: Sequence[int], worth: Worth, _rank: Callable[[Value], Value]) -> Value:
    found = [worth(row) for row in hits]
    if not all(equal(found[0], one) is True for one in found[1:]):
        raise NoValue(f"rows {_numbers(hits)} hold together and do not say the same")
    return found[0]


def _first(_table: Table, hits: Sequence[int], worth: Worth, _rank: Callable[[Value], Value]) -> Value:
    return worth(hits[0])


def _priority(_table: Table, hits: Sequence[int], worth: Worth, rank: Callable[[Value], Value]) -> Value:
    return min((worth(row) for row in hits), key=rank)


def _rule_order(_table: Table, hits: Sequence[int], worth: Worth, _rank: Callable[[Value], Value]) -> Value:
    return [worth(row) for row in hits]


def _output_order(_table: Table, hits: Sequence[int], worth: Worth, rank: Callable[[Value], Value]) -> Value:
    return sorted((worth(row) for row in hits), key=rank)


def _collect(table: Table, hits: Sequence[int], worth: Worth, _rank: Callable[[Value], Value]) -> Value:
    found = [worth(row) for row in hits]
    if not table.aggregation:
        return found
    return _AGGREGATES[table.aggregation](found)


def _count(found: list[Value]) -> Decimal:
    return Decimal(len(found))


def _sum(found: list[Value]) -> Value:
    if not all(isinstance(one, Decimal) for one in found):
        raise NoValue("only numbers are added up")
    return sum(found, Decimal(0))


_POLICIES = {
    "UNIQUE": _unique, "ANY": _any, "FIRST": _first, "PRIORITY": _priority, "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _output_order, "COLLECT": _collect,
}  # fmt: skip
_AGGREGATES: dict[str, Callable[[list[Value]], Value]] = {
    "COUNT": _count,
    "SUM": _sum,
    "MIN": lambda found: sorted(found, key=cmp_to_key(order))[0],
    "MAX": lambda found: sorted(found, key=cmp_to_key(order))[-1],
}


def _numbers(hits: Sequence[int]) -> str:
    return ", ".join(str(row + 1) for row in hits)
