"""Reads the rows of a .csv file: encoding and delimiter are found out, spreadsheet tricks undone."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from zaocha.sheets.messages import Message, Unreadable
from zaocha.sheets.tables import cells
from zaocha.sheets.tables.records import RawRow, letters
from zaocha.sheets.tables.xlsx_reading import LIMIT_COLUMNS

_DELIMITERS: Final = ",\t;|"
_LOOKED_AT: Final = 40
_LIMIT_LINES: Final = 300
_NAMED_DELIMITER: Final = re.compile(r"sep=(.)\r?\n")
_FORCED_TEXT: Final = re.compile(r'="([^"]*)"')
_GUARDED: Final = re.compile(r"'+\s*[=+\-@＝＋－＠\t\r]")
_TABBED_CODE: Final = re.compile(r"\t+([0-9A-Za-z\-/:. ]+)\t*|([0-9A-Za-z\-/:. ]+)\t+")


class CsvText:
    """The text of a .csv file, read anew by each call of `rows`."""

    def __init__(self, text: str, *, name: str) -> None:
        named = _NAMED_DELIMITER.match(text)
        self._text = text
        self._name = name
        self._skipped = 1 if named else 0
        self._delimiter = named[1] if named else _likely_delimiter(text)

    def rows(self) -> Iterator[RawRow]:
        """The records that hold anything; a record over several lines counts as one row."""
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter)
        number = 0
        try:
            for fields in reader:
                number += 1
                if number <= self._skipped or not fields:
                    continue
                row = self._row(number, fields, line=reader.line_num)
                if row.values:
                    yield row
        except csv.Error:
            raise Unreadable("field_too_long", name=self._name, line=reader.line_num) from None

    def _row(self, number: int, fields: list[str], *, line: int) -> RawRow:
        values: dict[int, str] = {}
        problems: dict[int, Message] = {}
        for column, field in enumerate(fields):
            if field.count("\n") > _LIMIT_LINES:
                raise Unreadable("field_too_long", name=self._name, line=line - field.count("\n"))
            value, problem = cells.text(_untricked(field))
            if value is None:
                continue
            if column >= LIMIT_COLUMNS:
                raise Unreadable(
                    "too_many_columns", name=self._name, column=letters(column), limit=LIMIT_COLUMNS
                )
            values[column] = value
            if problem is not None:
                problems[column] = problem
        return RawRow(number, values, problems)


def _untricked(field: str) -> str:
    """Undoes what keeps a spreadsheet from calculating: ="0571", a tab before digits, our own apostrophe."""
    if _GUARDED.match(field):
        return field[1:]
    forced = _FORCED_TEXT.fullmatch(field)
    if forced:
        return forced[1]
    tabbed = _TABBED_CODE.fullmatch(field)
    return (tabbed[1] or tabbed[2]) if tabbed else field


def _likely_delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of fields, more than one."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = Counter(_first_widths(text[: 256 * 1024], delimiter))
        if not widths:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
        score = rows / widths.total() * (width - 1) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _first_widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for fields in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if fields:
                widths.append(len(fields))
            if len(widths) == _LOOKED_AT:
                break
    except csv.Error:
        return widths
    return widths
