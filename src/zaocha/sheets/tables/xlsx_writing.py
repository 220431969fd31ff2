"""Writes .xlsx workbooks in which every text is a text: nothing in them calculates or loads anything."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from zaocha.sheets import packages, parts
from zaocha.sheets.tables import xlsx_parts
from zaocha.sheets.tables.records import letters
from zaocha.sheets.tables.writing import Cell, Column, Sheet
from zaocha.sheets.tables.xlsx_parts import text_cell
from zaocha.sheets.widths import width_of

_ROWS_TO_MEASURE: Final = 300
_SPARE_ROWS: Final = 500
"""Rows below the data that get drop-down lists."""
_ALLOWED: Final = ("formatCells", "formatColumns", "formatRows", "insertRows", "sort", "autoFilter")
"""What a protected sheet still lets people do."""
_EXACT_DIGITS: Final = 15


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of what is written here."""


def write_workbook(*, sheets: Sequence[Sheet], made_at: dt.datetime | None = None) -> bytes:
    """An .xlsx of these sheets; the same input gives the same bytes.

    Headings are frozen and can be filtered, columns fit Chinese text, drop-down lists refer to a hidden
    sheet. Times with a zone are written as the wall time of that zone. Numbers of more than 15 digits are
    written as text, so that no digit is lost; what XML cannot hold (control characters) is left out, and a
    text longer than Excel's 32,767 characters is cut with "…".
    """
    texts, lists = xlsx_parts.Texts(), xlsx_parts.Lists()
    names = xlsx_parts.sheet_names([sheet.name for sheet in sheets])
    written = [_SheetXml(sheet, texts, lists) for sheet in sheets]
    bodies = [sheet.xml(first=index == 0) for index, sheet in enumerate(written)]
    if lists:
        bodies.append(lists.xml(texts))
    outlines = [sheet.outline(name) for name, sheet in zip(names, written, strict=True)]
    return packages.packed(
        [
            ("[Content_Types].xml", xlsx_parts.content_types(len(bodies))),
            ("_rels/.rels", parts.root_relations("xl/workbook.xml")),
            (parts.CORE, parts.core(made_at=made_at)),
            ("xl/workbook.xml", xlsx_parts.workbook(outlines, with_lists=bool(lists))),
            ("xl/_rels/workbook.xml.rels", xlsx_parts.workbook_relations(len(bodies))),
            ("xl/styles.xml", xlsx_parts.styles()),
            ("xl/sharedStrings.xml", texts.xml()),
            *((f"xl/worksheets/sheet{i}.xml", body) for i, body in enumerate(bodies, start=1)),
        ]
    )


def write_table(
    *,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    sheet_name: str = "Sheet1",
    widths: Sequence[float | None] = (),
    made_at: dt.datetime | None = None,
) -> bytes:
    """An .xlsx of one plain table; see `write_workbook` for what it keeps and for more."""
    padded = [*widths, *[None] * (len(headers) - len(widths))]
    columns = [Column(header=header, width=width) for header, width in zip(headers, padded, strict=True)]
    return write_workbook(sheets=[Sheet(name=sheet_name, columns=columns, rows=rows)], made_at=made_at)


