"""Finds the row of headings: below titles and notes, over one or more levels, or missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zaocha.sheets.tables.records import Merge, RawRow, letters

LOOKED_AT: Final = 30
"""How many rows from the top are looked at."""

_DATA_LIKE: Final = re.compile(
    r"[0-9A-HJ-NPQRTUWXY]{18}|1[3-9]\d{9}|\d{6,}|\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?.*|[^@\s]+@[^@\s]+|\d+\.\d+%?"
)
_NUMBER: Final = re.compile(r"-?[\d,]+(\.\d+)?%?")
_NOTE: Final = re.compile(r".+[:：].+", re.DOTALL)
_LONGEST_HEADING: Final = 60


@dataclass(frozen=True)
class Headings:
    """Distinct headings by column, and the rows they stand in (0, 0 when the table has none)."""

    names: tuple[str, ...]
    top: int
    bottom: int


def find_headings(rows: Sequence[RawRow], merges: Sequence[Merge]) -> Headings:
    """Judges by the first rows, which are not blank, and by the cells merged there."""
    head = [row for row in rows[:LOOKED_AT] if row.values]
    widest = max((len(row.values) for row in head), default=0)
    enough = max(min(2, widest), round(0.6 * widest))
    chosen = next((row for row in head if len(row.values) >= enough and _is_headings(row)), None)
    width = 1 + max((column for row in head for column in row.values), default=0)
    if chosen is None:
        return Headings(tuple(letters(column) for column in range(width)), 0, 0)
    by_number = {row.number: row for row in head}
    top, bottom = _levels(chosen, by_number, merges, widest)
    if not merges and chosen.number + 1 in by_number:
        implied = _implied_groups(chosen, by_number[chosen.number + 1])
        top, bottom = _levels(chosen, by_number, implied, widest)
        merges = implied if bottom > chosen.number else []
    labels = _labels(
        [row for row in head if top <= row.number <= bottom], [m for m in merges if top <= m.top <= bottom]
    )
    below = [row for row in head if row.number > bottom]
    width = 1 + max(column for row in (*below, chosen) for column in row.values)
    width = max([width, *(column + 1 for column in labels)])
    return Headings(_distinct([labels.get(column, "") for column in range(width)]), top, bottom)


def _is_headings(row: RawRow) -> bool:
    values = [value.strip() for value in row.values.values()]
    if any(_DATA_LIKE.fullmatch(value) or len(value) > _LONGEST_HEADING for value in values):
        return False
    numbers = sum(1 for value in values if _NUMBER.fullmatch(value))
    notes = sum(1 for value in values if _NOTE.fullmatch(value))
    return numbers <= 0.4 * len(values) and (len(values) < 2 or notes <= 0.5 * len(values))


def _levels(chosen: RawRow, rows: dict[int, RawRow], merges: Sequence[Merge], widest: int) -> tuple[int, int]:
    """The first and last row of the headings, when merged cells spread them over several rows."""
    top = bottom = chosen.number
    for merge in merges:
        is_title = merge.right - merge.left + 1 >= 0.8 * widest
        if not is_title and merge.top <= chosen.number <= merge.bottom:
            top, bottom = min(top, merge.top), max(bottom, merge.bottom)
    groups = [m for m in merges if m.top == m.bottom == bottom and 1 < m.right - m.left + 1 < 0.8 * widest]
    below = rows.get(bottom + 1)
    if groups and below and _is_headings(below):
        covered = {column for m in groups for column in range(m.left, m.right + 1)}
        if set(below.values) <= covered:
            bottom += 1
    return top, bottom


def _implied_groups(chosen: RawRow, below: RawRow) -> list[Merge]:
    """Headings followed by gaps, read as spreading over them: .csv keeps no merged cells."""
    starts = sorted(chosen.values)
    ends = [*(start - 1 for start in starts[1:]), max(max(below.values), starts[-1])]
    number = chosen.number
    return [
        Merge(number, left, number, right) for left, right in zip(starts, ends, strict=True) if right > left
    ]


def _labels(rows: Sequence[RawRow], merges: Sequence[Merge]) -> dict[int, str]:
    """Column → heading; a heading over several columns goes before each of theirs."""
    parts: dict[int, list[str]] = {}
    for row in rows:
        spread = dict(row.values)
        for merge in merges:
            if merge.top == row.number and merge.left in row.values:
                spread.update(dict.fromkeys(range(merge.left, merge.right + 1), row.values[merge.left]))
        for column, value in spread.items():
            clean = " ".join(value.split())
            if clean and clean not in parts.setdefault(column, []):
                parts[column].append(clean)
    return {column: _joined(labels) for column, labels in parts.items()}


def _joined(labels: list[str]) -> str:
    chinese = all(label[-1] > "\u2e80" or label[0] > "\u2e80" for label in labels)
    return ("" if chinese else " ").join(labels)


def _distinct(labels: Sequence[str]) -> tuple[str, ...]:
    """Columns without a heading get their letter, repeated headings a number."""
    taken: set[str] = set()
    names: list[str] = []
    for column, label in enumerate(labels):
        base = label or letters(column)
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base} ({count})"
        taken.add(name)
        names.append(name)
    return tuple(names)
