"""Many rules explained to one company: a clause that stands in many rules is worked out once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from zaocha.rules import nearness, walking
from zaocha.rules.conditions import All, Clause, Condition, NotGroup
from zaocha.rules.facts import FactSet
from zaocha.rules.nearness import Near
from zaocha.rules.planes import lowering, programs
from zaocha.rules.planes.rowwise import Ready
from zaocha.rules.walking import Outcome, Truth

TRUTHS: tuple[Truth, ...] = (False, None, True)


class Told(NamedTuple):
    """What one clause comes to, with its value, and how near a false one is."""

    outcome: Outcome
    near: Near | None


class Explained(NamedTuple):
    """One rule: its verdict, and every clause with the path where it stands."""

    truth: Truth
    clauses: list[tuple[str, Told]]


class Explainer:
    """Rules laid out once; `explain` says the same as `walking.walk` with `nearness.near`, each path beside."""

    def __init__(self, rules: Sequence[Condition], *, sets: Collection[str] = ()) -> None:
        numbers: dict[Clause, int] = {}
        self._lines = [
            [(path, numbers.setdefault(clause, len(numbers))) for path, clause in _paths(rule, "when")]
            for rule in rules
        ]
        self._clauses = tuple(numbers)
        lowered = [(str(at), lowering.lowered(rule, sets=sets)) for at, rule in enumerate(rules)]
        self._ready = Ready(programs.compiled(lowered))

    def explain(self, facts: FactSet) -> list[Explained]:
        """All rules for one company whose derived facts are worked out already."""
        truths = self._ready.verdicts({name: one.value for name, one in facts.values.items()}).tolist()
        told = [_told(clause, facts) for clause in self._clauses]
        return [
            Explained(TRUTHS[truth], [(path, told[number]) for path, number in lines])
            for truth, lines in zip(truths, self._lines, strict=True)
        ]


def _told(clause: Clause, facts: FactSet) -> Told:
    outcome = walking.outcome(clause, facts)
    return Told(outcome, nearness.near(outcome) if outcome.truth is False else None)


def _paths(condition: Condition, path: str) -> Iterator[tuple[str, Clause]]:
    if isinstance(condition, Clause):
        yield path, condition
    elif isinstance(condition, NotGroup):
        yield from _paths(condition.item, f"{path}.not")
    else:
        name = "all" if isinstance(condition, All) else "any"
        for at, item in enumerate(condition.items):
            yield from _paths(item, f"{path}.{name}[{at}]")
