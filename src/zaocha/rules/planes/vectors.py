"""Words of 64 companies in the machine's widest registers: three operations that numba has no name for.

Only for `engine_numba`; portable through LLVM (AVX-512, AVX2, NEON), which splits the vectors as the machine needs.
Addresses are plain integers: whoever passes them keeps the arrays alive.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

WORD = ir.IntType(64)
WIDE = 32  # words of one fold: four 512-bit registers for each of its two results
BLOCK = (
    128  # words of one plane that are worked on at a time; literal l lies l · BLOCK words behind the first
)


def _pointer(builder: Any, address: Any, kind: Any) -> Any:
    return builder.inttoptr(address, kind.as_pointer())


def _comparison(bits: int) -> Any:
    """`inside(address, low, width)`: bit j is set when low ≤ code[j] ≤ low + width, for 64 codes."""

    @intrinsic
    def inside(_context: Any, address: Any, low: Any, width: Any) -> Any:
        def generate(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            kind = ir.VectorType(ir.IntType(bits), 64)
            codes = builder.load(_pointer(builder, arguments[0], kind), align=bits // 8)
            moved = builder.sub(codes, _spread(builder, arguments[1], kind))
            mask = builder.icmp_unsigned("<=", moved, _spread(builder, arguments[2], kind))
            return builder.bitcast(mask, WORD)

        return types.uint64(types.uint64, types.uint64, types.uint64), generate

    return inside


def _spread(builder: Any, value: Any, kind: Any) -> Any:
    """One value in every lane."""
    first = ir.Constant(ir.IntType(32), 0)
    one = builder.insert_element(ir.Constant(kind, ir.Undefined), builder.trunc(value, kind.element), first)
    lanes = ir.Constant(ir.VectorType(ir.IntType(32), kind.count), [0] * kind.count)
    return builder.shuffle_vector(one, ir.Constant(kind, ir.Undefined), lanes)


inside8, inside16, inside32 = _comparison(8), _comparison(16), _comparison(32)


@intrinsic
def load(_context: Any, address: Any) -> Any:
    """The word at an address."""

    def generate(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.load(_pointer(builder, arguments[0], WORD), align=8)

    return types.uint64(types.uint64), generate


@intrinsic
def store(_context: Any, address: Any, value: Any) -> Any:
    """Put a word at an address."""

    def generate(target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        builder.store(arguments[1], _pointer(builder, arguments[0], WORD), align=8)
        return target.get_dummy_value()

    return types.void(types.uint64, types.uint64), generate


@intrinsic
def settle(_context: Any, true_at: Any, false_at: Any, known_at: Any) -> Any:
    """WIDE words: what lies at `true_at` becomes its known part, and its known opposite goes to `false_at`."""

    def generate(target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        kind = ir.VectorType(WORD, WIDE)
        true_to, false_to, known = (_pointer(builder, one, kind) for one in arguments)
        there = builder.load(known, align=8)
        true = builder.and_(builder.load(true_to, align=8), there)
        builder.store(true, true_to, align=8)
        builder.store(builder.xor(there, true), false_to, align=8)
        return target.get_dummy_value()

    return types.void(*[types.uint64] * 3), generate


@intrinsic
def lend(_context: Any, plane_at: Any, known_at: Any) -> Any:
    """WIDE words: what is not known is added to a plane."""

    def generate(target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        kind = ir.VectorType(WORD, WIDE)
        plane, known = (_pointer(builder, one, kind) for one in arguments)
        absent = builder.not_(builder.load(known, align=8))
        builder.store(builder.or_(builder.load(plane, align=8), absent), plane, align=8)
        return target.get_dummy_value()

    return types.void(types.uint64, types.uint64), generate


@intrinsic
def fold(_context: Any, base: Any, operands: Any, count: Any, true_at: Any, false_at: Any) -> Any:
    """WIDE words of the conjunction of `count` literals.

    The opposite of literal l is l xor 1; `operands` is the address of the literals. The AND of the literals goes
    to `true_at`, the OR of their opposites to `false_at`.
    """

    def generate(target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        start, literals, number, true_to, false_to = arguments
        kind = ir.VectorType(WORD, WIDE)
        both, either = _held(builder, -1), _held(builder, 0)
        with cgutils.for_range(builder, number, intp=WORD) as loop:
            holds, fails = _both(builder, loop.index, start, literals)
            builder.store(builder.and_(builder.load(both), holds), both)
            builder.store(builder.or_(builder.load(either), fails), either)
        builder.store(builder.load(both), _pointer(builder, true_to, kind), align=8)
        builder.store(builder.load(either), _pointer(builder, false_to, kind), align=8)
        return target.get_dummy_value()

    return types.void(*[types.uint64] * 5), generate


@intrinsic
def miss(_context: Any, base: Any, operands: Any, count: Any, to: Any) -> Any:
    """WIDE words of the companies for which exactly one of `count` literals fails and the others hold."""

    def generate(target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        start, literals, number, near_to = arguments
        kind = ir.VectorType(WORD, WIDE)
        holding, near = _held(builder, -1), _held(builder, 0)
        with cgutils.for_range(builder, number, intp=WORD) as loop:
            holds, fails = _both(builder, loop.index, start, literals)
            before = builder.load(holding)
            missed = builder.or_(builder.and_(builder.load(near), holds), builder.and_(before, fails))
            builder.store(missed, near)
            builder.store(builder.and_(before, holds), holding)
        builder.store(builder.load(near), _pointer(builder, near_to, kind), align=8)
        return target.get_dummy_value()

    return types.void(*[types.uint64] * 5), generate


@intrinsic
def spell(_context: Any, base: Any, operands: Any, count: Any, bit: Any, to: Any) -> Any:
    """WIDE words at `to`, copied from the near plane, become one bit of the number of the literal that fails."""

    def generate(target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        start, literals, number, place, index_to = arguments
        kind = ir.VectorType(WORD, WIDE)
        either = _held(builder, 0)
        with cgutils.for_range(builder, number, intp=WORD) as loop:
            wanted = builder.and_(builder.lshr(loop.index, place), ir.Constant(WORD, 1))
            with builder.if_then(builder.icmp_unsigned("!=", wanted, ir.Constant(WORD, 0))):
                _holds, fails = _both(builder, loop.index, start, literals)
                builder.store(builder.or_(builder.load(either), fails), either)
        place_of = _pointer(builder, index_to, kind)
        builder.store(builder.and_(builder.load(either), builder.load(place_of, align=8)), place_of, align=8)
        return target.get_dummy_value()

    return types.void(*[types.uint64] * 5), generate


def _held(builder: Any, word: int) -> Any:
    """A variable of WIDE words, set anew each time it is reached."""
    value = ir.Constant(ir.VectorType(WORD, WIDE), [word] * WIDE)
    variable = cgutils.alloca_once_value(builder, value)
    builder.store(value, variable)
    return variable


def _both(builder: Any, index: Any, start: Any, literals: Any) -> tuple[Any, Any]:
    """WIDE words of the operand with this number and of its opposite."""
    kind = ir.VectorType(WORD, WIDE)
    at = builder.add(literals, builder.shl(index, ir.Constant(WORD, 3)))
    literal = builder.load(_pointer(builder, at, WORD), align=8)
    other = builder.xor(literal, ir.Constant(WORD, 1))
    stride = ir.Constant(WORD, BLOCK * 8)
    planes = [builder.add(start, builder.mul(one, stride)) for one in (literal, other)]
    holds, fails = (builder.load(_pointer(builder, one, kind), align=8) for one in planes)
    return holds, fails
