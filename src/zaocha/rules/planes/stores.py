"""Where columns and their bins stay: re-binned only for a field with a new threshold, or for changed rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from zaocha.rules.planes import bins
from zaocha.rules.planes.atoms import Cut, SecretTerm, Term
from zaocha.rules.planes.bins import Bins, Codes, Words
from zaocha.rules.planes.columns import Column, Integers
from zaocha.rules.planes.programs import Program

STEP = 32  # words; tables are padded to whole steps of 2,048 rows, so that engines need no special last word


class Store:
    """Columns of `rows` companies. One writer at a time; engines only read."""

    def __init__(self, columns: Mapping[str, Column], *, rows: int) -> None:
        self.columns = dict(columns)
        self.rows = rows
        self.words = -(-max(rows, 1) // (64 * STEP)) * STEP
        self._bins: dict[Term, Bins] = {}

    def prepare(self, program: Program) -> int:
        """Sort in what the program asks for and is not there yet. Returns how many terms were worked on."""
        worked = 0
        for term, cuts in zip(program.terms, program.cuts, strict=True):
            there = self._bins.get(term)
            if there is None or not set(cuts) <= set(there.cuts):
                together: set[Cut] = {*cuts, *(there.cuts if there else ())}
                self._bins[term] = self._sorted_in(term, tuple(sorted(together)))
                worked += 1
        return worked

    def forget(self) -> None:
        """Drop all bins, so that thresholds no longer used leave them."""
        self._bins.clear()

    def bins(self, term: Term) -> Bins:
        """The bins of a prepared term."""
        return self._bins[term]

    def change(self, rows: Integers, columns: Mapping[str, Column]) -> None:
        """Replace facts of some rows (`columns` in the order of `rows`) and re-bin those rows."""
        for name, column in columns.items():
            self.columns[name] = self.columns[name].changed(rows, column)  # type: ignore[arg-type]
        for term, there in self._bins.items():
            if not isinstance(term, SecretTerm) and any(name in columns for name in bins.term_facts(term)):
                part = {name: self.columns[name].taken(rows) for name in bins.term_facts(term)}
                codes, known = bins.sorted_in(part, term, there.cuts)
                there.codes[rows] = codes
                bit = np.uint64(1) << (rows & 63).astype(np.uint64)
                np.bitwise_or.at(there.known, rows[known] >> 6, bit[known])
                np.bitwise_and.at(there.known, rows[~known] >> 6, ~bit[~known])

    def taken(self, rows: Integers) -> Store:
        """A small store of some rows, its bins copied."""
        small = Store({}, rows=len(rows))
        for term, there in self._bins.items():
            codes = np.zeros(small.words * 64, there.codes.dtype)
            codes[: len(rows)] = there.codes[rows]
            bits = there.known[rows >> 6] >> (rows & 63).astype(np.uint64) & np.uint64(1)
            small._bins[term] = Bins(there.cuts, codes, bins.packed(bits.astype(bool), small.words))
        return small

    def used(self) -> Words:
        """One bit for every row that exists."""
        return bins.packed(np.ones(self.rows, bool), self.words)

    @property
    def bytes(self) -> int:
        """Memory of the bins."""
        return sum(one.codes.nbytes + one.known.nbytes for one in self._bins.values())

    def _sorted_in(self, term: Term, cuts: tuple[Cut, ...]) -> Bins:
        if isinstance(term, SecretTerm):
            return Bins(cuts, np.zeros(self.words * 64, np.uint8), np.zeros(self.words, np.uint64))
        codes, known = bins.sorted_in(self.columns, term, cuts)
        padded: Codes = np.zeros(self.words * 64, codes.dtype)
        padded[: self.rows] = codes
        return Bins(cuts, padded, bins.packed(known, self.words))
