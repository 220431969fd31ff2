"""A term's values sorted into the bins between cuts: one byte a company while there are fewer than 256 bins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from zaocha.rules.planes import whole
from zaocha.rules.planes.atoms import Cut, FactTerm, MemberTerm, PublicTerm, QuotientTerm, Term
from zaocha.rules.planes.columns import Column, Flags, Integers, Numbers, Ratios, Sets, Texts

Codes: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]
Words: TypeAlias = npt.NDArray[np.uint64]
BLOCK = 1 << 15  # values compared at a time, so that they stay in the first caches
MANY = 48  # from so many cuts on, a binary search beats comparing with each


class UnknownFact(KeyError):
    """A rule reads a fact that the companies' table has no column for."""


@dataclass
class Bins:
    """`codes[row]` is the number of cuts at or below the row's value; `known` has one bit a row."""

    cuts: tuple[Cut, ...]
    codes: Codes
    known: Words


def sorted_in(columns: Mapping[str, Column], term: PublicTerm, cuts: Sequence[Cut]) -> tuple[Codes, Flags]:
    """Bin numbers and known flags of every row for one term."""
    kind: type[np.unsignedinteger[Any]] = (
        np.uint8 if len(cuts) < 256 else np.uint16 if len(cuts) < 65536 else np.uint32
    )
    if isinstance(term, QuotientTerm):
        return _quotients(_column(columns, term.numerator), _column(columns, term.denominator), cuts, kind)
    column = _column(columns, term.fact)
    if isinstance(column, Ratios):
        return _crosswise(column, cuts, kind), column.known
    if isinstance(term, MemberTerm):
        if not isinstance(column, Sets):
            raise TypeError(f"{term.fact} is no set")
        column = column.having(term)
    if isinstance(column, Sets):
        return np.zeros(len(column.values), kind), column.known
    places = [column.place(cut) for cut in cuts]
    if isinstance(column, Texts):
        ranks = np.searchsorted(np.array(places), np.arange(max(1, len(column.words))), side="right")
        return np.asarray(ranks, kind).take(column.values), column.known
    return _counted(column.values, places, kind), column.known


def _column(columns: Mapping[str, Column], fact: str) -> Column:
    if fact not in columns:
        raise UnknownFact(fact)
    return columns[fact]


def _counted(values: Integers, places: Sequence[int], kind: type[Any]) -> Codes:
    """For each value how many places are at or below it."""
    codes = np.zeros(len(values), kind)
    limits = np.iinfo(values.dtype)
    always = sum(place <= limits.min for place in places)
    inner = np.array([place for place in places if limits.min < place <= limits.max], values.dtype)
    for start in range(0, len(values), BLOCK):
        part, target = values[start : start + BLOCK], codes[start : start + BLOCK]
        if len(inner) >= MANY:
            target[:] = np.searchsorted(inner, part, side="right")
        else:
            for place in inner:
                target += part >= place
    if always:
        codes += kind(always)
    return codes


def _quotients(above: Column, below: Column, cuts: Sequence[Cut], kind: type[Any]) -> tuple[Codes, Flags]:
    if isinstance(above, Numbers) and isinstance(below, Numbers):
        # Both are in units of 10**-scale: only the difference of the scales matters.
        more = below.scale - above.scale
        known = above.known & below.known & (below.values > 0)
        top, bottom = (
            whole.times(above.values, 10 ** max(0, more)),
            whole.times(below.values, 10 ** max(0, -more)),
        )
        return _crosswise(Ratios(top, bottom, known), cuts, kind), known
    one, other = _ratio(above), _ratio(below)
    known = one.known & other.known & (other.above > 0)
    top, bottom = whole.times(one.above, other.below), whole.times(one.below, other.above)
    return _crosswise(Ratios(top, bottom, known), cuts, kind), known


def _ratio(column: Column) -> Ratios:
    if isinstance(column, Numbers):
        return Ratios(column.values, whole.constant(len(column.values), 10**column.scale), column.known)
    if isinstance(column, Ratios):
        return column
    raise TypeError("a quotient needs two numbers")


def _crosswise(ratios: Ratios, cuts: Sequence[Cut], kind: type[Any]) -> Codes:
    """Compared in whole numbers: n / d ≥ p / q exactly when n·q ≥ p·d, for d > 0."""
    codes = np.zeros(len(ratios.known), kind)
    largest = whole.largest(ratios.above), whole.largest(ratios.below)
    for cut in cuts:
        if isinstance(cut, str):
            raise TypeError("a text cannot cut numbers")
        codes += _reaching(ratios, cut, largest)
    return codes


def _reaching(ratios: Ratios, cut: tuple[Decimal | int, bool], largest: tuple[int, int]) -> Flags:
    upper, lower = cut[0].as_integer_ratio()
    reached = np.zeros(len(ratios.known), bool)
    # Python's own whole numbers have no limit; they are taken only where 64 bits would not do.
    room = max(lower * largest[0], abs(upper) * largest[1]) <= whole.LARGEST
    for start in range(0, len(reached), BLOCK):
        part = slice(start, start + BLOCK)
        n, d = (one[part].astype(np.int64 if room else object) for one in (ratios.above, ratios.below))
        left, right = n * lower, d * upper
        reached[part] = left > right if cut[1] else left >= right
    return reached


def packed(flags: Flags, words: int) -> Words:
    """One bit a row, the first row lowest; zeros up to `words` words."""
    out = np.zeros(words * 8, np.uint8)
    bits = np.packbits(flags, bitorder="little")
    out[: len(bits)] = bits
    return out.view(np.uint64)


def term_facts(term: Term) -> tuple[str, ...]:
    """Names of the facts that a term reads."""
    if isinstance(term, QuotientTerm):
        return (term.numerator, term.denominator)
    return (term.fact,) if isinstance(term, FactTerm | MemberTerm) else ()
