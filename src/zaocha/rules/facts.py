"""Facts about a company: their dictionary, their values, and one company's set of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Literal

from zaocha.rules import data_files
from zaocha.rules.texts import Text

FactType = Literal["number", "money", "integer", "ratio", "text", "code", "date", "boolean", "set"]
Period = Literal["none", "year", "month", "day"]
TYPES: tuple[FactType, ...] = (
    "number", "money", "integer", "ratio", "text", "code", "date", "boolean", "set",
)  # fmt: skip
NUMERIC: frozenset[FactType] = frozenset({"number", "money", "integer", "ratio"})
PERIODS: tuple[Period, ...] = ("none", "year", "month", "day")
# Code lists that are nested: a prefix is a group. Their codes are checked by shape, not by a list.
NESTED: Mapping[str, tuple[int, ...]] = {"gbt4754": (2, 3, 4), "gbt2260": (2, 4, 6, 9, 12)}

Known = Decimal | str | bool | date | frozenset[str]
"""A value by type: Decimal of all numbers, str of text and code, bool, date, frozenset of a set."""


@dataclass(frozen=True)
class FactDefinition:
    """One fact. `unit` is a key of `units`, `codes` of the dictionary's lists; a derived fact is never asked."""

    name: str
    label: Text
    type: FactType
    unit: str | None = None
    period: Period = "none"
    codes: str | None = None
    derived: str | None = None
    visible_to: str = "desk"
    group: str = ""
    flags: frozenset[str] = frozenset()

    @property
    def is_numeric(self) -> bool:
        """Is its value a number?"""
        return self.type in NUMERIC

    @property
    def is_nested(self) -> bool:
        """Is it a code whose prefixes are groups?"""
        return self.codes in NESTED

    def as_json(self) -> dict[str, Any]:
        """The form of docs/formats/facts.md."""
        return {
            "name": self.name,
            "label": self.label.as_json(),
            "type": self.type,
            "unit": self.unit,
            "period": self.period,
            "codes": self.codes,
            "derived": self.derived,
            "visible_to": self.visible_to,
            "group": self.group,
            "flags": sorted(self.flags),
        }


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Facts by name in the order of the data file, and the code lists (list → code → label)."""

    facts: Mapping[str, FactDefinition]
    codes: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.facts

    def __getitem__(self, name: str) -> FactDefinition:
        return self.facts[name]

    def get(self, name: str) -> FactDefinition | None:
        """The definition, or None."""
        return self.facts.get(name)

    def code_list(self, fact: FactDefinition) -> Mapping[str, Text]:
        """The codes of a fact with labels; empty when the list is open or nested."""
        return self.codes.get(fact.codes or "", {})

    def with_facts(self, more: Iterable[FactDefinition]) -> Dictionary:
        """This dictionary and facts that a policy brings along."""
        return replace(self, facts={**self.facts, **{one.name: one for one in more}})

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        """Name and both labels → name, to find what a writer meant."""
        found: dict[str, str] = {}
        for one in self.facts.values():
            found |= {one.label.zh: one.name, one.label.en: one.name}
        return found | {name: name for name in self.facts}


@dataclass(frozen=True)
class FactValue:
    """One known value: `period` such as "2025", day it is as of, and who says so."""

    value: Known
    as_of: date | None = None
    period: str = ""
    source: str = ""
    worked_out: bool = False


@dataclass(frozen=True)
class FactSet:
    """What is known of one company on a day, and the policies (ids) whose benefit it already has."""

    on: date
    values: Mapping[str, FactValue] = field(default_factory=dict)
    enjoyed: frozenset[str] = frozenset()

    def value(self, name: str) -> Known | None:
        """The value, or None when it is missing."""
        known = self.values.get(name)
        return None if known is None else known.value

    def with_values(self, more: Mapping[str, FactValue]) -> FactSet:
        """The same with more values."""
        return replace(self, values={**self.values, **more})


@cache
def dictionary() -> Dictionary:
    """The dictionary of this package (`data/facts.yaml`)."""
    table = data_files.table("facts.yaml")
    codes = {
        name: {row["code"]: Text(row["zh"], row["en"]) for row in rows}
        for name, rows in table["codes"].items()
    }
    return Dictionary({row["name"]: _definition(row) for row in table["facts"]}, codes)


def _definition(row: Mapping[str, Any]) -> FactDefinition:
    unit = row.get("unit", "null")
    return FactDefinition(
        name=row["name"],
        label=Text(row["label"]["zh"], row["label"]["en"]),
        type=row["type"],
        unit=None if unit == "null" else unit,
        period=row.get("period", "none"),
        codes=row.get("codes"),
        derived=row.get("derived"),
        visible_to=row.get("visible_to", "desk"),
        group=row.get("group", ""),
        flags=frozenset(row.get("flags", ())),
    )
