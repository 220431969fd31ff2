"""The values of a fact that matter: one for each way in which some tests can come out together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from itertools import combinations, pairwise

from zaocha.rules import checking
from zaocha.rules.facts import Dictionary, FactDefinition, Known
from zaocha.rules.feel import tree
from zaocha.rules.walking import passes

MOST_MEMBERS = 8
_EXACT = Context(prec=100)
_OTHER = "\u0001other"


def ways(
    tests: Sequence[tree.Test], *, fact: FactDefinition, dictionary: Dictionary
) -> tuple[tuple[bool, ...], ...]:
    """Every way in which tests of one known fact can come out together, each once."""
    found: dict[tuple[bool, ...], None] = {}
    for value in values(tests, fact=fact, dictionary=dictionary):
        found[tuple(passes(test, value) for test in tests)] = None
    return tuple(found)


def values(tests: Sequence[tree.Test], *, fact: FactDefinition, dictionary: Dictionary) -> Iterator[Known]:
    """A value on each bound, between and beyond them; of codes each one named and one that is not."""
    named = [value for test in tests for value, _node in checking.literals(test)]
    if fact.is_numeric:
        bounds = sorted({one for one in named if isinstance(one, Decimal)})
        yield from _numbers(bounds, whole=fact.type == "integer")
    elif fact.type == "date":
        yield from _days(sorted({one for one in named if isinstance(one, date)}))
    elif fact.type == "boolean":
        yield from (True, False)
    else:
        words = [one for one in named if isinstance(one, str)]
        codes = tuple(dict.fromkeys(_words(words, fact, dictionary)))
        yield from _sets(codes) if fact.type == "set" else codes


def _numbers(bounds: Sequence[Decimal], *, whole: bool) -> Iterator[Decimal]:
    if not bounds:
        yield Decimal(0)
        return
    between = [_EXACT.divide(_EXACT.add(one, other), Decimal(2)) for one, other in pairwise(bounds)]
    ends = (_EXACT.subtract(bounds[0], Decimal(1)), _EXACT.add(bounds[-1], Decimal(1)))
    found = [*ends, *bounds, *between]
    if not whole:
        yield from found
        return
    for one in found:
        yield from (one.to_integral_value(way) for way in (ROUND_FLOOR, ROUND_CEILING))
    for one in bounds:
        low = one.to_integral_value(ROUND_FLOOR)
        yield from (low - 1, low + 1)


def _days(bounds: Sequence[date]) -> Iterator[date]:
    if not bounds:
        yield date(2020, 1, 1)
    day = timedelta(days=1)
    for one in bounds:
        yield one
        if one > date.min:
            yield one - day
        if one < date.max:
            yield one + day


def _words(named: Iterable[str], fact: FactDefinition, dictionary: Dictionary) -> Iterator[str]:
    named = list(named)
    known = dictionary.code_list(fact) if fact.type in {"code", "set"} else {}
    if known:
        yield from known
        return
    yield from named
    # A longer code of the same group, and one of no group that is named.
    yield from (one + "\u0001" for one in named)
    yield _OTHER


def _sets(codes: Sequence[str]) -> Iterator[frozenset[str]]:
    if len(codes) > MOST_MEMBERS:
        yield from (frozenset({one}) for one in codes)
        yield from (frozenset(), frozenset(codes))
        return
    for count in range(len(codes) + 1):
        yield from (frozenset(chosen) for chosen in combinations(codes, count))
