"""Facts of many companies as columns of integers: scaled numbers, days, flags, and ranks in a sorted dictionary."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from zaocha.rules.planes import whole
from zaocha.rules.planes.atoms import Cut, MemberTerm

Integers: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Flags: TypeAlias = npt.NDArray[np.bool_]


class ValueTooLarge(ValueError):
    """A number that does not fit 64 bits once it is scaled to its decimal places."""


@dataclass(frozen=True)
class Numbers:
    """Whole numbers in units of 10**-scale (dates: day numbers, flags: 0 and 1); 0 where not known."""

    values: Integers
    known: Flags
    scale: int = 0

    def place(self, cut: Cut) -> int:
        """The smallest stored number above a cut."""
        if isinstance(cut, str):
            raise TypeError("a text cannot cut numbers")
        upper, lower = cut[0].as_integer_ratio()
        whole, rest = divmod(upper * int(10**self.scale), lower)
        return int(whole) + (cut[1] or rest > 0)

    def taken(self, rows: Integers) -> Numbers:
        """These rows only."""
        return replace(self, values=self.values[rows], known=self.known[rows])

    def changed(self, rows: Integers, other: Numbers) -> Numbers:
        """With these rows replaced, in place where type and decimal places allow."""
        scale = max(self.scale, other.scale)
        new = rescaled(other, scale)
        old = rescaled(self, scale)
        kind = np.promote_types(old.values.dtype, new.values.dtype)
        return Numbers(*_put(old.values.astype(kind, copy=False), self.known, rows, new), scale)


@dataclass(frozen=True)
class Texts:
    """Ranks in `words`, which are sorted, so that all codes with one prefix are neighbours."""

    values: Integers
    known: Flags
    words: tuple[str, ...]

    def place(self, cut: Cut) -> int:
        """The rank of the first word above a cut."""
        if not isinstance(cut, str):
            raise TypeError("a number cannot cut texts")
        return bisect.bisect_left(self.words, cut)

    def taken(self, rows: Integers) -> Texts:
        """These rows only."""
        return replace(self, values=self.values[rows], known=self.known[rows])

    def changed(self, rows: Integers, other: Texts) -> Texts:
        """With these rows replaced, in place unless new words need a rank."""
        words, values = self.words, self.values
        if not set(other.words) <= set(words):
            words = tuple(sorted({*words, *other.words}))
            values = _ranks(self.words, words)[values]
        ranks = [bisect.bisect_left(words, word) for word in other.words] or [0]
        new = (
            other if other.words is words else replace(other, values=np.array(ranks, np.int32)[other.values])
        )
        return Texts(*_put(values, self.known, rows, new), words)


@dataclass(frozen=True)
class Sets:
    """Numbers of the different sets that occur."""

    values: Integers
    known: Flags
    sets: tuple[frozenset[str], ...]

    def having(self, member: MemberTerm) -> Numbers:
        """1 where the set has the member."""
        has = np.array([member.among(one) for one in self.sets] or [False], np.int8)
        return Numbers(has[self.values], self.known)

    def taken(self, rows: Integers) -> Sets:
        """These rows only."""
        return replace(self, values=self.values[rows], known=self.known[rows])

    def changed(self, rows: Integers, other: Sets) -> Sets:
        """With these rows replaced."""
        new = replace(other, values=other.values + len(self.sets))
        return Sets(*_put(self.values, self.known, rows, new), self.sets + other.sets)


@dataclass(frozen=True)
class Ratios:
    """Numbers that were worked out: `above / below`, both whole and `below` positive where it is known."""

    above: npt.NDArray[Any]
    below: npt.NDArray[Any]
    known: Flags

    def taken(self, rows: Integers) -> Ratios:
        """These rows only."""
        return Ratios(self.above[rows], self.below[rows], self.known[rows])

    def changed(self, rows: Integers, other: Ratios) -> Ratios:
        """With these rows replaced."""
        kind = np.promote_types(self.above.dtype, other.above.dtype)
        above, below, known = self.above.astype(kind), self.below.astype(kind), self.known.copy()
        above[rows], below[rows], known[rows] = other.above, other.below, other.known
        return Ratios(above, below, known)


Column: TypeAlias = Numbers | Texts | Sets | Ratios


def rescaled(column: Numbers, scale: int) -> Numbers:
    """The same numbers with more decimal places; refused when they no longer fit."""
    if scale == column.scale:
        return column
    factor = 10 ** (scale - column.scale)
    if whole.largest(column.values) > whole.LARGEST // factor:
        raise ValueTooLarge(f"a value does not fit with {scale} decimal places")
    return Numbers(column.values.astype(np.int64) * factor, column.known, scale)


def narrow(values: npt.NDArray[Any]) -> Integers:
    """The same integers in the smallest type: less memory to read."""
    if not len(values):
        return values.astype(np.int8)
    low, high = int(values.min()), int(values.max())
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return values.astype(kind, copy=False)
    return values.astype(np.int64, copy=False)


def texts(values: Sequence[str | None]) -> Texts:
    """A column of texts; None is not known."""
    words = tuple(sorted({one for one in values if one is not None}))
    rank = {word: number for number, word in enumerate(words)}
    ranks = np.array([0 if one is None else rank[one] for one in values], np.int32)
    return Texts(ranks, np.array([one is not None for one in values], bool), words)


def sets(values: Sequence[frozenset[str] | None]) -> Sets:
    """A column of sets; None is not known."""
    different = {one: number for number, one in enumerate(dict.fromkeys(values))}
    numbers = np.array([different[one] for one in values], np.int32)
    known = np.array([one is not None for one in values], bool)
    return Sets(numbers, known, tuple(one or frozenset() for one in different))


def _put(
    values: Integers, known: Flags, rows: Integers, new: Numbers | Texts | Sets
) -> tuple[Integers, Flags]:
    if not values.flags.writeable:
        values = values.copy()
    if not known.flags.writeable:
        known = known.copy()
    values[rows], known[rows] = new.values, new.known
    return values, known


def _ranks(words: tuple[str, ...], among: tuple[str, ...]) -> Integers:
    return np.searchsorted(np.array(among or ("",)), np.array(words or ("",))).astype(np.int32)
