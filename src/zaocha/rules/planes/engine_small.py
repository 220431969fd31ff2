"""The plane program for few companies with numpy alone: all atoms in one operation, all groups of a depth in another.

With some thousand companies the calls take longer than the work; here there are some twenty of them, whatever the
number of rules. Bits are those of `engine_numpy`.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zaocha.rules.planes import rowwise
from zaocha.rules.planes.bins import Words
from zaocha.rules.planes.bound import Bound
from zaocha.rules.planes.programs import Program
from zaocha.rules.planes.results import Results

MOST_WORDS = 64  # 4,096 companies
MOST_KEPT = 16


class _Level(NamedTuple):
    """Groups whose parts are done: literals one after the other, where each group begins, and the groups' nodes."""

    literals: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    nodes: npt.NDArray[np.int64]


class _Layout(NamedTuple):
    program: Program
    levels: list[_Level]
    empty: npt.NDArray[np.int64]
    outputs: npt.NDArray[np.int64]


_laid_out: OrderedDict[int, _Layout] = OrderedDict()


def run(program: Bound, results: Results) -> None:
    """Fill the planes of every rule."""
    layout = _layout(program.program)
    nodes = len(program.program.atoms) + len(program.program.conjunctions)
    # Literal l lies in row l, its opposite in row l ^ 1.
    planes = np.zeros((2 * nodes, program.words), np.uint64)
    if len(program.atoms):
        _atoms(program, planes)
    planes[2 * layout.empty] = ~np.uint64(0)
    for level in layout.levels:
        planes[2 * level.nodes] = np.bitwise_and.reduceat(planes[level.literals], level.starts, axis=0)
        planes[2 * level.nodes + 1] = np.bitwise_or.reduceat(planes[level.literals ^ 1], level.starts, axis=0)
    np.take(planes, layout.outputs, axis=0, out=results.true)
    np.take(planes, layout.outputs ^ 1, axis=0, out=results.false)


def _atoms(program: Bound, planes: Words) -> None:
    term, first, count, missing = program.atoms.T
    count_atoms = len(term)
    true, false = planes[0 : 2 * count_atoms : 2], planes[1 : 2 * count_atoms : 2]
    kind = max((one.dtype for one in program.codes), key=lambda one: one.itemsize)
    codes = np.stack([one.astype(kind, copy=False) for one in program.codes])
    known = np.stack(program.known)[term]
    if len(program.spans):
        low, width = program.spans.T.astype(kind)
        # Unsigned numbers below `low` wrap around to large ones.
        inside = (codes[np.repeat(term, count)] - low[:, None]) <= width[:, None]
        bits = np.packbits(inside, axis=1, bitorder="little").view(np.uint64)
        there = count > 0
        true[there] = np.bitwise_or.reduceat(bits, first[there], axis=0)
    true &= known
    false[:] = true ^ known
    for answer, plane in ((1, true), (2, false)):
        lent = missing == answer
        plane[lent] |= ~known[lent]


def _layout(program: Program) -> _Layout:
    """Laid out once for a program; what is kept holds it, so that its id stays its own."""
    found = _laid_out.get(id(program))
    if found is None:
        levels, empty = rowwise.levels(program)
        own = [
            _Level(2 * one.parts.astype(np.int64) + (one.turned >> 1), one.starts, one.nodes.astype(np.int64))
            for one in levels
        ]
        found = _Layout(program, own, empty, np.array(program.outputs, np.int64))
        _laid_out[id(program)] = found
        while len(_laid_out) > MOST_KEPT:
            _laid_out.popitem(last=False)
    return found
