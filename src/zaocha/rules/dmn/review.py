"""What is wrong with a decision table before it is ever used: rows that overlap, gaps, rows that never hold."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from zaocha.rules.dmn import regions
from zaocha.rules.dmn.regions import NotFixed, Region
from zaocha.rules.dmn.tables import Table
from zaocha.rules.feel import tree

MOST_FOUND = 50
MOST_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rows (from 1) that hold together, and for which inputs; `clash` when the hit policy forbids it."""

    rows: tuple[int, int]
    where: tuple[tuple[str, str], ...]
    clash: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Inputs for which no row holds."""

    where: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Review:
    """What was found. `undecided` are inputs whose tests depend on other values; `complete` says that all was seen."""

    overlaps: list[Overlap] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    never: list[int] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    complete: bool = True


def review(table: Table, *, whole: Collection[str] = ()) -> Review:
    """Look through a table; `whole` are the inputs (by label) that hold whole numbers only.

    With an input that is not decided nothing is said of gaps, and overlaps are those of the other inputs only.
    """
    found = Review()
    columns: list[_Column] = []
    for place, column in enumerate(table.inputs):
        tests = [row.tests[place].test for row in table.rows]
        try:
            cut = regions.cut(tests, allowed=column.allowed, whole=column.label in whole)
            columns.append(_Column(column.label, cut, [_mask(test, cut) for test in tests]))
        except NotFixed:
            found.undecided.append(column.label)
    found.never = [row + 1 for row in range(len(table.rows)) if any(not one.masks[row] for one in columns)]
    _find_overlaps(table, columns, found)
    if not found.undecided and not any(one.default for one in table.outputs):
        _Gaps(columns, len(table.rows), found).find()
    return found


@dataclass(frozen=True, slots=True)
class _Column:
    """A column's regions, and per row the regions that pass, as bits."""

    label: str
    regions: list[Region]
    masks: list[int]

    def words(self, mask: int) -> str:
        return regions.words_of(self.regions, [at for at in range(len(self.regions)) if mask >> at & 1])


def _mask(test: tree.Test, cut: list[Region]) -> int:
    if isinstance(test, tree.Anything):
        return (1 << len(cut)) - 1
    return sum(1 << at for at, one in enumerate(cut) if regions.passes(test, one.value))


def _find_overlaps(table: Table, columns: list[_Column], found: Review) -> None:
    for one, other in combinations(range(len(table.rows)), 2):
        shared = [column.masks[one] & column.masks[other] for column in columns]
        if not all(shared):
            continue
        if len(found.overlaps) >= MOST_FOUND:
            found.complete = False
            return
        where = tuple(
            (column.label, column.words(mask)) for column, mask in zip(columns, shared, strict=True)
        )
        found.overlaps.append(Overlap((one + 1, other + 1), where, _clash(table, one, other, found)))


def _clash(table: Table, one: int, other: int, found: Review) -> bool:
    """Whether the hit policy forbids two rows to hold together; what is undecided may keep them apart."""
    if found.undecided or table.policy not in ("UNIQUE", "ANY"):
        return False
    return table.policy == "UNIQUE" or _said(table, one) != _said(table, other)


def _said(table: Table, row: int) -> list[tree.Expression]:
    return [entry.expression for entry in table.rows[row].outputs]


class _Gaps:
    """A walk over the columns with the rows that still hold; where none is left, there is a gap."""

    def __init__(self, columns: list[_Column], rows: int, found: Review) -> None:
        self.columns, self.found = columns, found
        self.everything = (1 << rows) - 1
        self.whole: set[tuple[int, int]] = set()
        self.steps = 0

    def find(self) -> None:
        for gap in self.walk(0, self.everything):
            if len(self.found.gaps) >= MOST_FOUND:
                self.found.complete = False
                return
            self.found.gaps.append(Gap(gap))

    def walk(self, at: int, alive: int) -> Iterator[tuple[tuple[str, str], ...]]:
        """The gaps from a column on, for the rows that hold up to it."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            self.found.complete = False
            return
        if not alive:
            yield ()
            return
        if at == len(self.columns) or (at, alive) in self.whole:
            return
        column, any_gap = self.columns[at], False
        for left, mask in self.parts(column, alive).items():
            for rest in self.walk(at + 1, left):
                any_gap = True
                yield ((column.label, column.words(mask)), *rest)
        if not any_gap:
            self.whole.add((at, alive))

    @staticmethod
    def parts(column: _Column, alive: int) -> dict[int, int]:
        """Regions of a column (as bits) by the rows that hold there."""
        found: dict[int, int] = {}
        for at in range(len(column.regions)):
            bit = 1 << at
            rows = sum(1 << row for row, mask in enumerate(column.masks) if mask & bit and alive >> row & 1)
            found[rows] = found.get(rows, 0) | bit
        return found
