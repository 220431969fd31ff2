"""What goes into a written table: columns, cells and sheets, and the .csv form of a table."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zaocha.sheets import markup

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | dt.time | None

_CALCULATES: Final = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r]")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet; `width` counts half-width characters, None takes it from the content.

    `choices` becomes a drop-down list. A `locked` column cannot be changed in the office program (there is
    no password: it keeps from mistakes, not from intent); a `hidden` one is locked and not shown.
    """

    header: str
    width: float | None = None
    choices: tuple[str, ...] = ()
    locked: bool = False
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of a workbook; `title` stands above the headings, rows are as long as `columns`."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    title: str = ""


def write_csv(*, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A .csv that Excel and WPS open rightly: UTF-8 with byte-order mark, CRLF.

    A text that a spreadsheet would calculate gets an apostrophe in front; `read_table` takes it off.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([_csv_cell(header) for header in headers])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        clean = markup.allowed(cell)
        return f"'{clean}" if _CALCULATES.match(clean) else clean
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}" if cell.second else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M:%S}" if cell.second else f"{cell:%H:%M}"
    if isinstance(cell, Decimal):
        return f"{cell:f}" if cell.is_finite() else ""
    return "" if cell is None else str(cell)
