"""A program bound to a store: its cuts turned into bin numbers of that store, its steps into tables."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zaocha.rules.planes import schedules
from zaocha.rules.planes.atoms import Cut
from zaocha.rules.planes.bins import Bins, Codes, Words
from zaocha.rules.planes.programs import CompiledAtom, Program
from zaocha.rules.planes.stores import Store

MISSING = {None: 0, True: 1, False: 2}


@dataclass(frozen=True)
class Bound:
    """`atoms` rows: term, first span, spans, answer where missing (0 unknown, 1 true, 2 false).

    `spans` rows: first bin, width: the bins first … first + width. A span without bins is left out.
    """

    program: Program
    near: bool
    rows: int
    words: int
    cuts: tuple[tuple[Cut, ...], ...]
    codes: tuple[Codes, ...]
    known: tuple[Words, ...]
    atoms: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int64]
    steps: npt.NDArray[np.int64]
    operands: npt.NDArray[np.int64]
    slots: int

    @property
    def index_bits(self) -> int:
        """Planes that spell the number of a clause."""
        rules = range(len(self.program.outputs)) if self.near else ()
        return (max((len(self.program.clauses(rule)) for rule in rules), default=1) - 1).bit_length()

    def over(self, store: Store) -> Bound:
        """The same program over another prepared store; at once when its bins have the same cuts."""
        terms = [store.bins(term) for term in self.program.terms]
        if any(found.cuts != cuts for found, cuts in zip(terms, self.cuts, strict=True)):
            return bound(self.program, store, near=self.near)
        codes, known = tuple(found.codes for found in terms), tuple(found.known for found in terms)
        return replace(self, rows=store.rows, words=store.words, codes=codes, known=known)


def bound(program: Program, store: Store, *, near: bool = False) -> Bound:
    """Prepare the store where needed, and bind. Cheap (milliseconds) when the bins are there."""
    store.prepare(program)
    terms = [store.bins(term) for term in program.terms]
    rank = [_ranks(program, number, found) for number, found in enumerate(terms)]
    atoms: list[tuple[int, int, int, int]] = []
    spans: list[tuple[int, int]] = []
    for atom in program.atoms:
        inner = _spans(atom, rank[atom.term], len(terms[atom.term].cuts))
        atoms.append((atom.term, len(spans), len(inner), MISSING[atom.missing]))
        spans += inner
    plan = schedules.scheduled(program, near=near)
    return Bound(
        program=program,
        near=near,
        rows=store.rows,
        words=store.words,
        cuts=tuple(found.cuts for found in terms),
        codes=tuple(found.codes for found in terms),
        known=tuple(found.known for found in terms),
        atoms=np.array(atoms, np.int64).reshape(-1, 4),
        spans=np.array(spans, np.int64).reshape(-1, 2),
        steps=np.array(plan.steps, np.int64).reshape(-1, 4),
        operands=np.array(plan.operands, np.int64),
        slots=plan.slots,
    )


def _ranks(program: Program, term: int, found: Bins) -> list[int]:
    """For each cut of the program its place among the cuts of the store."""
    return [bisect.bisect_left(found.cuts, cut) for cut in program.cuts[term]]


def _spans(atom: CompiledAtom, rank: list[int], cuts: int) -> list[tuple[int, int]]:
    """Bin k holds the values from cut k-1 up to cut k."""
    found = []
    for low, high in atom.spans:
        first = 0 if low < 0 else rank[low] + 1
        last = cuts if high < 0 else rank[high]
        if first <= last:
            found.append((first, last - first))
    return found
