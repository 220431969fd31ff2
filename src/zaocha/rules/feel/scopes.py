"""What an expression sees: variables in layers, types by name, and a place for the reasons of nulls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zaocha.rules.feel.types import Type
from zaocha.rules.feel.values import NoValue, Value

MOST_STEPS = 1_000_000


class TooMuch(Exception):
    """An evaluation that would go on too long: more rounds and calls than `MOST_STEPS`."""

    def __init__(self) -> None:
        super().__init__(f"this takes more than {MOST_STEPS:,} rounds and calls")


def _no_type(_name: str) -> Type | None:
    return None


@dataclass(slots=True)
class Scope:
    """One layer of names over its outer ones. `notes` gathers why something came out as null."""

    variables: Mapping[str, Value] = field(default_factory=dict)
    outer: "Scope | None" = None
    notes: list[str] = field(default_factory=list)
    types: Callable[[str], Type | None] = _no_type
    spent: list[int] = field(default_factory=lambda: [0])

    def inner(self, variables: Mapping[str, Value]) -> "Scope":
        """A layer over this one."""
        return Scope(variables, self, self.notes, self.types, self.spent)

    def value(self, name: str) -> Value:
        """The value of a name, from the nearest layer. Raises `NoValue`."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.variables:
                return scope.variables[name]
            scope = scope.outer
        raise NoValue(f"'{name}' is not known here")

    def spend(self) -> None:
        """Count one round of a loop or one call, over the whole evaluation. Raises `TooMuch`."""
        self.spent[0] += 1
        if self.spent[0] > MOST_STEPS:
            raise TooMuch

    def note(self, reason: str) -> None:
        if len(self.notes) < 100 and reason not in self.notes:
            self.notes.append(reason)
