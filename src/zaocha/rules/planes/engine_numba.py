"""The plane program in compiled code, 8,192 companies at a time so that all planes stay in the cache (extra `fast`).

One thread; whoever has more cores gives each its own rows. Bits are those of `engine_numpy`. Arrays travel as
addresses: a term's codes and known bits lie where the store put them and are copied nowhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from zaocha.rules.planes.bound import Bound
from zaocha.rules.planes.results import Results
from zaocha.rules.planes.schedules import ATOM, GROUP, RESULT
from zaocha.rules.planes.vectors import (
    BLOCK,
    WIDE,
    fold,
    inside8,
    inside16,
    inside32,
    lend,
    load,
    miss,
    settle,
    spell,
    store,
)

u = np.uint64


def run(program: Bound, results: Results) -> None:
    """Fill the planes of every rule."""
    _run(
        (
            np.array([one.ctypes.data for one in program.codes], np.uint64),
            np.array([one.itemsize for one in program.codes], np.uint64),
            np.array([one.ctypes.data for one in program.known], np.uint64),
        ),
        tuple(
            one.astype(np.uint64) for one in (program.atoms, program.spans, program.steps, program.operands)
        ),
        np.empty((2 * max(1, program.slots), BLOCK), np.uint64),
        (results.true, results.false, results.near),
    )


def _span_of(inside: Any, size: int) -> Any:
    """For codes of `size` bytes: the words of one span, put at `plane` or (`more`) joined to what is there."""
    step = size * 64

    @njit(nogil=True, cache=True)
    def span(codes: Any, low: Any, width: Any, plane: Any, words: Any, more: Any) -> None:
        if more:
            for word in range(words):
                store(
                    plane + word * u(8),
                    load(plane + word * u(8)) | inside(codes + word * u(step), low, width),
                )
        else:
            for word in range(words):
                store(plane + word * u(8), inside(codes + word * u(step), low, width))

    return span


_span8, _span16, _span32 = _span_of(inside8, 1), _span_of(inside16, 2), _span_of(inside32, 4)


@njit(nogil=True, cache=True)
def _atom(term: Any, atom: Any, spans: Any, plane: Any, words: Any) -> None:
    """One atom's planes at the address `plane` (true) and one block behind it (false).

    `term` is the address of its codes, their size and the address of its known bits.
    """
    codes, size, known = term
    behind = u(BLOCK * 8)
    first, count, missing = atom[1], atom[2], atom[3]
    for one in range(count):
        low, width, more = spans[first + one, 0], spans[first + one, 1], one > 0
        if size == u(1):
            _span8(codes, low, width, plane, words, more)
        elif size == u(2):
            _span16(codes, low, width, plane, words, more)
        else:
            _span32(codes, low, width, plane, words, more)
    if count == u(0):
        for word in range(words):
            store(plane + word * u(8), u(0))
    for word in range(u(0), words, u(WIDE)):
        at = u(8) * word
        settle(plane + at, plane + behind + at, known + at)
        if missing:
            lend(plane + at if missing == u(1) else plane + behind + at, known + at)


@njit(nogil=True, cache=True)
def _group(base: Any, operands: Any, count: Any, true_to: Any, false_to: Any, words: Any) -> None:
    """Planes of a conjunction at two addresses."""
    for word in range(u(0), words, u(WIDE)):
        at = u(8) * word
        fold(base + at, operands, count, true_to + at, false_to + at)


@njit(nogil=True, cache=True)
def _near(base: Any, operands: Any, count: Any, near_to: Any, shape: Any, words: Any) -> None:
    """The near plane and, each `shape[1]` words behind the one before, the planes of the clause's number."""
    for word in range(u(0), words, u(WIDE)):
        at = u(8) * word
        miss(base + at, operands, count, near_to + at)
        for bit in range(u(1), u(shape[0])):
            index_to = near_to + bit * u(shape[1]) * u(8) + at
            for one in range(u(0), u(WIDE * 8), u(8)):
                store(index_to + one, load(near_to + at + one))
            spell(base + at, operands, count, bit - u(1), index_to)


@njit(nogil=True, cache=True)
def _run(terms: Any, tables: Any, slots: Any, planes: Any) -> None:
    codes, sizes, known = terms
    atoms, spans, steps, operands = tables
    true, false, near = planes
    total, base = true.shape[1], u(slots.ctypes.data)
    table, near_shape = u(operands.ctypes.data), near.shape[1:]
    for start in range(0, total, BLOCK):
        words, offset = u(min(BLOCK, total - start)), u(8 * start)
        for number in range(len(steps)):
            kind, target, first, count = steps[number]
            slot = base + u(2) * target * u(BLOCK * 8)
            to = u(8) * target * u(total) + offset
            if kind == u(ATOM):
                atom = atoms[first]
                size = sizes[atom[0]]
                term = (codes[atom[0]] + offset * u(8) * size, size, known[atom[0]] + offset)
                _atom(term, atom, spans, slot, words)
            elif kind == u(GROUP):
                _group(base, table + first * u(8), count, slot, slot + u(BLOCK * 8), words)
            elif kind == u(RESULT):
                true_to, false_to = u(true.ctypes.data) + to, u(false.ctypes.data) + to
                _group(base, table + first * u(8), count, true_to, false_to, words)
            else:
                near_to = u(near.ctypes.data) + u(8) * target * u(near_shape[0] * total) + offset
                _near(base, table + first * u(8), count, near_to, near_shape, words)
