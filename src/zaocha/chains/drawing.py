"""Draws the map of a chain as shapes with fixed places: tiers side by side on a desktop, below each other on a phone.

Pure: knows goods only by code, name, line and flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zaocha.sheets.widths import width_of

BOX_W, BOX_H, GAP_Y, HEAD = 210, 58, 18, 52
MARGIN, GAP_X = 14, 74
TALL_W, TALL_BOX, GUTTER = 360, 284, 66
LETTER = 8.0  # half-width character of a name, at 16 px


@dataclass(frozen=True)
class Shape:
    """What is to be drawn: a good, its line of numbers, and its flag: "", thin or missing."""

    code: str
    name: str
    line: str
    flag: str = ""


@dataclass(frozen=True)
class Column:
    """A tier from left to right."""

    title: str
    line: str
    shapes: Sequence[Shape]


@dataclass(frozen=True)
class Drawn:
    """A box at its place."""

    shape: Shape
    x: int
    y: int
    w: int
    h: int
    name: str

    @property
    def text_x(self) -> int:
        return self.x + 12

    @property
    def name_y(self) -> int:
        return self.y + 25

    @property
    def line_y(self) -> int:
        return self.y + 45


@dataclass(frozen=True)
class Rope:
    """A line between two boxes; `flag` of the good that goes in."""

    path: str
    flag: str


@dataclass(frozen=True)
class Head:
    """The title of a tier."""

    x: int
    y: int
    title: str
    line: str

    @property
    def line_y(self) -> int:
        return self.y + 19


@dataclass(frozen=True)
class Picture:
    """Everything with its size."""

    width: int
    height: int
    heads: list[Head]
    boxes: list[Drawn]
    ropes: list[Rope]


Ropes = Iterable[tuple[str, str, str]]


def wide(columns: Sequence[Column], ropes: Ropes) -> Picture:
    """Tiers side by side, each at its own x; within a tier what goes in stands above what it goes into.

    Every second tier stands half a box lower, so that lines between its neighbours pass between its boxes.
    """
    ropes = list(ropes)
    ordered = _ordered(columns, ropes)
    pitch = BOX_W + GAP_X
    width = 2 * MARGIN + len(columns) * pitch - GAP_X
    heads, boxes = [], []
    for number, (column, shapes) in enumerate(zip(columns, ordered, strict=True)):
        x = MARGIN + number * pitch
        heads.append(Head(x, 18, column.title, column.line))
        for place, shape in enumerate(shapes):
            y = HEAD + place * (BOX_H + GAP_Y) + (number % 2) * (BOX_H + GAP_Y) // 2
            boxes.append(Drawn(shape, x, y, BOX_W, BOX_H, fitted(shape.name, BOX_W - 24)))
    at = {one.shape.code: one for one in boxes}
    most = max((len(shapes) for shapes in ordered), default=0)
    drawn = [Rope(_across(at[a], at[b]), flag) for a, b, flag in ropes if a in at and b in at]
    return Picture(width, HEAD + most * (BOX_H + GAP_Y) + (BOX_H + GAP_Y) // 2, heads, boxes, drawn)


def tall(columns: Sequence[Column], ropes: Ropes) -> Picture:
    """Tiers below each other, with arcs at the left from what goes in to what it goes into."""
    ropes = list(ropes)
    heads, boxes, y = [], [], 0
    for column, shapes in zip(columns, _ordered(columns, ropes), strict=True):
        heads.append(Head(GUTTER, y + 18, column.title, column.line))
        y += HEAD
        for shape in shapes:
            boxes.append(Drawn(shape, GUTTER, y, TALL_BOX, BOX_H, fitted(shape.name, TALL_BOX - 24)))
            y += BOX_H + 10
        y += 8
    at = {one.shape.code: one for one in boxes}
    pairs = [(at[a], at[b], flag) for a, b, flag in ropes if a in at and b in at]
    longest = max((abs(b.y - a.y) for a, b, _flag in pairs), default=1) or 1
    drawn = [Rope(_arc(a, b, longest), flag) for a, b, flag in pairs]
    return Picture(TALL_W, y + 4, heads, boxes, drawn)


def fitted(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it is wider than the box."""
    if width_of(text) * LETTER <= width:
        return text
    while text and (width_of(text) + 2) * LETTER > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _ordered(columns: Sequence[Column], ropes: Sequence[tuple[str, str, str]]) -> list[list[Shape]]:
    """Within a tier by depth of what goes in, then near what it comes from, then as given."""
    inputs: dict[str, list[str]] = {}
    for a, b, _flag in ropes:
        inputs.setdefault(b, []).append(a)
    height: dict[str, float] = {}
    found = []
    for column in columns:
        own = {one.code for one in column.shapes}
        keys = {
            shape.code: (
                _depth(shape.code, inputs, own, frozenset()),
                _near(shape.code, inputs, height),
                place,
            )
            for place, shape in enumerate(column.shapes)
        }
        shapes = sorted(column.shapes, key=lambda shape, keys=keys: keys[shape.code])  # type: ignore[misc]
        height |= {shape.code: float(place) for place, shape in enumerate(shapes)}
        found.append(shapes)
    return found


def _near(code: str, inputs: dict[str, list[str]], height: dict[str, float]) -> float:
    """The mean place of what goes in from tiers before; what comes from nowhere stands last."""
    before = [height[one] for one in inputs.get(code, ()) if one in height]
    return sum(before) / len(before) if before else 99.0


def _depth(code: str, inputs: dict[str, list[str]], own: set[str], seen: frozenset[str]) -> int:
    """How many goods of the same tier go in, one after the other; a circle ends where it began."""
    before = [one for one in inputs.get(code, ()) if one in own and one not in seen and one != code]
    return max((1 + _depth(one, inputs, own, seen | {code}) for one in before), default=0)


def _across(a: Drawn, b: Drawn) -> str:
    """Straight between the boxes of tiers that lie between, and a bend in the last gap."""
    if a.x == b.x:
        return _beside(a, b)
    y1, y2 = a.y + a.h // 2, b.y + b.h // 2
    if a.x < b.x:
        out, start, end = a.x + a.w, b.x - GAP_X, b.x
    else:
        out, start, end = a.x, b.x + b.w + GAP_X, b.x + b.w
    bend = (end - start) // 2
    return f"M{out} {y1} H{start} C{start + bend} {y1} {end - bend} {y2} {end} {y2}"


def _beside(a: Drawn, b: Drawn) -> str:
    """In one tier: straight down to the next box, else around at the right."""
    middle = a.x + a.w // 2
    if b.y - a.y == BOX_H + GAP_Y:
        return f"M{middle} {a.y + a.h} L{middle} {b.y}"
    x, y1, y2 = a.x + a.w, a.y + a.h // 2, b.y + b.h // 2
    return f"M{x} {y1} C{x + 34} {y1} {x + 34} {y2} {x} {y2}"


def _arc(a: Drawn, b: Drawn, longest: int) -> str:
    y1, y2 = a.y + a.h // 2, b.y + b.h // 2
    reach = 14 + round(44 * abs(y2 - y1) / longest)
    return f"M{a.x} {y1} C{a.x - reach} {y1} {a.x - reach} {y2} {a.x} {y2}"
