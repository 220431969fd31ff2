"""What a benefit is counted in: the facts of one company, the day, and who was counted before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol

from zaocha.rules.benefits import words
from zaocha.rules.benefits.spans import Span
from zaocha.rules.facts import Dictionary, dictionary
from zaocha.rules.texts import Text

Counted = Mapping[str, frozenset[str] | int]
"""Per group of benefits, the persons counted, or how many heads where nobody names them."""

NOBODY: Counted = MappingProxyType({})


class Facts(Protocol):
    """Whatever can tell the value of a fact: a number as Decimal, a code, a truth, a day, or a set of codes."""

    def value(self, name: str) -> object | None:
        """The value, or None when it is not known."""


@dataclass(frozen=True, slots=True)
class Given:
    """Facts from a plain mapping."""

    values: Mapping[str, object]

    def value(self, name: str) -> object | None:
        """The value, or None when it is not known."""
        return self.values.get(name)


class WrongValue(ValueError):
    """A fact holds something that its use in the benefit cannot be counted with."""

    def __init__(self, *, name: str, value: object, wanted: str) -> None:
        self.name = name
        self.value = value
        self.wanted = wanted
        super().__init__(f"{name} is {value!r}; {wanted} is needed")


@dataclass(frozen=True, slots=True)
class Setting:
    """`counted`: per group of benefits, the digests of persons (or how many heads) that count no more."""

    facts: Facts
    on: date | None = None
    counted: Counted = field(default_factory=lambda: NOBODY)
    dictionary: Dictionary = field(default_factory=dictionary)

    def label(self, name: str) -> Text:
        """The label of a fact, else its name."""
        fact = self.dictionary.get(name)
        return words.verbatim(name) if fact is None else fact.label

    def number(self, name: str) -> Span:
        """The fact as a number; unknown when missing. Raises WrongValue for what is no number."""
        value = self.facts.value(name)
        if value is None:
            return Span.unknown(name)
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            raise WrongValue(name=name, value=value, wanted="a decimal number")
        return Span.exactly(Decimal(value))

    def day(self, name: str) -> date | None:
        """The fact as a day, None when missing."""
        value = self.facts.value(name)
        if value is not None and not isinstance(value, date):
            raise WrongValue(name=name, value=value, wanted="a day")
        return value

    def codes(self, name: str) -> frozenset[str] | None:
        """The fact as a set of codes (one code is a set of one), None when missing."""
        value = self.facts.value(name)
        if value is None:
            return None
        if isinstance(value, str):
            return frozenset({value})
        if isinstance(value, frozenset | set | tuple | list):
            return frozenset(str(one) for one in value)
        raise WrongValue(name=name, value=value, wanted="a code or a set of codes")

    def after(self, counted: Counted) -> Setting:
        """The same, with more heads counted."""
        if not counted:
            return self
        merged = dict(self.counted)
        for group, heads in counted.items():
            before = merged.get(group)
            merged[group] = heads if before is None else joined(before, heads)
        return replace(self, counted=MappingProxyType(merged))


def joined(first: frozenset[str] | int, second: frozenset[str] | int) -> frozenset[str] | int:
    """Heads of both: persons by name if all are named, else how many."""
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return first | second
    return _heads(first) + _heads(second)


def _heads(counted: frozenset[str] | int) -> int:
    return counted if isinstance(counted, int) else len(counted)
