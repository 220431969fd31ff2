"""What a rule is made of once it is lowered: atoms (one test of one term) joined by AND and a sign.

An OR is an AND of opposites with the opposite sign, so that one operation carries every rule. Everything is
hashable: the same test in two hundred policies is one atom and is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

# A cut between ordered values. Of a number, date or flag: (value, False) just below the value, (value, True)
# just above it. Of a text: the text itself, which stands below itself and above all smaller texts.
Cut: TypeAlias = "tuple[Decimal | int, bool] | str"


class Span(NamedTuple):
    """Values from the cut `low` up to the cut `high`; None is without an end."""

    low: Cut | None
    high: Cut | None


@dataclass(frozen=True, slots=True)
class FactTerm:
    """A fact by itself."""

    fact: str


@dataclass(frozen=True, slots=True)
class QuotientTerm:
    """A quotient of two facts; unknown unless both are known and the lower one is positive."""

    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class MemberTerm:
    """Whether a set has this member, or one with this beginning: 0 or 1."""

    fact: str
    member: str
    beginning: bool = False

    def among(self, members: frozenset[str]) -> bool:
        """Is it there?"""
        if self.beginning:
            return any(one.startswith(self.member) for one in members)
        return self.member in members


@dataclass(frozen=True, slots=True)
class SecretTerm:
    """What is not public: never known."""


PublicTerm: TypeAlias = FactTerm | QuotientTerm | MemberTerm
Term: TypeAlias = PublicTerm | SecretTerm


@dataclass(frozen=True, slots=True)
class Atom:
    """Is the term's value inside one of the spans? `missing`: the answer where the value is not known."""

    term: Term
    spans: tuple[Span, ...]
    missing: bool | None = None


@dataclass(frozen=True, slots=True)
class Conjunction:
    """All of these; of nothing it is true."""

    parts: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """A node or its opposite."""

    node: Atom | Conjunction
    negated: bool = False


TRUE = Literal(Conjunction(()))
FALSE = Literal(Conjunction(()), negated=True)


def opposite(literal: Literal) -> Literal:
    """Kleene's not: unknown stays unknown."""
    return Literal(literal.node, not literal.negated)


def all_of(parts: Iterable[Literal]) -> Literal:
    """Kleene's and. Nested groups of the same kind are opened, repeated parts counted once."""
    opened: dict[Literal, None] = {}
    for part in parts:
        if isinstance(part.node, Conjunction) and not part.negated:
            opened.update(dict.fromkeys(part.node.parts))
        else:
            opened[part] = None
    if len(opened) == 1:
        return next(iter(opened))
    return Literal(Conjunction(tuple(opened)))


def any_of(parts: Iterable[Literal]) -> Literal:
    """Kleene's or."""
    return opposite(all_of(opposite(part) for part in parts))
