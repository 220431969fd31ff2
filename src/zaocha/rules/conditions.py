"""Conditions of a policy: clauses over facts, grouped by all, any and not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from zaocha.rules.feel.tree import Test
from zaocha.rules.texts import Text


@dataclass(frozen=True, slots=True)
class Quotient:
    """`numerator / denominator` of two facts, compared without dividing.

    It has a value when both facts are known and the denominator is above zero; else it counts as missing.
    """

    numerator: str
    denominator: str

    def __str__(self) -> str:
        return f"{self.numerator} / {self.denominator}"


Subject = str | Quotient


@dataclass(frozen=True, slots=True)
class Clause:
    """One test of one fact, or of the quotient of two. Label and text are not part of equality."""

    subject: Subject
    test: Test
    label: Text | None = field(default=None, compare=False)
    text: str = field(default="", compare=False)
    unit: str = field(default="", compare=False)
    """`text` is the test as it was written, `unit` the unit that its writer named (always the fact's own)."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of the facts that the clause reads."""
        if isinstance(self.subject, Quotient):
            return (self.subject.numerator, self.subject.denominator)
        return (self.subject,)


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them; of none: true."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of them; of none: false."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NotGroup:
    """Not this one; unknown stays unknown."""

    item: Condition


@dataclass(frozen=True, slots=True)
class NotPublic:
    """What an authority asks for without saying it in public: unknown for everybody, and no fact could tell."""

    @property
    def items(self) -> tuple[Condition, ...]:
        """There is nothing to look at."""
        return ()


Condition = Clause | All | Any | NotGroup | NotPublic


def clauses(condition: Condition) -> Iterator[Clause]:
    """Every clause from left to right, repeated ones repeatedly."""
    if isinstance(condition, Clause):
        yield condition
    elif isinstance(condition, NotGroup):
        yield from clauses(condition.item)
    else:
        for item in condition.items:
            yield from clauses(item)


def facts(condition: Condition) -> tuple[str, ...]:
    """Names of the facts that a condition reads, each once, in the order of their first clause."""
    return tuple(dict.fromkeys(name for clause in clauses(condition) for name in clause.facts))
