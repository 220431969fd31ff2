"""Amounts that may not be settled: the least and the most they can be, and the facts that would settle them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Self

ENDLESS = Decimal("Infinity")
ZERO = Decimal(0)
PRECISION = 60
"""Digits kept while counting. A quotient of days by 365 that is not a tie to the fen is far from one at this depth."""


@dataclass(frozen=True, slots=True)
class Span:
    """Between `low` and `high` (either may be infinite); exact when they meet. `missing`: facts that would tell."""

    low: Decimal
    high: Decimal
    missing: frozenset[str] = frozenset()

    @classmethod
    def exactly(cls, value: Decimal) -> Self:
        """A settled value."""
        return cls(value, value)

    @classmethod
    def unknown(cls, *facts: str) -> Self:
        """Nothing is known until these facts are."""
        return cls(-ENDLESS, ENDLESS, frozenset(facts))

    @property
    def is_exact(self) -> bool:
        """Whether the value is settled, whatever is missing."""
        return self.low == self.high

    def settled(self) -> Span:
        """The same, without missing facts that can no longer change it."""
        return Span(self.low, self.high) if self.is_exact else self

    def rising(self, change: Callable[[Decimal], Decimal]) -> Span:
        """`change` of it, for a change that never falls."""
        return Span(change(self.low), change(self.high), self.missing).settled()

    def at_least(self, floor: Decimal) -> Span:
        """Not below `floor`."""
        return self.rising(lambda value: max(value, floor))

    def at_most(self, cap: Decimal) -> Span:
        """Not above `cap`."""
        return self.rising(lambda value: min(value, cap))


def exact_arithmetic() -> AbstractContextManager[Context]:
    """The decimal context in which every benefit is counted."""
    return localcontext(Context(prec=PRECISION))


def total(spans: Iterable[Span]) -> Span:
    """Their sum."""
    low = high = ZERO
    missing: frozenset[str] = frozenset()
    for span in spans:
        low, high, missing = low + span.low, high + span.high, missing | span.missing
    return Span(low, high, missing).settled()


def difference(first: Span, second: Span) -> Span:
    """The first less the second."""
    return Span(first.low - second.high, first.high - second.low, first.missing | second.missing).settled()


def product(first: Span, second: Span) -> Span:
    """Their product; nothing times anything is nothing."""
    ends = [_times(one, other) for one in (first.low, first.high) for other in (second.low, second.high)]
    return Span(min(ends), max(ends), first.missing | second.missing).settled()


def smallest(spans: Iterable[Span]) -> Span:
    """The smallest of them; facts of those that cannot be it are not asked for."""
    held = list(spans)
    high = min(span.high for span in held)
    missing = frozenset().union(*(span.missing for span in held if span.low <= high))
    return Span(min(span.low for span in held), high, missing).settled()


def largest(spans: Iterable[Span]) -> Span:
    """The largest of them; facts of those that cannot be it are not asked for."""
    held = list(spans)
    low = max(span.low for span in held)
    missing = frozenset().union(*(span.missing for span in held if span.high >= low))
    return Span(low, max(span.high for span in held), missing).settled()


def either(spans: Iterable[Span], *facts: str) -> Span:
    """One of them, and the facts say which."""
    held = list(spans)
    missing = frozenset(facts).union(*(span.missing for span in held))
    return Span(min(s.low for s in held), max(s.high for s in held), missing).settled()


def _times(one: Decimal, other: Decimal) -> Decimal:
    return ZERO if not one or not other else one * other
