"""Which missing facts would decide: those of which some value could still settle an unknown condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from zaocha.rules import cells, checking, residues
from zaocha.rules.conditions import Clause, Quotient
from zaocha.rules.facts import Dictionary
from zaocha.rules.residues import Residue
from zaocha.rules.walking import Truth, Walk, of_missing

MOST_LOOKS = 60_000
"""How many parts of conditions are looked at for one verdict, about a tenth of a second; then a fact is asked for."""

LEAST_STEPS = 4
Way = Mapping[Clause, bool]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is missing, what it needs to be asked, and every way its clauses can come out."""

    name: str
    asks: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """What is left of a condition, and what it hangs on."""

    left: Residue
    unknowns: tuple[Unknown, ...]


def undecided(walked: Walk, dictionary: Dictionary) -> Undecided | None:
    """What is left to decide of a walk; None when it is decided, or no fact could."""
    left = residues.residue(walked)
    if left is None or isinstance(left, bool):
        return None
    clauses: dict[str, list[residues.Open]] = {}
    for one in residues.opens(left):
        clauses.setdefault(str(one.subject), []).append(one)
    found = tuple(_unknown(name, opens, dictionary) for name, opens in clauses.items())
    return Undecided(left, found)


def deciding(walked: Walk, dictionary: Dictionary) -> tuple[str, ...]:
    """Names of the missing facts (as the clauses name them) that could decide, in the order of the clauses."""
    open_ = undecided(walked, dictionary)
    if open_ is None:
        return ()
    if _each_decides(open_):
        found = open_.unknowns
    else:
        looks = sum(1 for _one in residues.opens(open_.left)) * len(open_.unknowns)
        steps = max(LEAST_STEPS, MOST_LOOKS // looks)
        found = tuple(one for one in open_.unknowns if _decides(one, open_, steps))
    return tuple(dict.fromkeys(chain.from_iterable(one.asks for one in found)))


def answers(unknown: Unknown, open_: Undecided) -> tuple[Truth, ...]:
    """What the condition comes to for each way in which this alone becomes known."""
    return tuple(residues.settled(open_.left, dict(way)) for way in unknown.ways)


def _unknown(name: str, opens: list[residues.Open], dictionary: Dictionary) -> Unknown:
    clauses = tuple(dict.fromkeys(one.clause for one in opens))
    asks = tuple(dict.fromkeys(chain.from_iterable(one.asks for one in opens)))
    fact = dictionary.get(name)
    if isinstance(clauses[0].subject, Quotient):
        fact = checking.quotient(clauses[0].subject, dictionary)
    if fact is None:  # a fact that the dictionary lost: any way is possible
        return Unknown(name, asks, tuple(dict.fromkeys(clauses, truth) for truth in (True, False)))
    tests = [clause.test for clause in clauses]
    ways = tuple(
        dict(zip(clauses, way, strict=True)) for way in cells.ways(tests, fact=fact, dictionary=dictionary)
    )
    return Unknown(name, asks, ways)


def _each_decides(open_: Undecided) -> bool:
    """Every clause stands once, can come out either way, and hangs on one missing fact of its own.

    Then each of them decides: the others can always be such that the rest hangs on it.
    """
    opens = list(residues.opens(open_.left))
    if len(opens) != len(open_.unknowns) or residues.has_stuck(open_.left):
        return False
    asked = [name for one in open_.unknowns for name in one.asks]
    if len(set(asked)) != len(asked):
        return False
    return all(len(one.ways) == 2 for one in open_.unknowns) and not any(
        of_missing(one.clause.test) is not None for one in opens
    )


def _decides(unknown: Unknown, open_: Undecided, steps: int) -> bool:
    """Is there something that the others could be, so that this settles what is unsettled without it?"""
    others = [one for one in open_.unknowns if one is not unknown]
    return _Search(unknown, open_.left, steps).found({}, others)


class _Search:
    """Goes through what the others could be, some of them unknown still, and gives up in favour of asking."""

    def __init__(self, unknown: Unknown, left: Residue, steps: int) -> None:
        self.unknown, self.left, self.steps = unknown, left, steps

    def found(self, known: dict[Clause, bool], others: list[Unknown]) -> bool:
        self.steps -= 1
        if self.steps < 0:
            return True
        if residues.settled(self.left, known) is not None:
            return False
        if any(residues.settled(self.left, {**known, **way}) is not None for way in self.unknown.ways):
            return True
        return any(
            self.found({**known, **way}, others[at + 1 :])
            for at, one in enumerate(others)
            for way in one.ways
        )
