"""What a benefit is counted from: a fact, a number, or a few sums over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from zaocha.rules import units
from zaocha.rules.benefits import spans, words
from zaocha.rules.benefits.settings import Setting
from zaocha.rules.benefits.spans import Span
from zaocha.rules.texts import Text


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the policy names."""

    value: Decimal

    def span(self, at: Setting) -> Span:
        """The number itself."""
        return Span.exactly(self.value)

    def facts(self) -> Iterator[str]:
        """None."""
        return iter(())

    def said(self, at: Setting) -> Text:
        """The number."""
        return words.number(self.value)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the company."""

    name: str

    def span(self, at: Setting) -> Span:
        """Its value, or unknown."""
        return at.number(self.name)

    def facts(self) -> Iterator[str]:
        """Its name."""
        yield self.name

    def said(self, at: Setting) -> Text:
        """Its label."""
        return at.label(self.name)


@dataclass(frozen=True, slots=True)
class Combined:
    """`kind`: sum, less (the first less the others, never below nothing), product, smallest, largest,
    ratio (first ÷ second) and growth (first ÷ second − 1), both unknown unless the second is above nothing."""

    kind: str
    parts: tuple[Quantity, ...]

    def span(self, at: Setting) -> Span:
        """The combination of its parts' values."""
        held = [part.span(at) for part in self.parts]
        if self.kind == "less":
            return spans.difference(held[0], spans.total(held[1:])).at_least(spans.ZERO)
        if self.kind == "product":
            return reduce(spans.product, held)
        if self.kind in QUOTIENTS:
            whole = _quotient(held[0], held[1], tuple(self.facts()))
            return whole if self.kind == "ratio" else whole.rising(lambda value: value - 1)
        return {"sum": spans.total, "smallest": spans.smallest, "largest": spans.largest}[self.kind](held)

    def facts(self) -> Iterator[str]:
        """Those of its parts."""
        for part in self.parts:
            yield from part.facts()

    def said(self, at: Setting) -> Text:
        """Its parts with their sign between them."""
        parts = [part.said(at) for part in self.parts]
        if self.kind in SIGNS:
            return words.summed(parts, SIGNS[self.kind])
        return words.say(f"of_{self.kind}", parts=words.listed(parts))


def working(quantity: Quantity, at: Setting) -> Text | None:
    """ "a − b = 900 万元 − 700 万元 = 200 万元"; None for what is not combined, or not known."""
    if not isinstance(quantity, Combined) or not quantity.span(at).is_exact:
        return None
    told = [shown(part, at)(part.span(at).low) for part in quantity.parts]
    sign = SIGNS.get(quantity.kind)
    values = words.summed(told, sign) if sign else words.listed(told)
    value = shown(quantity, at)(quantity.span(at).low)
    return words.say("working", what=quantity.said(at), values=values, value=value)


class NoFacts:
    """Nothing is known."""

    def value(self, name: str) -> None:
        """Nothing."""


def shown(quantity: Quantity, at: Setting) -> Callable[[Decimal], Text]:
    """How values of a quantity are written: money as yuan, shares per cent, everything else with its unit."""
    if isinstance(quantity, Combined) and quantity.kind in QUOTIENTS:
        return words.percent
    known = [at.dictionary.get(name) for name in quantity.facts()]
    kinds = {fact.type for fact in known if fact is not None}
    if kinds == {"money"}:
        return words.money
    if kinds == {"ratio"}:
        return words.percent
    units_of = {fact.unit for fact in known if fact is not None}
    unit = units_of.pop() if len(known) == 1 and units_of else None
    return words.number if unit is None else lambda value: words.with_unit(value, units.label(unit))


SIGNS = {"sum": "+", "less": "−", "product": "×", "ratio": "÷"}
QUOTIENTS = ("ratio", "growth")
COMBINED = ("sum", "less", "product", "smallest", "largest", *QUOTIENTS)

Quantity = Number | Fact | Combined


def share(of: Quantity, rate: Decimal) -> Quantity:
    """A part of a quantity."""
    return Combined("product", (of, Number(rate)))


def _quotient(first: Span, second: Span, facts: tuple[str, ...]) -> Span:
    if first.is_exact and second.is_exact and second.low > 0:
        return Span.exactly(first.low / second.low)
    return Span.unknown(*facts)