class _SheetXml:
    """The XML of one sheet."""

    def __init__(self, sheet: Sheet, texts: xlsx_parts.Texts, lists: xlsx_parts.Lists) -> None:
        if not sheet.columns:
            raise ValueError("a sheet needs at least one column")
        self._columns = sheet.columns
        self._title = sheet.title
        self._heading_row = 2 if sheet.title else 1
        self._texts = texts
        self._lists = lists
        self._protected = any(column.locked or column.hidden for column in sheet.columns)
        self._widths = [width_of(column.header) + 3 for column in sheet.columns]
        self._head = self._head_xml()
        self._rows = list(self._row_xml(sheet.rows))
        self._last_row = self._heading_row + len(self._rows)
        self._last_column = letters(len(sheet.columns) - 1)

    def outline(self, name: str) -> xlsx_parts.Outline:
        return xlsx_parts.Outline(name, self._heading_row, self._last_row, len(self._columns))

    def xml(self, *, first: bool) -> bytes:
        area = f"A{self._heading_row}:{self._last_column}{self._last_row}"
        merged = self._title and len(self._columns) > 1
        pieces = [
            f'{parts.HEAD}<worksheet xmlns="{xlsx_parts.MAIN}">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:{self._last_column}{self._last_row}"/>',
            self._view(first),
            f'<sheetFormatPr defaultRowHeight="18"/>{self._cols()}',
            f"<sheetData>{self._head}{''.join(self._rows)}</sheetData>",
            self._protection(),
            f'<autoFilter ref="{area}"/>',
            f'<mergeCells count="1"><mergeCell ref="A1:{self._last_column}1"/></mergeCells>'
            if merged
            else "",
            self._validations(),
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
            "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>",
        ]
        return "".join(pieces).encode()

    def _view(self, first: bool) -> str:
        below = f"A{self._heading_row + 1}"
        selected = ' tabSelected="1"' if first else ""
        return (
            f'<sheetViews><sheetView{selected} workbookViewId="0">'
            f'<pane ySplit="{self._heading_row}" topLeftCell="{below}" activePane="bottomLeft" '
            'state="frozen"/>'
            f'<selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/></sheetView></sheetViews>'
        )

    def _cols(self) -> str:
        cols: list[str] = []
        for i, column in enumerate(self._columns, start=1):
            width = column.width if column.width is not None else min(60, max(6, self._widths[i - 1]))
            hidden = ' hidden="1"' if column.hidden else ""
            style = self._style(column, xlsx_parts.BLANK)
            cols.append(
                f'<col min="{i}" max="{i}" width="{width:g}" style="{style}"{hidden} customWidth="1"/>'
            )
        return f"<cols>{''.join(cols)}</cols>"

    def _style(self, column: Column, style: int) -> int:
        may_change = self._protected and not (column.locked or column.hidden)
        return style + xlsx_parts.OPEN if may_change else style

    def _head_xml(self) -> str:
        title = ""
        if self._title:
            cell = text_cell("A1", self._texts.position(self._title), xlsx_parts.TITLE)
            title = f'<row r="1" ht="30" customHeight="1">{cell}</row>'
        number = self._heading_row
        cells = "".join(
            text_cell(f"{letters(i)}{number}", self._texts.position(column.header), xlsx_parts.HEADING)
            for i, column in enumerate(self._columns)
        )
        return f'{title}<row r="{number}" ht="24" customHeight="1">{cells}</row>'

    def _row_xml(self, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
        names = [letters(i) for i in range(len(self._columns))]
        for offset, row in enumerate(rows, start=1):
            number = self._heading_row + offset
            cells: list[str] = []
            for i, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
                if offset <= _ROWS_TO_MEASURE and cell is not None:
                    self._widths[i] = max(self._widths[i], width_of(str(cell)) + 2)
                cells.append(self._cell(f"{names[i]}{number}", column, cell))
            yield f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, reference: str, column: Column, cell: Cell) -> str:
        plain = self._style(column, xlsx_parts.PLAIN)
        if cell is None or cell == "":
            return f'<c r="{reference}" s="{plain}"/>'
        if isinstance(cell, bool):
            return f'<c r="{reference}" s="{plain}" t="b"><v>{int(cell)}</v></c>'
        style, stored = (plain, None) if isinstance(cell, str) else _stored(cell)
        if stored is None:
            return text_cell(reference, self._texts.position(str(cell)), plain)
        return f'<c r="{reference}" s="{self._style(column, style)}"><v>{stored}</v></c>'

    def _protection(self) -> str:
        allowed = " ".join(f'{action}="0"' for action in _ALLOWED)
        return f'<sheetProtection sheet="1" {allowed}/>' if self._protected else ""

    def _validations(self) -> str:
        found = [
            f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" '
            f'sqref="{letters(i)}{self._heading_row + 1}:{letters(i)}{self._last_row + _SPARE_ROWS}">'
            f"<formula1>{self._lists.reference(column.choices)}</formula1></dataValidation>"
            for i, column in enumerate(self._columns)
            if column.choices
        ]
        return f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>' if found else ""


def _stored(cell: float | Decimal | dt.date | dt.time) -> tuple[int, str | None]:
    """Style and stored number of a cell; None where only a text keeps all of it."""
    if isinstance(cell, dt.time):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        return xlsx_parts.TIME, f"{seconds / 86_400:.10f}"
    if isinstance(cell, dt.date):
        # Before 1901 the programs disagree about the days of February 1900.
        return _serial(cell) if cell.year >= 1901 else (xlsx_parts.PLAIN, None)
    value = cell if isinstance(cell, Decimal) else Decimal(str(cell))
    if not value.is_finite():
        return xlsx_parts.PLAIN, None
    digits = len(value.normalize().as_tuple().digits) if value else 1
    too_long = digits > _EXACT_DIGITS or value.adjusted() >= _EXACT_DIGITS
    return xlsx_parts.PLAIN, None if too_long and not isinstance(cell, float) else str(value)


def _serial(cell: dt.date) -> tuple[int, str]:
    if not isinstance(cell, dt.datetime):
        return xlsx_parts.DATE, str((cell - dt.date(1899, 12, 30)).days)
    since = cell.replace(tzinfo=None) - dt.datetime(1899, 12, 30)  # noqa: DTZ001 wall time: cells have no zone
    return xlsx_parts.MOMENT, f"{since.days + since.seconds / 86_400:.10f}"
