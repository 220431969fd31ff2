"""The same program the other way round: one company against thousands of policies, one offer against all watches.

Rules lie side by side in arrays; false, unknown, true are 0, 1, 2, so that AND is the smallest of its parts and
the opposite of v is 2 - v.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from zaocha.rules.planes.atoms import Cut, FactTerm, MemberTerm, QuotientTerm, SecretTerm, Term
from zaocha.rules.planes.programs import Program

Fact: TypeAlias = Decimal | int | bool | date | str | frozenset[str]
Kleene: TypeAlias = npt.NDArray[np.int8]
FALSE, UNKNOWN, TRUE = 0, 1, 2
LENT = {None: UNKNOWN, True: TRUE, False: FALSE}


@dataclass(frozen=True)
class Level:
    """Conjunctions whose parts are all done: parts one after the other, `starts` of each, and their nodes."""

    parts: npt.NDArray[np.int32]
    turned: Kleene  # 2 where the opposite is meant
    starts: npt.NDArray[np.int64]
    nodes: npt.NDArray[np.int32]


class Ready:
    """A program laid out for single rows; made once, used for every row."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._keys = [_keys(term, cuts) for term, cuts in zip(program.terms, program.cuts, strict=True)]
        spans = [_closed(atom.spans, len(program.cuts[atom.term])) for atom in program.atoms]
        count = np.array([len(one) for one in spans], np.int64)
        self._starts = np.concatenate(([0], np.cumsum(count)[:-1])) if len(spans) else count
        flat = np.array([span for one in spans for span in one], np.int64).reshape(-1, 2)
        kind = np.uint16 if max((len(one) for one in program.cuts), default=0) < 65_000 else np.uint32
        self._low, self._width = flat[:, 0].astype(kind), flat[:, 1].astype(kind)
        self._single = bool((count == 1).all())
        self._term = np.array([atom.term for atom in program.atoms], np.int32)
        self._span_term = self._term if self._single else np.repeat(self._term, count)
        self._missing = np.array([LENT[atom.missing] for atom in program.atoms], np.int8)
        self._levels, self._constant = levels(program)
        outputs = np.array(program.outputs, np.int64)
        self._outputs, self._turned = (outputs >> 1).astype(np.int32), ((outputs & 1) * 2).astype(np.int8)

    def verdicts(self, facts: Mapping[str, Fact]) -> Kleene:
        """0 false, 1 unknown, 2 true for each rule. A fact that is not in `facts` is missing."""
        verdicts: Kleene = np.abs(self._turned - self.nodes(facts)[self._outputs])
        return verdicts

    def nodes(self, facts: Mapping[str, Fact]) -> Kleene:
        """The same for every atom and conjunction of the program."""
        found = [_bin(term, keys, facts) for term, keys in zip(self.program.terms, self._keys, strict=True)]
        bins = np.array([one or 0 for one in found], self._low.dtype)
        known = np.array([one is not None for one in found], bool)
        values = np.empty(len(self._term) + len(self.program.conjunctions), np.int8)
        if len(self._term):
            values[: len(self._term)] = self._atoms(bins, known)
        values[self._constant] = TRUE
        for level in self._levels:
            parts = np.abs(level.turned - values[level.parts])
            values[level.nodes] = np.minimum.reduceat(parts, level.starts)
        return values

    def _atoms(self, bins: npt.NDArray[Any], known: npt.NDArray[np.bool_]) -> Kleene:
        inside = (bins[self._span_term] - self._low) <= self._width
        if not self._single:
            inside = np.logical_or.reduceat(inside, self._starts)
        decided: Kleene = inside.view(np.int8) << 1
        if known.all():
            return decided
        return np.where(known[self._term], decided, self._missing)


def _closed(spans: Iterable[tuple[int, int]], cuts: int) -> list[tuple[int, int]]:
    """First bin and width; of no span one that no bin is in."""
    found = [
        (0 if low < 0 else low + 1, (cuts if high < 0 else high) - (0 if low < 0 else low + 1))
        for low, high in spans
    ]
    return found or [(cuts + 1, 0)]


def levels(program: Program) -> tuple[list[Level], npt.NDArray[np.int64]]:
    """Conjunctions by depth, and those of nothing, which are always true."""
    atoms = len(program.atoms)
    depth = [0] * (atoms + len(program.conjunctions))
    by_depth: dict[int, list[int]] = {}
    for node in range(atoms, len(depth)):
        parts = program.parts(node)
        if parts:
            depth[node] = 1 + max(depth[part >> 1] for part in parts)
            by_depth.setdefault(depth[node], []).append(node)
    levels = [_level(program, by_depth[one]) for one in sorted(by_depth)]
    empty = [node for node in range(atoms, len(depth)) if not program.parts(node)]
    return levels, np.array(empty, np.int64)


def _level(program: Program, nodes: list[int]) -> Level:
    parts = np.array([part for node in nodes for part in program.parts(node)], np.int64)
    count = np.array([len(program.parts(node)) for node in nodes], np.int64)
    return Level(
        parts=(parts >> 1).astype(np.int32),
        turned=((parts & 1) * 2).astype(np.int8),
        starts=np.concatenate(([0], np.cumsum(count)[:-1])),
        nodes=np.array(nodes, np.int32),
    )


def _keys(term: Term, cuts: tuple[Cut, ...]) -> list[Any]:
    if isinstance(term, QuotientTerm):
        return [(Fraction(cut[0]), cut[1]) for cut in cuts if not isinstance(cut, str)]
    return list(cuts)


def _bin(term: Term, keys: list[Any], facts: Mapping[str, Fact]) -> int | None:
    """How many cuts lie at or below the value; None when it is not known."""
    value: Any
    if isinstance(term, SecretTerm):
        return None
    if isinstance(term, QuotientTerm):
        value = _quotient(facts.get(term.numerator), facts.get(term.denominator))
    else:
        value = facts.get(term.fact)
        if isinstance(term, MemberTerm) and value is not None:
            value = int(term.among(value))
        elif isinstance(term, FactTerm) and isinstance(value, date):
            value = value.toordinal()
    if value is None:
        return None
    return bisect.bisect_right(keys, value if isinstance(value, str) else (value, False))


def _quotient(above: Any, below: Any) -> Fraction | None:
    if above is None or below is None or below <= 0:
        return None
    return Fraction(above) / Fraction(below)
