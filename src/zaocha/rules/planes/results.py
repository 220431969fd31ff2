"""What an engine fills: for every rule a plane of true and a plane of false bits, and the near misses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zaocha.rules.planes.bins import Words
from zaocha.rules.planes.bound import Bound
from zaocha.rules.planes.columns import Integers


@dataclass
class Results:
    """`true`, `false`: shape (rules, words). Neither bit: unknown. Bits of rows that do not exist are 0.

    `near`, when asked for: shape (rules, 1 + index bits, words). The first plane marks the companies that miss a
    rule by exactly one clause, all others holding; the next planes spell that clause's number, lowest bit first.
    """

    rows: int
    true: Words
    false: Words
    near: Words

    @classmethod
    def empty(cls, program: Bound) -> Results:
        """Room for a program's results; it can be filled again and again."""
        rules = len(program.program.outputs)
        return cls(
            rows=program.rows,
            true=np.empty((rules, program.words), np.uint64),
            false=np.empty((rules, program.words), np.uint64),
            near=np.empty((rules if program.near else 0, 1 + program.index_bits, program.words), np.uint64),
        )

    def trim(self) -> None:
        """Clear the bits of rows that do not exist."""
        for planes in (self.true, self.false, self.near):
            self.trimmed(planes)

    def trimmed(self, planes: Words) -> Words:
        """The same planes with those bits cleared."""
        whole, rest = divmod(self.rows, 64)
        if rest:
            planes[..., whole] &= np.uint64((1 << rest) - 1)
        planes[..., whole + bool(rest) :] = 0
        return planes

    def counts(self) -> tuple[Integers, Integers]:
        """Companies for which each rule is true, and false."""
        return _ones(self.true), _ones(self.false)

    def unknown(self, rule: int) -> Words:
        """The plane of companies for which it is not known."""
        return self.trimmed(~(self.true[rule] | self.false[rule]))

    def near_counts(self) -> Integers:
        """Companies that miss each rule by one clause."""
        return _ones(self.near[:, 0])

    def near_clauses(self, rule: int) -> tuple[Integers, Integers]:
        """Rows that miss a rule by one clause, and the number of that clause."""
        found = rows(self.near[rule, 0])
        clause = np.zeros(len(found), np.int64)
        for bit, plane in enumerate(self.near[rule, 1:]):
            clause |= (plane[found >> 6] >> (found & 63).astype(np.uint64) & np.uint64(1)).astype(
                np.int64
            ) << bit
        return found, clause


def rows(plane: Words) -> Integers:
    """Numbers of the rows whose bit is set."""
    return np.flatnonzero(np.unpackbits(plane.view(np.uint8), bitorder="little"))


def _ones(planes: Words) -> Integers:
    counts: Integers = np.bitwise_count(planes).sum(axis=1, dtype=np.int64)
    return counts
