"""Can a condition ever be true? Decided per fact over the alternatives of the condition, up to a bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from zaocha.rules import cells, wording
from zaocha.rules.conditions import Any, Clause, Condition, NotGroup
from zaocha.rules.facts import Dictionary
from zaocha.rules.policies.linting import relations
from zaocha.rules.walking import of_missing

MOST_TERMS = 3_000
Term = frozenset[tuple[Clause, bool]]
"""Clauses that have to come out true or false together."""


class TooMany(Exception):
    """A condition with more alternatives than are looked at."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Clauses over one fact, or over facts that ratios tie together, that cannot come out as an alternative needs them."""

    clauses: tuple[Clause, ...]


def conflict(condition: Condition, dictionary: Dictionary, *, wanted: bool = True) -> Conflict | None:
    """Why a condition can never be as wanted, from its first alternative; None when it can be.

    Facts are taken one by one, and together where ratios tie their bounds; what else two facts have to do with each
    other is not known, so a conflict that is found is one, but not every conflict is found. Raises `TooMany`.
    """
    found: Conflict | None = None
    terms = alternatives(condition, wanted)
    for term in terms:
        wrong = _conflict(term, dictionary)
        if wrong is None:
            return None
        found = found or wrong
    return found or (Conflict(()) if not terms else None)


def alternatives(condition: Condition, wanted: bool) -> set[Term]:
    """Every way in which the clauses can make a condition as wanted: an "or" of "and"s. Raises `TooMany`."""
    if isinstance(condition, Clause):
        return {frozenset({(condition, wanted)})}
    if isinstance(condition, NotGroup):
        return alternatives(condition.item, not wanted)
    parts = [alternatives(one, wanted) for one in condition.items]
    if isinstance(condition, Any) == wanted:
        return _limited({term for part in parts for term in part})
    return _product(parts)


def together(clauses: Iterable[Clause], dictionary: Dictionary) -> tuple[tuple[bool, ...], ...]:
    """Every way in which clauses over one known fact can come out."""
    held = tuple(clauses)
    return _ways(tuple(held), dictionary)


def _product(parts: list[set[Term]]) -> set[Term]:
    whole: set[Term] = {frozenset()}
    for part in parts:
        if len(whole) * len(part) > MOST_TERMS * 4:
            raise TooMany
        joined = {one | other for one in whole for other in part}
        whole = _limited({term for term in joined if not _opposed(term)})
    return whole


def _limited(terms: set[Term]) -> set[Term]:
    if len(terms) > MOST_TERMS:
        raise TooMany
    return terms


def _opposed(term: Term) -> bool:
    return any((clause, not wanted) in term for clause, wanted in term)


def _conflict(term: Term, dictionary: Dictionary) -> Conflict | None:
    by_subject: dict[str, list[tuple[Clause, bool]]] = {}
    for clause, wanted in sorted(term, key=lambda one: (str(one[0].subject), one[0].text)):
        by_subject.setdefault(str(clause.subject), []).append((clause, wanted))
    for literals in by_subject.values():
        clauses = tuple(clause for clause, _wanted in literals)
        needed = tuple(wanted for _clause, wanted in literals)
        if needed not in _ways(clauses, dictionary) and not _when_missing(literals):
            return Conflict(clauses)
    tied = relations.conflicting(sorted(term, key=lambda one: (str(one[0].subject), one[0].text)))
    return Conflict(tied) if tied else None


def _when_missing(literals: list[tuple[Clause, bool]]) -> bool:
    return all(of_missing(clause.test) is wanted for clause, wanted in literals)


@lru_cache(maxsize=4096)
def _ways(clauses: tuple[Clause, ...], dictionary: Dictionary) -> tuple[tuple[bool, ...], ...]:
    fact = wording.definition(clauses[0], dictionary)
    return cells.ways([clause.test for clause in clauses], fact=fact, dictionary=dictionary)
