"""The plane program with numpy alone: a block of companies at a time, 64 of them in one word."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from zaocha.rules.planes import schedules
from zaocha.rules.planes.bound import Bound
from zaocha.rules.planes.results import Results

BLOCK = 4096  # words of one plane at a time: few calls, planes still in the outer cache
Plane: TypeAlias = npt.NDArray[np.uint64]


def run(program: Bound, results: Results) -> None:
    """Fill the planes of every rule."""
    for start in range(0, program.words, BLOCK):
        _Block(program, results, slice(start, min(start + BLOCK, program.words))).run()


class _Block:
    def __init__(self, program: Bound, results: Results, part: slice) -> None:
        self.program, self.results, self.part = program, results, part
        words = part.stop - part.start
        # Literal l lies in row l, its opposite in row l ^ 1.
        self.planes = np.empty((2 * program.slots, words), np.uint64)
        self.scratch = np.empty(words * 64, bool)

    def run(self) -> None:
        operands = self.program.operands.tolist()
        for kind, target, first, count in self.program.steps.tolist():
            literals = operands[first : first + count]
            if kind == schedules.ATOM:
                self._atom(first, self.planes[2 * target], self.planes[2 * target + 1])
            elif kind == schedules.GROUP:
                self._join(literals, self.planes[2 * target], self.planes[2 * target + 1])
            elif kind == schedules.RESULT:
                self._join(
                    literals, self.results.true[target, self.part], self.results.false[target, self.part]
                )
            else:
                self._near(literals, target)

    def _atom(self, atom: int, true: Plane, false: Plane) -> None:
        term, first, count, missing = self.program.atoms[atom].tolist()
        known = self.program.known[term][self.part]
        codes = self.program.codes[term][self.part.start * 64 : self.part.stop * 64]
        true[:] = 0
        for low, width in self.program.spans[first : first + count].tolist():
            inside = self._inside(codes, low, width)
            np.bitwise_or(true, np.packbits(inside, bitorder="little").view(np.uint64), out=true)
        np.bitwise_and(true, known, out=true)
        np.bitwise_xor(true, known, out=false)
        if missing:
            lent = true if missing == 1 else false
            np.bitwise_or(lent, ~known, out=lent)

    def _inside(self, codes: npt.NDArray[Any], low: int, width: int) -> npt.NDArray[np.bool_]:
        if width == 0:
            np.equal(codes, low, out=self.scratch)
        elif low == 0:
            np.less_equal(codes, width, out=self.scratch)
        else:  # unsigned numbers below `low` wrap around to large ones
            np.less_equal(codes - codes.dtype.type(low), width, out=self.scratch)
        return self.scratch

    def _join(self, literals: list[int], true: Plane, false: Plane) -> None:
        if not literals:
            true[:], false[:] = ~np.uint64(0), 0
            return
        true[:], false[:] = self.planes[literals[0]], self.planes[literals[0] ^ 1]
        for literal in literals[1:]:
            np.bitwise_and(true, self.planes[literal], out=true)
            np.bitwise_or(false, self.planes[literal ^ 1], out=false)

    def _near(self, literals: list[int], rule: int) -> None:
        """Going from clause to clause: all held so far, and exactly one failed so far."""
        near, *index = self.results.near[rule, :, self.part]
        holding = np.full_like(near, ~np.uint64(0))
        near[:] = 0
        for literal in literals:
            true, false = self.planes[literal], self.planes[literal ^ 1]
            near[:] = (near & true) | (holding & false)
            holding &= true
        for bit, plane in enumerate(index):
            plane[:] = 0
            for number, literal in enumerate(literals):
                if number >> bit & 1:
                    plane |= self.planes[literal ^ 1]
            plane &= near
