"""Reads a table out of an .xlsx or .csv file, whatever its name says."""

import functools
from collections.abc import Iterator
from itertools import islice
from typing import Final

from zaocha.sheets import kinds, messages, packages, texts
from zaocha.sheets.messages import Message, Unreadable
from zaocha.sheets.tables.csv_reading import CsvText
from zaocha.sheets.tables.headings import LOOKED_AT, Headings, find_headings
from zaocha.sheets.tables.records import CellProblem, RawRow, RawRows, Row, Table, letters
from zaocha.sheets.tables.xlsx_reading import Workbook

LIMIT_ROWS: Final = 200_000


def read_table(
    source: packages.Source,
    *,
    name: str = "",
    sheet: str | None = None,
    max_rows: int = LIMIT_ROWS,
    limit_bytes: int = packages.LIMIT_BYTES,
) -> Table:
    """The table of the named sheet, else of the first visible sheet with data; .csv has one only.

    Headings are found below titles and notes; blank rows are left out, the numbers of the others are those
    of the file. Raises Unreadable, also while rows are streamed (`too_many_rows`, a part that is broken).
    """
    name = packages.name_of(source, name)
    data = packages.bytes_of(source, name=name, limit_bytes=limit_bytes)
    if kinds.is_zip(data):
        opened = Workbook(data, name=name).sheet(sheet)
        rows, merges, title = opened.rows, opened.merges(), opened.name
    else:
        rows, merges, title = _csv_text(data, name, limit_bytes).rows, [], ""
    headings = find_headings(list(islice(rows(), LOOKED_AT)), merges)
    if not headings.bottom and next(rows(), None) is None:
        raise Unreadable("no_data", name=name)
    limited = functools.partial(_limited, rows, headings, max_rows, name)
    return Table(headings.names, headings.bottom, title, limited)


def _csv_text(data: bytes, name: str, limit_bytes: int) -> CsvText:
    if kinds.is_encrypted_office(data):
        raise Unreadable("encrypted", name=name)
    kind = kinds.kind_of(data)
    if kind is not None:
        code = "old_workbook" if kind is messages.OLD_EXCEL else "not_table"
        raise Unreadable(code, name=name, kind=kind)
    try:
        text = texts.decode(data, name=name, limit_bytes=limit_bytes)
    except Unreadable as error:
        if error.code == "binary":
            raise Unreadable("not_table_at_all", name=name) from None
        raise
    markup_kind = kinds.markup_kind_of(text)
    if markup_kind is not None:
        raise Unreadable("not_table", name=name, kind=markup_kind)
    return CsvText(text, name=name)


def _limited(rows: RawRows, headings: Headings, max_rows: int, name: str) -> Iterator[Row]:
    count = 0
    for raw in rows():
        if raw.number <= headings.bottom:
            continue
        row = _row(raw, headings)
        if headings.bottom and row.values == headings.names:
            continue  # headings repeated on every printed page
        count += 1
        if count > max_rows:
            raise Unreadable("too_many_rows", name=name, limit=max_rows)
        yield row


def _row(raw: RawRow, headings: Headings) -> Row:
    width = len(headings.names)
    said = dict(raw.problems)
    for column in raw.values:
        if column >= width and column not in said:
            said[column] = Message("no_heading", {"column": letters(column), "value": raw.values[column]})
    problems = tuple(
        CellProblem(column, headings.names[column] if column < width else letters(column), message)
        for column, message in sorted(said.items())
    )
    return Row(raw.number, tuple(raw.values.get(column) for column in range(width)), problems)
